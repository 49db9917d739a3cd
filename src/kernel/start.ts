/**
 * What importing the library does: watches the environment for secrets, then patches the tslab of this process, whose
 * cells are to see nothing of an npm that started it.
 */
import { dropNpmLeftovers } from '../base/npm-leftovers'
import { watchProcess } from '../secrets/watch-environment'
import { patchTslab, type PatchStatus } from './patch/patch'

watchProcess()

/**
 * What the import has done to the kernel: `patched`, `stock` (it says which names were missing), or `none`.
 *
 * @example
 * ```ts
 * if (kernelStatus.state !== 'patched') console.log('no magics here:', kernelStatus.missing)
 * ```
 */
export const kernelStatus: PatchStatus = patchTslab()

if (kernelStatus.state === 'patched') dropNpmLeftovers(process.env)
