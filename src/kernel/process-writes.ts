/**
 * `process.stdout.write` and `process.stderr.write` in a kernel: bytes are decoded across writes, callbacks are called,
 * text goes to the cell it belongs to. tslab sets its own writers for each cell; a user's writer outlives that.
 */
import { currentCell } from './cell-context'
import { INTERRUPTED_TEXT } from './tslab-types'
import type { StreamName } from './cell-scope'

type Write = typeof process.stdout.write

const NAMES = ['stdout', 'stderr'] as const

/** Called with text of the importing cell's stderr; answers `true` when the text was taken. */
export type StderrFilter = (text: string) => boolean

let filter: StderrFilter | undefined

/** Watches stderr of the cell that imported the library; `undefined` ends that. */
export function filterStderr(next: StderrFilter | undefined): void {
  filter = next
}

const own: Record<StreamName, Write> = { stdout: makeWrite('stdout'), stderr: makeWrite('stderr') }

let installed = false

/** The writers a user's code has put in place of ours; read before tslab replaces them. */
export function userWrites(): Partial<Record<StreamName, Write>> {
  const found: Partial<Record<StreamName, Write>> = {}
  if (!installed) return found
  for (const name of NAMES) if (process[name].write !== own[name]) found[name] = process[name].write
  return found
}

/** Puts our writers in place, or the user's where there are any. */
export function installWrites(users: Partial<Record<StreamName, Write>> = {}): void {
  installed = true
  for (const name of NAMES) process[name].write = users[name] ?? own[name]
}

function makeWrite(name: StreamName): Write {
  // One decoder a stream: a character may be split over two writes.
  const decoder = new TextDecoder()
  return (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const cell = currentCell()
    if (name === 'stderr' && filter?.(text)) return done(cell, encoding, callback)
    if (name === 'stderr' && cell?.diagnostics !== undefined) cell.diagnostics += text
    // tslab reports Stop itself, with its own stack; the cell says it in one line.
    else if (!(cell?.stopped === true && text.includes(INTERRUPTED_TEXT))) cell?.output.write(name, text)
    return done(cell, encoding, callback)
  }
}

/** Callbacks of the writes of one turn, and the cell that wrote. */
let waiting: { readonly cell: unknown; readonly callbacks: (() => void)[] } | undefined

/** Calls back in the next turn; all of a cell at once, for the console gives a callback with each of its lines. */
function done(cell: unknown, encoding: unknown, callback: unknown): true {
  const after = typeof encoding === 'function' ? encoding : callback
  if (typeof after !== 'function') return true
  if (waiting?.cell === cell && waiting !== undefined) waiting.callbacks.push(after as () => void)
  else {
    const begun = { cell, callbacks: [after as () => void] }
    waiting = begun
    process.nextTick(() => {
      if (waiting === begun) waiting = undefined
      callEach(begun.callbacks)
    })
  }
  return true
}

/** One that throws does not keep the others from being called. */
function callEach(callbacks: readonly (() => void)[], from = 0): void {
  for (let at = from; at < callbacks.length; at++) {
    let isDone = false
    try {
      callbacks[at]?.()
      isDone = true
    } finally {
      if (!isDone) process.nextTick(callEach, callbacks, at + 1)
    }
  }
}
