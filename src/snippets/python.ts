/**
 * Literals of Python. Pure.
 * @see https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
 */
import type { Notation } from './print-value'
import { escapeOddChars, isWorthLines } from './string-text'
import { hasVariable, partsOf, type Text } from './text'

/** A string: in double quotes, in three of them when it has lines, formatted when variables stand in it. */
export function pythonString(text: Text): string {
  const parts = partsOf(text)
  const [only] = parts
  if (parts.length === 1 && typeof only === 'object') return `os.environ["${only.env}"]`
  if (hasVariable(text)) {
    // Before Python 3.12 the quotes inside of braces must be other ones.
    const inner = parts.map((part) =>
      typeof part === 'string' ? escaped(part).replace(/[{}]/g, '$&$&') : `{os.environ['${part.env}']}`,
    )
    return `f"${inner.join('')}"`
  }
  const plain = parts.join('')
  return isWorthLines(plain) ? `"""${linesOf(plain)}"""` : `"${escaped(plain)}"`
}

/** The notation of values. */
export const PYTHON: Notation = {
  string: pythonString,
  key: (name) => `${pythonString(name)}: `,
  number: (text) => text,
  constant: (value) => (value === null ? 'None' : value ? 'True' : 'False'),
  padding: '',
  indent: 4,
  trailingComma: true,
}

/** JSON's escapes are Python's too. */
function escaped(text: string): string {
  return escapeOddChars(JSON.stringify(text).slice(1, -1))
}

/** Text between three quotes: of quotes only those that would end it are escaped. */
function linesOf(text: string): string {
  return escaped(text)
    .replace(/\\(.)/gs, (escape, char: string) => (char === '"' ? '"' : char === 'n' ? '\n' : escape))
    .replace(/"(?="|$)/g, '\\"')
}
