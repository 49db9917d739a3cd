/**
 * A script that cannot be run as written: one line that says what is wrong and what to type, and the place underlined.
 * Knows nothing of why; the checks beside it do.
 */
import { brandErrors, hasBrand, MagicsError } from '../errors'

/** Text of a script and the characters in it that stand for interpolated values. */
export interface Source {
  readonly text: string
  /** Characters that stand for `$\{value\}`, with what each stands for. */
  readonly values: ReadonlyMap<string, SourceValue>
}

/** An interpolated value: one literal word, or for an array any number of them. */
export interface SourceValue {
  readonly words: readonly string[]
  readonly list: boolean
  /** How an error names the place, e.g. `value 2 (after --url)`. */
  readonly where: string
}

/** A script stopped by its text, before or while it runs. Code `syntax`. */
export class ScriptError extends MagicsError {
  declare readonly code: 'syntax'
  /** Line of the mistake, counted from 1. */
  readonly line: number
  /** The line of the script with the place underlined. Interpolated values are shown as `$\{…\}`. */
  readonly excerpt: string

  /**
   * @param message - What is wrong and what to type instead.
   * @param source - The script.
   * @param pos - Offset of the mistake in `source.text`.
   * @param end - End of the part to underline; one character when missing.
   */
  constructor(message: string, source: Source, pos: number, end = pos + 1) {
    const { line, excerpt } = underline(source, pos, end)
    super('syntax', `line ${line}: ${message}`)
    this.line = line
    this.excerpt = excerpt
    // Tracebacks are cut down to lines without " at "; these two say where.
    this.stack = `${this.name}: ${this.message}\n${excerpt}`
  }

  /** Tells whether a value is a `ScriptError`, whichever copy of the library made it. */
  static override is(value: unknown): value is ScriptError {
    return hasBrand(value, 'ScriptError')
  }

  static {
    brandErrors(this, 'ScriptError')
  }
}

/** The line that holds an offset, with a line of `^` under the part from `pos` to `end`. */
function underline(source: Source, pos: number, end: number): { line: number; excerpt: string } {
  const { text } = source
  const start = text.lastIndexOf('\n', pos - 1) + 1
  const newline = text.indexOf('\n', pos)
  const stop = newline === -1 ? text.length : newline
  const line = text.slice(0, start).split('\n').length
  const before = readable(source, text.slice(start, pos))
  const marked = readable(source, text.slice(pos, Math.max(Math.min(end, stop), pos)))
  const after = readable(source, text.slice(Math.max(Math.min(end, stop), pos), stop))
  const [left, right] = window(before, after, MAX_EXCERPT_CHARS - Math.min(marked.length, 60))
  const blank = left.replace(/[^\t]/gu, ' ')
  return {
    line,
    excerpt: `    ${left}${marked}${right}\n    ${blank}${'^'.repeat(Math.max([...marked].length, 1))}`,
  }
}

const MAX_EXCERPT_CHARS = 100

function window(before: string, after: string, room: number): [string, string] {
  const keep = Math.max(room, 20)
  const left = before.length > keep * 0.7 ? `\u2026${before.slice(-Math.floor(keep * 0.7))}` : before
  const rest = Math.max(keep - left.length, 10)
  return [left, after.length > rest ? `${after.slice(0, rest)}\u2026` : after]
}

function readable(source: Source, text: string): string {
  return [...text].map((char) => (source.values.has(char) ? '${\u2026}' : char)).join('')
}
