/**
 * A magic's line with the notebook's variables in it. Owns which values are accepted and how a refusal reads; how a
 * value stays one word is the business of the tag that gets it. An unknown name is left alone, alone.
 */
import { UsageError } from '../../errors'
import { secretText } from '../../base/secret-text'
import type { TemplateValue } from '../../shell/template'
import { isObject } from '../../base/unknown'
import { findBraces, type Brace } from './braces'
import { findDollars, type Dollar } from './dollars'

/** Looks a variable up; `undefined` for a name that is none, else its value. */
export type Lookup = (name: string) => { readonly value: unknown } | undefined

/** Values of expressions, by their text with its braces. */
export type Expressions = Readonly<Record<string, () => unknown>>

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
 * @param expressions - What other braces of the line give.
 * @throws UsageError naming the variable, for `undefined`, `null`, objects, functions and promises.
 */
export function interpolate(line: string, lookup: Lookup, expressions: Expressions = {}): Interpolated {
  const strings: string[] = []
  const values: TemplateValue[] = []
  let text = ''
  let from = 0
  for (const brace of listPlaces(line, expressions)) {
    if ('code' in brace) {
      if (brace.start < from) continue
      strings.push(text + line.slice(from, brace.start))
      values.push(acceptValue((expressions[brace.code] as () => unknown)(), brace.code))
      text = ''
      from = brace.end
      continue
    }
    if ('members' in brace) {
      const taken = brace.start < from ? undefined : takeDollar(brace, lookup, line)
      if (taken === undefined) continue
      strings.push(text + line.slice(from, brace.start))
      values.push(taken.value)
      text = ''
      from = taken.end
      continue
    }
    const found = brace.start < from ? undefined : lookup(brace.root)
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

/** An expression in braces. */
interface Expression {
  readonly start: number
  readonly end: number
  /** With its braces. */
  readonly code: string
}

function listPlaces(line: string, expressions: Expressions): (Brace | Dollar | Expression)[] {
  const computed = Object.keys(expressions).flatMap((code) => {
    const found: Expression[] = []
    for (let start = line.indexOf(code); start >= 0; start = line.indexOf(code, start + 1))
      if (!/[\\$%{]/.test(line[start - 1] ?? '')) found.push({ start, end: start + code.length, code })
    return found
  })
  return [...findBraces(line), ...findDollars(line), ...computed].sort((a, b) => a.start - b.start)
}

/**
 * The value of a `$name`; `undefined` where it stays the shell's: no such variable yet, or one that is no text while the
 * environment has that name.
 */
function takeDollar(
  { root, members, end, start }: Dollar,
  lookup: Lookup,
  line: string,
): { readonly value: TemplateValue; readonly end: number } | undefined {
  let value: unknown
  try {
    const found = lookup(root)
    if (found === undefined) return undefined
    value = found.value
  } catch {
    // Declared below this line.
    return undefined
  }
  let to = end
  for (const member of members) {
    if (!isObject(value) || secretText(value) !== undefined || !(member.key in value)) break
    value = value[member.key]
    to = member.end
  }
  if (value === undefined || typeof value === 'function') return undefined
  const written = line.slice(start, to)
  try {
    return { value: acceptValue(value, written), end: to }
  } catch (error) {
    if (process.env[root] !== undefined) return undefined
    throw error
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
  const braces = written.startsWith('$')
    ? 'A variable of the shell needs another name.'
    : `For the braces themselves write {${written}}.`
  if (value === undefined || value === null) return `Set it in an earlier line. ${braces}`
  if (typeof (value as { then?: unknown }).then === 'function') return 'Await it in an earlier line.'
  if (typeof value === 'object')
    return `Name one of its members, as in ${written.startsWith('$') ? '$name.member' : '{name.member}'}. ${braces}`
  return braces
}

function asText(value: TemplateValue | undefined): string {
  if (Array.isArray(value)) return value.map((item: TemplateValue) => asText(item)).join(' ')
  return secretText(value) ?? String(value ?? '')
}
