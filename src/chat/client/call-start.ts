/**
 * When a call of the official client began. The client sends a request again by itself, and what it passes to `fetch` does
 * not tell that two requests are one call; the options that it prepares them from do.
 */

const STARTED_AT = Symbol('started at')
const starts = new WeakMap<object, number>()

/**
 * Notes on a request when its call began.
 *
 * @param request - What the client will pass to `fetch`, or make a copy of.
 * @param options - The options of the call, the same object for each of its requests.
 */
export function noteCallStart(request: object, options: object): void {
  const startedAt = starts.get(options) ?? performance.now()
  starts.set(options, startedAt)
  Object.assign(request, { [STARTED_AT]: startedAt })
}

/**
 * When the call of a request began, by `performance.now`.
 *
 * @param request - What the client passed to `fetch`.
 * @returns Now, where the client did not let it be noted.
 */
export function callStart(request: object): number {
  return (request as { readonly [STARTED_AT]?: number })[STARTED_AT] ?? performance.now()
}
