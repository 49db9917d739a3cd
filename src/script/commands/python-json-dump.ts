/**
 * JSON as Python's `json` module writes it: indentation, separators, escapes, order of keys.
 * @see https://docs.python.org/3.11/library/json.html
 */
import type { PythonValue } from './python-json'

/** How values are written. */
export interface DumpOptions {
  /** One level of indentation; `undefined` writes everything on one line. */
  readonly indent: string | undefined
  readonly sortKeys: boolean
  readonly ensureAscii: boolean
  /** No blank after `,` and `:`. */
  readonly compact: boolean
}

/** Writes a value as `json.dump` does. */
export function dumpPythonJson(value: PythonValue, options: DumpOptions): string {
  const chunks: string[] = []
  write(value, options, '\n', chunks)
  return chunks.join('')
}

function write(value: PythonValue, options: DumpOptions, newline: string, out: string[]): void {
  if (value === null || typeof value === 'boolean') out.push(String(value))
  else if (typeof value === 'string') out.push(quoteString(value, options.ensureAscii))
  else if (Array.isArray(value))
    writeAll('[', ']', value as readonly PythonValue[], options, newline, out, write)
  else if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<string, PythonValue>)]
    if (options.sortKeys) entries.sort(([a], [b]) => compareCodePoints(a, b))
    writeAll('{', '}', entries, options, newline, out, (entry, _, inner) => {
      const [key, item] = entry
      out.push(quoteString(key, options.ensureAscii), options.compact ? ':' : ': ')
      write(item, options, inner, out)
    })
  } else out.push((value as { number: string }).number)
}

function writeAll<T>(
  open: string,
  close: string,
  items: readonly T[],
  options: DumpOptions,
  newline: string,
  out: string[],
  writeItem: (item: T, options: DumpOptions, newline: string, out: string[]) => void,
): void {
  if (items.length === 0) {
    out.push(open, close)
    return
  }
  const inner = options.indent === undefined ? '' : newline + options.indent
  const separator = options.indent === undefined && !options.compact ? ', ' : ','
  items.forEach((item, index) => {
    out.push(index === 0 ? open : separator, inner)
    writeItem(item, options, inner, out)
  })
  out.push(options.indent === undefined ? '' : newline, close)
}

const SHORT: Readonly<Record<string, string | undefined>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

function quoteString(text: string, ensureAscii: boolean): string {
  const lone = ensureAscii ? -1 : text.search(/\p{Cs}/u)
  if (lone !== -1) {
    const code = text.charCodeAt(lone).toString(16)
    throw new Error(
      `'utf-8' codec can't encode character '\\u${code}' in position ${lone + 1}: surrogates not allowed`,
    )
  }
  const special = ensureAscii ? /["\\]|[^ -~]/g : /["\\\x00-\x1f]/g
  const escape = (char: string): string =>
    SHORT[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `"${text.replace(special, escape)}"`
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
