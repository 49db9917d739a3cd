/**
 * Faults to teach with: what goes wrong with model servers, on demand and always in the same way.
 * A request asks for one with the header `x-practice-fault`; `practice({ fault })` asks for all that follow.
 */
import { UsageError } from '../errors'

/** Header by which a single request asks for a fault; `none` asks for a proper answer. */
export const FAULT_HEADER = 'x-practice-fault'

/** Name of a fault. */
export type Fault = 'none' | 'cut' | 'unfinished' | 'stream-error' | 'slow' | 'busy' | 'broken'

/** Every fault with what it does, in the words of the help texts. */
export const FAULTS: Readonly<Record<Fault, string>> = {
  none: 'answers properly',
  cut: 'breaks the connection in the middle of a stream',
  unfinished: 'ends a stream early but politely: no finish reason, no last event',
  'stream-error': 'sends an error in the middle of a stream',
  slow: 'lets you wait three seconds, then streams two pieces a second',
  busy: 'answers 429 with Retry-After twice, then properly, and so on',
  broken: 'answers 500',
}

/**
 * Tells whether a text names a fault.
 * @param name - Any text.
 */
export function isFault(name: string): name is Fault {
  return Object.hasOwn(FAULTS, name)
}

/**
 * Checks the name of a fault that a caller wrote.
 * @param name - What the caller wrote.
 * @throws UsageError Naming the faults there are.
 */
export function checkFault(name: string): Fault {
  if (isFault(name)) return name
  throw new UsageError(`There is no fault "${name}". Choose one of: ${Object.keys(FAULTS).join(', ')}.`)
}
