/**
 * `printf`, as built into bash, without floating point formats: those need C's long double, so a real printf does them.
 */
import type { InProcess } from '../shell'
import { writeText } from '../streams'
import { quoteForBash, quoteWord } from '../../base/bash-quote'
import { unescapeBytes } from './escapes'

const SPEC = /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|-?\d+)?)?(?:hh|h|ll|l|q|j|z|t|L)?([a-zA-Z]))/g

/** Whether every format in the arguments is one that this printf does exactly. */
export function isPlainFormat(args: readonly string[]): boolean {
  const format = args[0] === '--' ? args[1] : args[0]
  if (format === undefined) return true
  if (/^-/.test(format) && args[0] !== '--') return false
  const specs = [...format.matchAll(SPEC)].map((match) => match[4] ?? '%')
  const rest = format.replace(SPEC, '')
  return !rest.includes('%') && specs.every((kind) => '%sdiuoxXcbq'.includes(kind))
}

/** Writes its arguments by a format, which is used again until all of them are written. */
export const printf: InProcess = async ({ args, stdout, stderr }) => {
  const [format, ...values] = args[0] === '--' ? args.slice(1) : args
  if (format === undefined) {
    await writeText(stderr, 'printf: usage: printf [-v var] format [arguments]\n')
    return 2
  }
  const problems: string[] = []
  const queue = [...values]
  const chunks: Uint8Array[] = []
  let stops = false
  do {
    const before = queue.length
    stops = formatOnce(format, queue, chunks, problems)
    if (queue.length === before) break
  } while (queue.length > 0 && !stops)
  await stdout.write(Buffer.concat(chunks))
  for (const problem of problems) await writeText(stderr, `bash: line 1: printf: ${problem}\n`)
  return problems.length > 0 ? 1 : 0
}

/** @returns Whether a `\c` in a `%b` ended all output. */
function formatOnce(format: string, queue: string[], chunks: Uint8Array[], problems: string[]): boolean {
  let end = 0
  for (const match of format.matchAll(SPEC)) {
    chunks.push(unescapeBytes(format.slice(end, match.index), 'plain', true).bytes)
    end = match.index + match[0].length
    const [, flags = '', width, , kind] = match
    if (kind === undefined) {
      chunks.push(Buffer.from('%'))
      continue
    }
    const wide = width === '*' ? Number(queue.shift() ?? 0) : Number(width ?? 0)
    const left = flags.includes('-') || wide < 0
    const precision = readPrecision(match[0], queue)
    const argument = queue.shift()
    const { bytes, stops } = convert(kind, argument, flags, precision, problems)
    const zeros = flags.includes('0') && !left && precision === undefined && 'diuoxX'.includes(kind)
    chunks.push(pad(bytes, Math.abs(wide), left, zeros))
    if (stops) return true
  }
  chunks.push(unescapeBytes(format.slice(end), 'plain', true).bytes)
  return false
}

function readPrecision(spec: string, queue: string[]): number | undefined {
  const match = /\.(\*|-?\d+)?/.exec(spec)
  if (!match) return undefined
  const value = match[1] === '*' ? Number(queue.shift() ?? 0) : Number(match[1] ?? 0)
  return value < 0 ? undefined : value
}

function convert(
  kind: string,
  argument: string | undefined,
  flags: string,
  precision: number | undefined,
  problems: string[],
): { bytes: Uint8Array; stops: boolean } {
  const text = argument ?? ''
  const plain = (value: string): { bytes: Uint8Array; stops: boolean } => ({
    bytes: Buffer.from(value),
    stops: false,
  })
  switch (kind) {
    case 's':
      return { bytes: Buffer.from(text).subarray(0, precision), stops: false }
    case 'b': {
      const { bytes, stops } = unescapeBytes(text, 'both')
      return { bytes: bytes.subarray(0, precision), stops }
    }
    case 'c':
      return { bytes: Buffer.from(text).subarray(0, 1), stops: false }
    case 'q':
      return plain(/^[\w@%+=:,./-]+$/.test(text) ? text : escapeForBash(text))
    default:
      return plain(formatInteger(kind, readInteger(argument, problems), flags, precision))
  }
}

/** `%q`: backslashes before each special character, `$'…'` when one cannot be typed. */
function escapeForBash(text: string): string {
  if (text === '') return "''"
  if (/[\x00-\x1f\x7f]/.test(text)) return quoteForBash(text)
  return quoteWord(text) === text ? text : text.replace(/[ !"#$&'()*,;<>?[\\\]^`{|}~]/g, '\\$&')
}

function readInteger(argument: string | undefined, problems: string[]): bigint {
  if (argument === undefined || argument === '') return 0n
  // A quote gives the code of the character after it.
  if (/^["']/.test(argument)) return BigInt(argument.codePointAt(1) ?? 0)
  const match = /^\s*([+-]?)(0[xX][\da-fA-F]+|\d+)/.exec(argument)
  if (!match || match[0].length !== argument.length) problems.push(`${argument}: invalid number`)
  if (!match) return 0n
  const [, sign, digits] = match as unknown as [string, string, string]
  const isOctal = /^0\d/.test(digits)
  const octal = isOctal ? (/^0([0-7]*)/.exec(digits)?.[1] ?? '') : ''
  if (isOctal && octal.length !== digits.length - 1) problems.push(`${argument}: invalid number`)
  const value = isOctal ? BigInt(`0o${octal || '0'}`) : BigInt(digits)
  return sign === '-' ? -value : value
}

function formatInteger(kind: string, value: bigint, flags: string, precision: number | undefined): string {
  const signed = kind === 'd' || kind === 'i'
  const number = signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)
  const radix = kind === 'o' ? 8 : kind === 'x' || kind === 'X' ? 16 : 10
  let digits = (number < 0n ? -number : number).toString(radix).padStart(precision ?? 0, '0')
  if (precision === 0 && number === 0n) digits = ''
  if (flags.includes('#') && number !== 0n && radix === 16) digits = `0x${digits}`
  if (flags.includes('#') && radix === 8 && !digits.startsWith('0')) digits = `0${digits}`
  const sign =
    number < 0n ? '-' : signed && flags.includes('+') ? '+' : signed && flags.includes(' ') ? ' ' : ''
  return kind === 'X' ? (sign + digits).toUpperCase() : sign + digits
}

function pad(bytes: Uint8Array, width: number, left: boolean, zeros: boolean): Uint8Array {
  const missing = width - bytes.length
  if (missing <= 0) return bytes
  if (left) return Buffer.concat([bytes, Buffer.alloc(missing, ' ')])
  if (!zeros) return Buffer.concat([Buffer.alloc(missing, ' '), bytes])
  const text = Buffer.from(bytes).toString()
  const head = /^[-+ ]?(?:0[xX])?/.exec(text)?.[0] ?? ''
  return Buffer.from(head + '0'.repeat(missing) + text.slice(head.length))
}
