/**
 * The public names, nothing else.
 */
export { kernelStatus } from './kernel/start'
export type { PatchStatus } from './kernel/patch'
export { MagicsError, UsageError, StoppedError } from './errors'
export type { MagicsErrorOptions } from './errors'
