/**
 * Several abort signals as one.
 */
import { setMaxListeners } from 'node:events'

/**
 * Calls back when the first of some signals is aborted; at once if one already is.
 *
 * @param signals - The signals.
 * @param onAbort - Takes the reason.
 * @returns Unlinks again, so that a long-lived signal does not collect listeners.
 */
export function linkSignals(signals: readonly AbortSignal[], onAbort: (reason: unknown) => void): () => void {
  const aborted = signals.find((signal) => signal.aborted)
  if (aborted) {
    onAbort(aborted.reason)
    return () => {}
  }
  // One signal may stop a hundred calls of a cell; Node would warn of a leak from the eleventh on.
  setMaxListeners(Infinity, ...signals)
  const listeners = signals.map((signal) => {
    const listener = (): void => {
      unlink()
      onAbort(signal.reason)
    }
    signal.addEventListener('abort', listener)
    return { signal, listener }
  })
  const unlink = (): void => {
    for (const { signal, listener } of listeners) signal.removeEventListener('abort', listener)
  }
  return unlink
}
