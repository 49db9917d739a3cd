/**
 * The ways in which a kernel gets the library: by import on each version of tslab, and by the kernelspec.
 */
import { Kernel, TSLAB_VERSIONS, type KernelOptions } from './kernel'

/** Name and options of each. */
export const KERNEL_SETUPS: readonly (readonly [string, KernelOptions])[] = [
  ...TSLAB_VERSIONS.map((tslab) => [`tslab ${tslab} by import`, { tslab }] as const),
  ['tslab 1.0.22 by kernelspec', { entry: true }],
]

/** Starts a kernel and has the library on. */
export async function startWithLibrary(options: KernelOptions): Promise<Kernel> {
  const kernel = await Kernel.start(options)
  if (!options.entry) await kernel.run('import "tslab-magics"')
  return kernel
}
