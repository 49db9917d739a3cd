/**
 * `process.stdout.write` and `process.stderr.write` in a kernel: bytes are decoded across writes, callbacks are called,
 * text goes to the cell it belongs to. tslab sets its own writers for each cell; a user's writer outlives that.
 */
import { currentCell } from './cell-context'
import { INTERRUPTED_TEXT } from '../tslab-types'
import type { StreamName } from '../scope/cell-scope'

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
  // With each line the console watches for an error of its stream, which takes longer than all the rest. Ours has none.
  const settings = console as { _ignoreErrors?: boolean }
  if (settings._ignoreErrors === true) settings._ignoreErrors = false
  for (const name of NAMES) process[name].write = users[name] ?? own[name]
}

function makeWrite(name: StreamName): Write {
  // One decoder a stream: a character may be split over two writes.
  const decoder = new TextDecoder()
  return (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const cell = currentCell()
    if (name === 'stderr' && filter?.(text)) return done(encoding, callback)
    if (name === 'stderr' && cell?.diagnostics !== undefined) cell.diagnostics += text
    // tslab reports Stop itself, with its own stack; the cell says it in one line.
    else if (!(cell?.stopped === true && text.includes(INTERRUPTED_TEXT))) cell?.output.write(name, text)
    return done(encoding, callback)
  }
}

function done(encoding: unknown, callback: unknown): true {
  const after = typeof encoding === 'function' ? encoding : callback
  if (typeof after === 'function') process.nextTick(after as () => void)
  return true
}
