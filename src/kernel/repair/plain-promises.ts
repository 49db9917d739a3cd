/**
 * Promises that print as they do in a stock kernel. Following cells through their promises makes Node write its notes on
 * them (up to version 22), and a printed promise shows those.
 */

const NOTES: ReadonlySet<string | undefined> = new Set([
  'async_id_symbol',
  'trigger_async_id_symbol',
  'kResourceStore',
])

/** Hides the notes of a promise at the moment in which it is printed; they work on unseen. */
export function printPromisesPlainly(): void {
  const inspect = Symbol.for('nodejs.util.inspect.custom')
  if (inspect in Promise.prototype) return
  Object.defineProperty(Promise.prototype, inspect, {
    configurable: true,
    writable: true,
    value(this: Promise<unknown>) {
      for (const note of Object.getOwnPropertySymbols(this))
        if (NOTES.has(note.description)) Object.defineProperty(this, note, { enumerable: false })
      // Node goes on as if there were no such method.
      return this
    },
  })
}
