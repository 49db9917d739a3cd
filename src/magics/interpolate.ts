/**
 * A magic's line with the notebook's variables in it. Owns which values are accepted and how a refusal reads; how a
 * value stays one word is the business of the tag that gets it. An unknown name is left alone, alone.
 */
import { UsageError } from '../errors'
import { secretText } from '../base/secret-text'
import type { TemplateValue } from '../shell/template'
import { findBraces, type Brace } from './braces'

/** Looks a variable up; `undefined` for a name that is none, else its value. */
export type Lookup = (name: string) => { readonly value: unknown } | undefined

/** Any tag of this library that runs a text: `bash`, `npm`, `curl`. */
export interface LineTag<Result> {
  (strings: TemplateStringsArray, ...values: TemplateValue[]): Result
  (options: never): unknown
}

/** A line whose variables have their values. */
export interface Interpolated {
  /** The line as plain text: values as they are, arrays with spaces between. */
  readonly text: string
  /**
   * Hands the line to a tag; each value is a literal word there and is never parsed again.
   *
   * @param around - Text to put before and after the line.
   */
  into<Result>(tag: LineTag<Result>, around?: { readonly before?: string; readonly after?: string }): Result
}

/**
 * Puts values into a line.
 *
 * @param line - The line as typed.
 * @param lookup - The variables that can be seen there.
 * @throws UsageError naming the variable, for `undefined`, `null`, objects, functions and promises.
 */
export function interpolate(line: string, lookup: Lookup): Interpolated {
  const strings: string[] = []
  const values: TemplateValue[] = []
  let text = ''
  let from = 0
  const known = (brace: Brace) => lookup(brace.root)
  for (const brace of findBraces(line)) {
    const found = known(brace)
    if (found === undefined) continue
    const written = line.slice(brace.start, brace.end)
    text += line.slice(from, brace.start)
    from = brace.end
    if (brace.escaped) {
      text += written.slice(1, -1)
      continue
    }
    strings.push(text)
    values.push(acceptValue(valueAt(found.value, brace, written), written))
    text = ''
  }
  strings.push(text + line.slice(from))
  return {
    get text() {
      return strings.reduce((all, string, index) => all + asText(values[index - 1]) + string)
    },
    into(tag, { before = '', after = '' } = {}) {
      const framed = strings.map((text, index) => (index === 0 ? before : '') + text)
      framed.push(`${framed.pop() ?? ''}${after}`)
      return tag(asTemplate(framed), ...values)
    },
  }
}

/** Tags read `strings.raw` and turn an escaped backtick and an escaped `$\{` back: so they are escaped here. */
function asTemplate(strings: readonly string[]): TemplateStringsArray {
  return Object.assign([...strings], { raw: strings.map((text) => text.replace(/`|\$\{/g, '\\$&')) })
}

function valueAt(root: unknown, { keys }: Brace, written: string): unknown {
  let value = root
  for (const key of keys) {
    if (value === undefined || value === null)
      throw new UsageError(`${written} cannot be read: there is no ${JSON.stringify(key)} in ${value}.`)
    value = (value as Record<string | number, unknown>)[key]
  }
  return value
}

function acceptValue(value: unknown, written: string): TemplateValue {
  if (Array.isArray(value)) {
    value.forEach((item, index) => acceptWord(item, `Item ${index + 1} of ${written}`, written))
    return value as TemplateValue
  }
  acceptWord(value, written, written)
  return value as TemplateValue
}

function acceptWord(value: unknown, subject: string, written: string): void {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return
  if (typeof value === 'number' && !Number.isNaN(value)) return
  if (secretText(value) !== undefined) return
  throw new UsageError(`${subject} is ${nameOf(value)}, not a text or a number. ${adviceFor(value, written)}`)
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined || Number.isNaN(value)) return String(value)
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise'
  if (Array.isArray(value)) return 'an array in an array'
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}

function adviceFor(value: unknown, written: string): string {
  const braces = `For the braces themselves write {${written}}.`
  if (value === undefined || value === null) return `Set it in an earlier line. ${braces}`
  if (typeof (value as { then?: unknown }).then === 'function') return 'Await it in an earlier line.'
  if (typeof value === 'object') return `Name one of its members, as in {name.member}. ${braces}`
  return braces
}

function asText(value: TemplateValue | undefined): string {
  if (Array.isArray(value)) return value.map((item: TemplateValue) => asText(item)).join(' ')
  return secretText(value) ?? String(value ?? '')
}
