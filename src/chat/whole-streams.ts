/**
 * Streams of the official client that are known to be whole: the repaired fetch below the client saw their end, which
 * the client itself does not pass on.
 */

const wholeSignals = new WeakSet<object>()

/** Notes that the stream of a request ended whole. `signal` is the one the client gave the request. */
export function markWhole(signal: object): void {
  wholeSignals.add(signal)
}

/** Whether the stream with this controller ended whole. */
export function isKnownWhole(controller: AbortController | undefined): boolean {
  return controller !== undefined && wholeSignals.has(controller.signal)
}
