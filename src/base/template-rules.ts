/**
 * The rules that all template tags share: text as it was typed, values as literal words, refusals by name.
 * Knows nothing of what a tag does with the text.
 */
import { UsageError } from '../errors'
import { secretText } from './secret-text'

/**
 * The text of a template as it stands in the cell: only an escaped backtick and an escaped `$\{` are turned back.
 *
 * @param raw - One of `strings.raw`.
 */
export function typedText(raw: string): string {
  return raw.replace(/\\(`|\$\{)/g, '$1')
}

/** Whether a function was called as a template tag. */
export function isTemplate(value: unknown): value is TemplateStringsArray {
  return Array.isArray(value) && Array.isArray((value as { raw?: unknown }).raw)
}

/**
 * Turns a value into one literal word.
 *
 * @param value - What stands in `$\{…\}`; a secret is opened.
 * @param subject - How an error names the place, e.g. `setEnv: value 2`. Never holds the value.
 * @throws UsageError For `undefined`, `null`, `NaN`, objects, arrays, functions, symbols and promises.
 */
export function literalWord(value: unknown, subject: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && !Number.isNaN(value)) return String(value)
  const secret = secretText(value)
  if (secret !== undefined) return secret
  throw new UsageError(`${subject} is ${describeValue(value)}. ${adviceFor(value)}`)
}

/** Names the kind of a value that cannot be used; never shows what is in it. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return String(value)
  if (isThenable(value)) return 'a promise'
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  const type: unknown = Object.getPrototypeOf(value)?.constructor?.name
  return typeof type === 'string' && type !== 'Object' && type !== '' ? `an object (${type})` : 'an object'
}

/** Whether a value must be awaited first. */
export function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  )
}

/** What to write instead. */
function adviceFor(value: unknown): string {
  if (value === undefined || value === null) return 'Set it first; an empty word is written ${""}.'
  if (Number.isNaN(value)) return 'Check the calculation that gave it.'
  if (isThenable(value)) return 'Use ${await …}.'
  if (typeof value === 'function') return 'Call it: ${f()}.'
  if (Array.isArray(value))
    return 'Join it, ${list.join(" ")}; only flat arrays become words, ${list.flat()}.'
  if (value instanceof URL) return 'Use ${url.href}.'
  if (typeof value === 'object') return 'Pick one of its fields, or use ${JSON.stringify(…)}.'
  return 'Use a string or a number.'
}
