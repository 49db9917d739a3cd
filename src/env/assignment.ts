/**
 * `NAME=value` as people write it in a cell: read into a name and a value. Pure; values never get into its errors.
 * Owns the syntax; knows nothing of the environment.
 */
import { UsageError } from '../errors'
import { literalWord, typedText } from '../base/template-rules'
import { hasKeyPrefix } from '../secrets/known-keys'

/** One variable to set. */
export interface Assignment {
  readonly name: string
  readonly value: string
  /** Whether a pair of quotes around the value was taken off. */
  readonly unquoted: boolean
}

/** Marks the place of a template's value while the text around it is read: the value itself is never parsed. */
const OPEN = '\u0000'
const MARK = /\u0000(\d+)\u0000/g

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const LEAD = /^(?:%(?:set_)?env|export|declare\s+-x)\s+/
const LINE = /^\s*(?:(?:%(?:set_)?env|export|declare\s+-x)\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=(?!=)/
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '\u201c': '\u201d',
  '\u2018': '\u2019',
}

/**
 * Reads the assignments of a template. Each `$\{value\}` is literal text: it is not parsed, not unquoted, not trimmed.
 *
 * @param strings - The template's strings.
 * @param values - The template's values.
 * @throws UsageError When a value cannot be used or the text is no assignment.
 */
export function readTemplateAssignments(
  strings: TemplateStringsArray,
  values: readonly unknown[],
): Assignment[] {
  const words = values.map((value, index) => literalWord(value, `setEnv: value ${index + 1}`))
  const text = strings.raw
    .map((raw, index) => typedText(raw) + (index < words.length ? OPEN + index + OPEN : ''))
    .join('')
  const fill = (part: string) => part.replace(MARK, (_, index: string) => words[Number(index)] ?? '')
  return readAssignments(text).map((read) => ({
    ...read,
    name: checkName(fill(read.name)),
    value: fill(read.value),
  }))
}

/**
 * Reads assignments: one, or one on each line. The first `=` splits; blanks around the parts and one matching pair of
 * quotes around the value are dropped; `export` and `%set_env` in front are skipped; `NAME value` does where there is no `=`.
 *
 * @param text - e.g. `ACCESS_TOKEN=abc`.
 * @throws UsageError When the text is no assignment; the message never shows it.
 */
export function readAssignments(text: string): Assignment[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
  const several = lines.length > 1 && lines.every((line) => LINE.test(line))
  return several ? lines.map(readAssignment) : [readAssignment(text)]
}

/**
 * Checks the name of a variable.
 *
 * @param name - The name.
 * @returns The same name.
 * @throws UsageError When no shell could use it. A text that may be a value by mistake is not shown.
 */
export function checkName(name: string): string {
  if (NAME.test(name)) return name
  const rule = 'A name has letters, digits and _ and does not begin with a digit: NAME=value.'
  if (/\s/.test(name)) throw new UsageError(`There is a blank in what stands before "=". ${rule}`)
  const shown = /^[\w.-]{1,40}$/.test(name) && !hasKeyPrefix(name) ? `"${name}"` : 'What stands before "="'
  throw new UsageError(`${shown} cannot be the name of a variable. ${rule}`)
}

function readAssignment(text: string): Assignment {
  const body = text.trim().replace(LEAD, '')
  const split = body.indexOf('=')
  if (split === -1) return readSpaced(body)
  const name = body.slice(0, split).trim()
  return { name: name.includes(OPEN) ? name : checkName(name), ...unquote(body.slice(split + 1).trim()) }
}

/** `NAME value`, as `%set_env` takes it. */
function readSpaced(body: string): Assignment {
  const [, name, value] = /^(\S+)\s+(\S[^]*)$/.exec(body) ?? []
  if (name !== undefined && value !== undefined)
    return { name: name.includes(OPEN) ? name : checkName(name), ...unquote(value.trim()) }
  const hint = NAME.test(body) && !hasKeyPrefix(body) ? ` To be asked for it: await askEnv("${body}").` : ''
  throw new UsageError(`setEnv: there is no value. Write NAME=value.${hint}`)
}

/**
 * Takes one matching pair of quotes off: tutorials say "No Quotes!" because `%set_env` keeps them and the server says 401.
 *
 * @param text - A value as it was typed.
 */
export function unquote(text: string): { value: string; unquoted: boolean } {
  const close = QUOTES[text[0] ?? '']
  const inner = text.slice(1, -1)
  if (close === undefined || text.length < 2 || !text.endsWith(close) || inner.includes(close))
    return { value: text, unquoted: false }
  return { value: inner, unquoted: true }
}
