/**
 * Values that stand next to a secret-looking name and look random. Every name is looked for once, and what follows it is
 * compared only there: patterns that begin with any name take four times as long on the code of a plotting library.
 * Pure; knows nothing of notebooks.
 */
import { isPlaceholder } from './placeholders'
import { whyNotMasked } from './plain-values'
import { isAddress, looksRandom } from './random-values'
import { isSecretName } from './secret-names'

/** A value that should not be there. */
export interface NamedValue {
  readonly start: number
  readonly end: number
  /** What it is, for a report; never its content. */
  readonly kind: string
}

/** The words of secret names, and those before credentials. */
const WORD = /key|token|secret|pass|pwd|auth|credential|cookie|bearer|basic/gi
/** Most characters of a name that are looked at. */
const MAX_NAME_CHARS = 61

/** After a name: `: "value"`, `" = 'value'`, `: string = "value"`, `", "value"` of a call, ` ?? "value"`. */
const QUOTED =
  /["'`\]]{0,2}(?::\s?\w{1,20}(?=\s?=))?\s{0,3}(?:=>|:=|\?\?=?|\|\|=?|[:=,])\s{0,3}(?:\(\s{0,40})?(["'`])(?:(?:Bearer|Basic|Token)\s+)?((?:(?!\1)[^\s\\]){8,400})\1/iy
/** `=value` of a shell, a query or a cookie, and the spaced `NAME = value` of `%set_env`. */
const BARE = /=([^\s"'`;&|<>(){}$\\,]{8,400})/y
/** `: value` of a header. */
const HEADER = /:[ \t]*(?:(?:Bearer|Basic|Token)[ \t]+)?([^\s"'`;,<>(){}$\\]{8,400})/iy
/** `>value</` of an element. */
const ELEMENT = />([^\s<>&]{8,400})<\//y
/** ` value` after a scheme. */
const SCHEME = /[ \t]+([A-Za-z0-9._~+/=-]{8,4000})/y
/** `-u user:password` of curl, `-p password` of sshpass. */
const ARGUMENT =
  /\b(?:curl|wget|http)\b[^\n]{0,300}?\s(?:-u|--user)[ =]?["']?[^\s:"']{1,80}:([^\s"'`$<>{}]{6,200})|\bsshpass\s+-p\s*["']?([^\s"'`$<>{}]{6,200})/g
const MAY_HAVE_ARGUMENT = /\s(?:-u|--user)|sshpass/
/** `user:password@` after the slashes of an address. */
const URL_PASSWORD = /([^\s/:@?#"'`]{0,80}):([^\s/@"'`$<>{}]{4,200})@/y

/** What examples write there. */
const PLAIN_PASSWORD = /^(?:pass(?:word|wd)?\d{0,3}|secret|postgres|root|admin|test|user|guest|example)$/i

/**
 * Finds values by what stands next to them.
 *
 * @param text - Text of a cell or of an output.
 * @returns Their places, in no order, possibly overlapping.
 */
export function findNamedValues(text: string): NamedValue[] {
  const found: NamedValue[] = []
  let done = 0
  WORD.lastIndex = 0
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    if (match.index < done) continue
    const end = endOfName(text, WORD.lastIndex)
    const at = WORD.lastIndex
    findBeside(text, startOfName(text, match.index), end, found)
    // One name may have several of the words.
    done = end
    WORD.lastIndex = at
  }
  if (text.includes('://')) findPasswords(text, found)
  if (MAY_HAVE_ARGUMENT.test(text))
    for (const match of text.matchAll(ARGUMENT)) {
      const value = match[1] ?? match[2]!
      const end = match.index + match[0].length
      if (!isPlaceholder(value) && !PLAIN_PASSWORD.test(value))
        found.push({ start: end - value.length, end, kind: 'password of a command' })
    }
  return found
}

/** Looks at what follows a name that has one of the words. */
function findBeside(text: string, start: number, end: number, found: NamedValue[]): void {
  // Most names stand in sentences and code, with no value after them: that is seen before the name is judged.
  const quoted = valueAfter(text, end, QUOTED)
  const bare = valueAfter(text, end, BARE) ?? valueAfter(text, end, HEADER)
  const element = text[start - 1] === '<' ? valueAfter(text, end, ELEMENT) : undefined
  const credentials = valueAfter(text, end, SCHEME)
  if ((quoted ?? bare ?? element ?? credentials) === undefined) return
  const name = text.slice(Math.max(start, end - MAX_NAME_CHARS), end)
  const add = (found: NamedValue[], at: ValuePlace, kind: string) => found.push({ ...at.place, kind })
  if (credentials !== undefined && /^(?:bearer|basic)$/i.test(name) && looksRandom(credentials.value))
    add(found, credentials, 'credentials of a request')
  if (!holdsSecrets(name)) return
  if (quoted !== undefined && isProbable(name, quoted.value)) add(found, quoted, besides(name))
  const plain = name.slice(name.lastIndexOf('$') + 1)
  if (plain.includes('.') || !/^[A-Za-z_]/.test(plain)) return
  if (
    bare !== undefined &&
    looksRandom(bare.value) &&
    !isHandle(plain, bare.value) &&
    !isIdentifier(bare.value)
  )
    add(found, bare, besides(plain))
  if (element !== undefined && looksRandom(element.value)) add(found, element, besides(plain))
}

interface ValuePlace {
  readonly value: string
  readonly place: { readonly start: number; readonly end: number }
}

/** What stands right after a place: the last group of a pattern. */
function valueAfter(text: string, at: number, pattern: RegExp): ValuePlace | undefined {
  pattern.lastIndex = at
  const match = pattern.exec(text)
  const value = match?.at(-1)
  if (match === null || value === undefined) return undefined
  const start = at + match[0].lastIndexOf(value)
  return { value, place: { start, end: start + value.length } }
}

/** The passwords of addresses. */
function findPasswords(text: string, found: NamedValue[]): void {
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    if (!/[a-z0-9+.-]/i.test(text[at - 1] ?? '')) continue
    URL_PASSWORD.lastIndex = at + 3
    const match = URL_PASSWORD.exec(text)
    if (match === null) continue
    const [whole, user, password] = match as unknown as [string, string, string]
    const end = at + 3 + whole.length - 1
    if (!isPlaceholder(password) && !PLAIN_PASSWORD.test(password) && user !== password)
      found.push({ start: end - password.length, end, kind: 'password in a URL' })
  }
}

function startOfName(text: string, from: number): number {
  let at = from
  while (at > 0 && from - at < MAX_NAME_CHARS && isNameChar(text.charCodeAt(at - 1))) at--
  return at
}

function endOfName(text: string, from: number): number {
  let at = from
  while (at < text.length && isNameChar(text.charCodeAt(at))) at++
  return at
}

/** Letters, digits and `_ $ . -` */
function isNameChar(code: number): boolean {
  const lower = code | 32
  return (
    (lower >= 97 && lower <= 122) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code === 45 ||
    code === 46
  )
}

/** Keys of tables, caches and shortcuts, those that everybody may have, and tokens that only say where a list goes on. */
const OPEN_KEY = new RegExp(
  '(?:(?:public|primary|foreign|partition|sort|cache|doc|document|lookup|index|row|group|hash|object|shortcut|hot|storage|' +
    'idempotency|dedup(?:lication)?|rl|resource|commit|file|content|message|session|node|run|cell|trace|span|item|entity|' +
    'record|checkpoint|thread|chunk|vector|image|video|project|job|task|batch|routing|sharding?|translation|feature)[_-]?keys?' +
    '|sec-websocket-(?:key|accept)|(?:page|next|previous|prev|continuation|sync|resume|cursor|pagination|delta|skip)[_-]?tokens?|token[_-]?ids?)$',
  'i',
)

function holdsSecrets(name: string): boolean {
  return isSecretName(name) && !OPEN_KEY.test(name)
}

/**
 * Whether a value under a secret-looking name is probably one that a machine has made, or a password with digits in it.
 */
function isProbable(name: string, value: string): boolean {
  if (isHandle(name, value)) return false
  if (looksRandom(value)) return true
  return (
    /(?:password|passwd|passphrase|pwd)$/i.test(name) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/[(){}<>]/.test(value) &&
    !isAddress(value) &&
    whyNotMasked(value, name) === undefined
  )
}

/** A hash or a UUID under a name that says no more than "key", or the key of a shared folder. */
function isHandle(name: string, value: string): boolean {
  if (/^authkey$/i.test(name)) return value.startsWith('!')
  return (
    /^(?:[\w$.-]*[.])?keys?$/i.test(name) && /^(?:0x)?(?:[\da-f]{8,}-?)+$/i.test(value.replaceAll('-', ''))
  )
}

/** `readKey2` without quotes is a variable, not a value. */
function isIdentifier(value: string): boolean {
  if (!/^[A-Za-z_$][\w$.]*$/.test(value) || (value.match(/\d/g)?.length ?? 0) >= 3) return false
  const turns = value.match(/(?=[a-z][A-Z0-9]|[A-Z][0-9]|[0-9][A-Za-z]|[A-Z]{2}[a-z])/g)?.length ?? 0
  return value.length < 16 || turns / value.length < 0.3
}

function besides(name: string): string {
  return `random value next to "${name.slice(0, 40)}"`
}
