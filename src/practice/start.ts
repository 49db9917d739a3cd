/**
 * What importing the library does beside patching the kernel and reading magics: where the environment asks for it, it records
 * or replays from then on.
 */
import { startFromEnvironment } from '../recording/start/from-environment'

startFromEnvironment()

export { practice } from './practice'
