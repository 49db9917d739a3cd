/**
 * How many events of a stream are shown one by one. A page draws some thousand of them well, and each that is kept takes
 * many times the memory of its bytes: what a stream may have in all is far too much to be kept in pieces.
 */
import { formatCount } from '../../display/one-line'

/** Most events that are kept to be shown. */
export const MAX_SHOWN_EVENTS = 20_000

/** Counts events, of which the first are shown. */
export interface ShownEvents {
  /** Counts one. @returns Whether it is shown. */
  take(): boolean
  /** Says how many were left out; empty when none was. */
  rest(): string
}

/**
 * Makes a count.
 *
 * @param maxEvents - Most events that are shown.
 */
export function createShownEvents(maxEvents: number = MAX_SHOWN_EVENTS): ShownEvents {
  let count = 0
  return {
    take: () => count++ < maxEvents,
    rest: () => (count > maxEvents ? `… ${formatCount(count - maxEvents)} more events, not shown\n` : ''),
  }
}
