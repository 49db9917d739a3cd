/**
 * Values that stand next to a secret-looking name and look random. Pure; knows nothing of notebooks.
 */
import { isPlaceholder } from './placeholders'
import { isMadeOfWords, whyNotMasked } from './plain-values'
import { isSecretName } from './secret-names'

/** A value that should not be there. */
export interface NamedValue {
  readonly start: number
  readonly end: number
  /** What it is, for a report; never its content. */
  readonly kind: string
}

/** `name: "value"`, `"name" = 'value'`, `name: string = "value"`, `set("name", "value")`, `env.name ?? "value"`. */
const QUOTED =
  /([A-Za-z_$][\w$.-]{0,60})["'`\]]{0,2}(?::\s?\w{1,20}(?=\s?=))?\s{0,3}(?:=>|:=|\?\?=?|\|\|=?|[:=,])\s{0,3}(?:\(\s{0,40})?(["'`])(?:(?:Bearer|Basic|Token)\s+)?((?:(?!\2)[^\s\\]){8,400})\2/gi
/** `NAME=value` of a shell, a query or a cookie, and the spaced `NAME = value` of `%set_env`. */
const BARE = /(?<![\w.-])([A-Za-z_][\w-]{0,60})=([^\s"'`;&|<>(){}$\\,]{8,400})/g
/** `Name: value` of a header. */
const HEADER =
  /(?<![\w.-])([A-Za-z][\w-]{0,60}):[ \t]*(?:(?:Bearer|Basic|Token)[ \t]+)?([^\s"'`;,<>(){}$\\]{8,400})/gi
/** `<name>value</name>` */
const ELEMENT = /<([A-Za-z][\w.-]{0,60})>([^\s<>&]{8,400})<\/\1>/g
/** `-u user:password` of curl, `-p password` of sshpass. */
const ARGUMENT =
  /\b(?:curl|wget|http)\b[^\n]{0,300}?\s(?:-u|--user)[ =]?["']?[^\s:"']{1,80}:([^\s"'`$<>{}]{6,200})|\bsshpass\s+-p\s*["']?([^\s"'`$<>{}]{6,200})/g
const SCHEME = /\b(?:Bearer|Basic)[ \t]+([A-Za-z0-9._~+/=-]{8,4000})/gi
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s/:@?#"'`]{0,80}):([^\s/@"'`$<>{}]{4,200})@/gi

/** What examples write there. */
const PLAIN_PASSWORD = /^(?:pass(?:word|wd)?\d{0,3}|secret|postgres|root|admin|test|user|guest|example)$/i

/** Most texts have none of these words, and are done at once. */
const WORTH_A_LOOK = /key|token|secret|pass|pwd|auth|credential|cookie|bearer|basic|curl|:\/\//i

/**
 * Finds values by what stands next to them.
 *
 * @param text - Text of a cell or of an output.
 * @returns Their places, in no order, possibly overlapping.
 */
export function findNamedValues(text: string): NamedValue[] {
  if (!WORTH_A_LOOK.test(text)) return []
  const found: NamedValue[] = []
  const add = (match: RegExpMatchArray, value: string, kind: string): void => {
    const end = match.index! + match[0].length - (/["'`@]$/.test(match[0]) ? 1 : 0)
    found.push({ start: end - value.length, end, kind })
  }
  for (const match of text.matchAll(QUOTED))
    if (holdsSecrets(match[1]!) && isProbable(match[1]!, match[3]!)) add(match, match[3]!, besides(match[1]!))
  for (const pattern of [BARE, HEADER])
    for (const match of text.matchAll(pattern))
      if (holdsSecrets(match[1]!) && looksRandom(match[2]!) && !isIdentifier(match[2]!))
        add(match, match[2]!, besides(match[1]!))
  for (const match of text.matchAll(ELEMENT))
    if (holdsSecrets(match[1]!) && looksRandom(match[2]!)) {
      const start = match.index + match[1]!.length + 2
      found.push({ start, end: start + match[2]!.length, kind: besides(match[1]!) })
    }
  for (const match of text.matchAll(ARGUMENT)) {
    const value = match[1] ?? match[2]!
    if (!isPlaceholder(value) && !PLAIN_PASSWORD.test(value)) add(match, value, 'password of a command')
  }
  for (const match of text.matchAll(SCHEME))
    if (looksRandom(match[1]!)) add(match, match[1]!, 'credentials of a request')
  for (const match of text.matchAll(URL_PASSWORD))
    if (!isPlaceholder(match[2]!) && !PLAIN_PASSWORD.test(match[2]!) && match[1] !== match[2])
      add(match, match[2]!, 'password in a URL')
  return found
}

/** Keys of tables, caches and shortcuts, those that everybody may have, and tokens that only say where a list goes on. */
const OPEN_KEY = new RegExp(
  '(?:(?:public|primary|foreign|partition|sort|cache|doc|document|lookup|index|row|group|hash|object|shortcut|hot|storage|idempotency|dedup(?:lication)?|rl)[_-]?keys?' +
    '|(?:page|next|previous|prev|continuation|sync|resume|cursor|pagination|delta)[_-]?tokens?)$',
  'i',
)

function holdsSecrets(name: string): boolean {
  return isSecretName(name) && !OPEN_KEY.test(name)
}

/**
 * Whether a value under a secret-looking name is probably one that a machine has made, or a password with digits in it.
 */
function isProbable(name: string, value: string): boolean {
  if (looksRandom(value)) return true
  return (
    /(?:password|passwd|passphrase|pwd)$/i.test(name) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/[(){}<>$]/.test(value) &&
    !isAddress(value) &&
    whyNotMasked(value, name) === undefined
  )
}

/**
 * Whether a value is probably made by a machine: letters and digits mixed, few repetitions, no address, no placeholder.
 *
 * @param value - A value next to a secret-looking name.
 */
function looksRandom(value: string): boolean {
  if (value.length < 10 || isPlaceholder(value) || isAddress(value) || isShortened(value)) return false
  if (isCounted(value) || isMadeOfWords(value) || whyNotMasked(value) !== undefined) return false
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value)
  const long = value.length >= 24 && /[a-z]/.test(value) && /[A-Z]/.test(value) && !/[a-z]{7}/.test(value)
  return (mixed || long) && entropyOf(value) >= MIN_BITS_PER_CHAR
}

/** `whsec_...3frh`, `sk-…abcd`, `****1234`, `AKIA<redacted>`: who printed it has left the secret out. */
export function isShortened(value: string): boolean {
  return /\.{3}|…|\*{3}|•{2}|x{6}|X{6}|#{4}|_{4}|-{4}|redact|masked|hidden|truncat/.test(value)
}

/** Longest stretch of a value that counts on: `0123456789abcdef`, `abcdefgh`. */
export function isCounted(value: string): boolean {
  let run = 0
  let counted = 0
  for (let at = 1; at <= value.length; at++) {
    const step = value.charCodeAt(at) - value.charCodeAt(at - 1)
    // 9 to a or A, as hexadecimal digits go on
    if (step === 1 || step === 40 || step === 8 || (step === -9 && value[at] === '0')) run++
    else {
      if (run >= 3) counted += run + 1
      run = 0
    }
  }
  return counted * 5 >= value.length * 3
}

/** Random hex of ten digits has about three bits a character, repeated or keyboard-like values have less. */
const MIN_BITS_PER_CHAR = 2.9

/** Shannon entropy in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** An address, a file, a date, an expression: they stand next to such names in ordinary code. */
function isAddress(value: string): boolean {
  return (
    /^(?:https?:|wss?:|file:|data:|\.{0,2}\/|~\/|[A-Za-z]:\\|sha(?:256|384|512)[-:]|(?:doi|urn|arn|did|ipfs|s3|gs):)/i.test(
      value,
    ) ||
    /^\d{4}-\d\d-\d\d/.test(value) ||
    /process\.env|os\.environ|[${}]/.test(value)
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
