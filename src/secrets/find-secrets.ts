/**
 * Finds secrets in one text: keys of a known kind, values of the local `.env`, values set for a secret-looking name,
 * random values next to one. Pure; what it gives never holds a value.
 */
import { isPlaceholder } from './placeholders'
import { noFindings } from './search/findings'
import { formsOf } from './search/forms'
import { KNOWN_KEYS, readKey } from './known-keys'
import { createMatcher, type Matcher } from './search/matcher'
import { environmentSecrets } from './environment-secrets'
import { findNamedValues } from './named-values'
import { isCounted, isShortened } from './random-values'
import { findShapes } from './shapes'

/** A secret in a text. */
export interface Found {
  readonly start: number
  readonly end: number
  /** What it is, e.g. `OpenAI key`; never its content. */
  readonly kind: string
}

/** The values to look for besides those that can be told by themselves. */
export interface KnownValues {
  readonly matcher: Matcher
  /** Value to name. */
  readonly names: ReadonlyMap<string, string>
}

/** A line that says that its value is no secret. */
const ALLOWED = 'pragma: allowlist secret'

/**
 * Prepares values to look for.
 *
 * @param names - Value to name, e.g. those of `.env`.
 */
export function prepareValues(names: ReadonlyMap<string, string>): KnownValues {
  return { matcher: createMatcher([...names.keys()].flatMap(formsOf)), names }
}

/**
 * Finds the secrets of a text, in order and apart.
 *
 * @param text - Source of a cell, text of an output, a value of metadata.
 * @param values - The values of the local `.env`.
 * @param name - Name of the field that holds the text, where it is one.
 */
export function findSecrets(text: string, values: KnownValues, name?: string): Found[] {
  if (!text.includes(ESCAPE)) return findInPlain(text, values, name)
  const { plain, places } = withoutColours(text)
  return findInPlain(plain, values, name).map(({ start, end, kind }) => ({
    start: places[start]!,
    end: places[end - 1]! + 1,
    kind,
  }))
}

function findInPlain(text: string, values: KnownValues, name?: string): Found[] {
  const found = [
    ...findValues(text, values),
    ...findSettings(text),
    ...findShapes(text),
    ...findNamedValues(text),
  ]
  if (name !== undefined) found.push(...findField(text, name))
  const apart: Found[] = []
  for (const each of found)
    if (!apart.some((other) => each.start < other.end && other.start < each.end)) apart.push(each)
  return apart.filter(({ start }) => !isAllowed(text, start)).sort((a, b) => a.start - b.start)
}

/** Number of the line, from 1, on which a place is. */
export function lineAt(text: string, at: number): number {
  let line = 1
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line++
  return line
}

function findValues(text: string, { matcher, names }: KnownValues): Found[] {
  const findings = noFindings()
  matcher.search(text, false, findings)
  const found: Found[] = []
  for (let at = 0; at < findings.spans.length; at += 2) {
    const [start, end] = [findings.spans[at]!, findings.spans[at + 1]!]
    // `sk-your-key-here-123`
    if (isPlaceholder(text.slice(start, end))) continue
    const key = KNOWN_KEYS.find((each) => {
      const reading = readKey(text, start, each)
      return reading?.whole === true && reading.end === end
    })
    if (key !== undefined && isExample(text.slice(start + key.prefix.length, end))) continue
    found.push({ start, end, kind: key?.kind ?? `value of ${nameOf(text.slice(start, end), names)} in .env` })
  }
  // Longer ones first: of two that overlap the first stays.
  return found.sort((a, b) => b.end - b.start - (a.end - a.start))
}

/** What pages show in the place of a key of that kind: counted digits, a shortened one, one that says so. */
function isExample(rest: string): boolean {
  return isCounted(rest, 8) || isShortened(rest) || /EXAMPLE(?:KEY)?$/.test(rest) || /^(.)\1*$/.test(rest)
}

const ESCAPE = '\x1b'
/** Colour codes and other control sequences of a terminal, links of one as well. */
const CONTROL = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g

/** A text as a terminal shows it, and where each of its characters stands. */
function withoutColours(text: string): { plain: string; places: number[] } {
  const places: number[] = []
  let plain = ''
  let from = 0
  const keep = (end: number): void => {
    plain += text.slice(from, end)
    for (let at = from; at < end; at++) places.push(at)
  }
  for (const { index, 0: code } of text.matchAll(CONTROL)) {
    keep(index)
    from = index + code.length
  }
  keep(text.length)
  return { plain, places }
}

function nameOf(passage: string, names: ReadonlyMap<string, string>): string {
  for (const [value, name] of names) {
    const findings = noFindings()
    createMatcher(formsOf(value)).search(passage, false, findings)
    if (findings.spans.length > 0) return name
  }
  return 'a variable'
}

const SETTERS = ['%env', '%set_env', 'setEnv']

/** A literal that `%set_env`, `%env` or `setEnv` gives to a secret-looking name, however short. */
function findSettings(text: string): Found[] {
  if (!SETTERS.some((setter) => text.includes(setter))) return []
  const pattern =
    /(?:^[ \t]*%(?:set_)?env[ \t]+|\bsetEnv[^\n`"']{0,40}[`"']\s*(?:export\s+)?)([A-Za-z_]\w*)[ \t]*[= \t][ \t]*("[^"\n]*"|'[^'\n]*'|<[^>\n]*>|[^\s`]+)/gm
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [whole, name, raw] = match as unknown as [string, string, string]
    const value = raw.replace(/^["']|["'),;]+$/g, '')
    if (!isSecretSetting(name, value) || /[${}]/.test(value)) return []
    const start = match.index + whole.lastIndexOf(raw) + raw.indexOf(value)
    return [{ start, end: start + value.length, kind: `${name} set to a value` }]
  })
}

/** Switches, numbers, files: settings with a secret-looking name. */
const OPEN_VALUE =
  /^(?:true|false|yes|no|on|off|none|null|\d{1,5}|(?:~|\.{1,2})?\/(?:[\w.@-]+\/)*[\w@-]+\.\w{1,5})$/i

/**
 * Whether a value that is given to a variable must not be in a notebook.
 *
 * @param name - Name of the variable.
 * @param value - Its value, without quotes.
 */
export function isSecretSetting(name: string, value: string): boolean {
  if (value.length < 4 || isPlaceholder(value) || OPEN_VALUE.test(value)) return false
  return environmentSecrets({ [name]: value }).some((secret) => secret.whole)
}

/** The value of a field, e.g. of a JSON output: the name is outside of the text. */
function findField(text: string, name: string): Found[] {
  const quoted = `${JSON.stringify(name)}: "`
  return findNamedValues(`${quoted}${text}"`)
    .map(({ start, end, kind }) => ({ start: start - quoted.length, end: end - quoted.length, kind }))
    .filter(({ start, end }) => start >= 0 && end <= text.length)
}

function isAllowed(text: string, at: number): boolean {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const next = text.indexOf('\n', at)
  return text.slice(lineStart, next === -1 ? text.length : next).includes(ALLOWED)
}
