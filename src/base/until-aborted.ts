/**
 * Waiting that ends when all work must stop. Knows nothing of what is waited for.
 */

/** Waits for a promise, but no longer than until the signal is aborted; its reason is thrown then. */
export async function untilAborted<T>(promise: Promise<T> | T, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Nobody else looks at it any more.
    void Promise.resolve(promise).catch(() => {})
    throw signal.reason
  }
  let onAbort = (): void => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
