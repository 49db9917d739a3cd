/**
 * The ways in which a kernel gets the library: by import on each version of tslab, and by the kernelspec. `npm test`
 * tries the first of each list, the full run all of them.
 */
import { variants } from './extent'
import { Kernel, TSLAB_VERSIONS, type KernelOptions } from './kernel'

type KernelSetup = readonly [string, KernelOptions]

const ALL_SETUPS: readonly KernelSetup[] = [
  ...TSLAB_VERSIONS.map((tslab) => [`tslab ${tslab} by import`, { tslab }] as const),
  ['tslab 1.0.22 by kernelspec', { entry: true }],
]

/** Name and options of each. */
export const KERNEL_SETUPS = variants(ALL_SETUPS)

/** The same, and a kernel whose language is JavaScript. */
export const LANGUAGE_SETUPS = variants<KernelSetup>([
  ...ALL_SETUPS,
  ['JavaScript by kernelspec', { entry: true, js: true }],
])

/** Versions of tslab, for tests that start the kernel themselves. */
export const KERNEL_VERSIONS = variants(TSLAB_VERSIONS)

/** Starts a kernel and has the library on. */
export async function startWithLibrary(options: KernelOptions): Promise<Kernel> {
  const kernel = await Kernel.start(options)
  if (!options.entry) await kernel.run('import "tslab-magics"')
  return kernel
}
