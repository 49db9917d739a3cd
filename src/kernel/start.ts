/**
 * What importing the library does: registers the secrets of the environment, then patches the tslab of this process.
 */
import { registerEnvironment } from '../secrets/registry'
import { patchTslab, type PatchStatus } from './patch/patch'

registerEnvironment(process.env)

/**
 * What the import has done to the kernel: `patched`, `stock` (it says which names were missing), or `none`.
 *
 * @example
 * ```ts
 * if (kernelStatus.state !== 'patched') console.log('no magics here:', kernelStatus.missing)
 * ```
 */
export const kernelStatus: PatchStatus = patchTslab()
