/**
 * Literals of TypeScript. Pure.
 * @see https://tc39.es/ecma262/#sec-literals-string-literals
 */
import type { Notation } from './print-value'
import { escapeOddChars, isWorthLines } from './string-text'
import { hasVariable, partsOf, type Text } from './text'

/** A string: in double quotes, or a template when variables stand in it or it has lines. */
export function typeScriptString(text: Text): string {
  if (!hasVariable(text)) {
    const plain = partsOf(text).join('')
    if (!isWorthLines(plain)) return escapeOddChars(JSON.stringify(plain))
  }
  const parts = partsOf(text).map((part) =>
    typeof part === 'string' ? templateText(part) : `\${process.env.${part.env}}`,
  )
  return `\`${parts.join('')}\``
}

/** A value that may be missing, as options of clients take it: a variable alone stands without quotes. */
export function typeScriptOption(text: Text): string {
  const [only, ...rest] = partsOf(text)
  return typeof only === 'object' && rest.length === 0 ? `process.env.${only.env}` : typeScriptString(text)
}

/** The notation of values. */
export const TYPESCRIPT: Notation = {
  string: typeScriptString,
  key: (name) => `${typeScriptKey(name)}: `,
  number: (text) => text,
  constant: (value) => String(value),
  padding: ' ',
  indent: 2,
  trailingComma: true,
}

function typeScriptKey(name: Text): string {
  const literal = typeScriptString(name)
  // Written plainly, this one would set the prototype.
  if (!literal.startsWith('"') || name === '__proto__') return `[${literal}]`
  return /^"[A-Za-z_$][\w$]*"$/.test(literal) ? literal.slice(1, -1) : literal
}

/** Text between backticks. A template would turn a carriage return into a line feed, so it stays escaped. */
function templateText(text: string): string {
  return escapeOddChars(JSON.stringify(text).slice(1, -1))
    .replace(/\\(.)/gs, (escape, char: string) => (char === '"' ? '"' : char === 'n' ? '\n' : escape))
    .replace(/`|\$(?=\{)/g, '\\$&')
}
