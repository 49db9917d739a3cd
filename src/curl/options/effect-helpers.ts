/**
 * Steps of option effects that need more than a line. Knows nothing of how options are spelled.
 */
import { CurlUsageError } from '../transfer-error'
import type { ReadArgumentFile } from './data-values'
import type { EffectTarget } from './effect-target'
import type { Operation, RequestKind, UrlEntry } from './operation'

/** What an option is refused with that needs what is not here. */
export const NOT_SUPPORTED = 'is not supported by the curl of this library; a %%bash cell runs the real one'

/** The first entry that still lacks something, or a new one. */
export function nextEntry(operation: Operation, lacks: (entry: UrlEntry) => boolean): UrlEntry {
  const found = operation.entries.find(lacks)
  if (found) return found
  const entry: UrlEntry = { hasOutput: false, remoteName: operation.defaultRemoteName, hasUpload: false }
  operation.entries.push(entry)
  return entry
}

const KIND_NAMES: Record<RequestKind, string> = {
  none: '',
  get: 'GET (-G, --get)',
  head: 'HEAD (-I, --head)',
  form: 'multipart formpost (-F, --form)',
  post: 'POST (-d, --data)',
  put: 'PUT (-T, --upload-file)',
}

/**
 * Settles the kind of request.
 *
 * @throws CurlUsageError when another kind was asked for before.
 */
export function selectKind(operation: Operation, kind: RequestKind): void {
  if (operation.kind !== 'none' && operation.kind !== kind) {
    throw new CurlUsageError(
      'You can only select one HTTP request method! ' +
        `You asked for both ${KIND_NAMES[kind]} and ${KIND_NAMES[operation.kind]}.`,
    )
  }
  operation.kind = kind
}

/** The header lines of a `-H` value: itself, or those of `@file`. */
export async function readHeaderLines(value: string, read: ReadArgumentFile): Promise<string[]> {
  if (!value.startsWith('@')) return [value]
  const text = (await read(value.slice(1))).toString('utf8')
  return text.split(/[\r\n]+/).filter((line) => line !== '')
}

/** `-e`: a referer, `;auto` to send the previous address on redirects. */
export function parseReferer(operation: Operation, value: string): void {
  const auto = value.indexOf(';auto')
  operation.autoReferer = auto >= 0
  const referer = auto < 0 ? value : value.slice(0, auto)
  if (referer === '') delete operation.referer
  else operation.referer = referer
}

/** `-r`, with the dash that a lone number lacks. */
export function parseRange(value: string, warn: (text: string) => void): string {
  if (/^\d/.test(value) && !value.includes('-')) {
    warn('A specified range MUST include at least one dash (-). Appending one for you!')
    return `${parseInt(value, 10)}-`
  }
  if (!/^[\d,-]*$/.test(value)) {
    warn(
      "Invalid character is found in given range. A specified range MUST have only digits in 'start'-'stop'. " +
        "The server's response to this request is uncertain.",
    )
  }
  return value
}

const TIME_HEADERS = { '+': 'If-Modified-Since', '-': 'If-Unmodified-Since', '=': 'Last-Modified' } as const

/** `-z`: a date, or a file whose time counts. */
export async function parseTimeCondition(
  { operation, modified, warn }: EffectTarget,
  value: string,
): Promise<void> {
  const sign = /^[+=-]/.exec(value)?.[0] as keyof typeof TIME_HEADERS | undefined
  const text = sign === undefined ? value : value.slice(1)
  // curl knows no ISO dates; a time without a zone is GMT.
  const isIso = /^\d{4}-\d\d-\d\d/.test(text)
  const parsed = isIso ? NaN : Date.parse(/\d:\d\d(:\d\d)?\s*$/.test(text) ? `${text} GMT` : text)
  const date = Number.isNaN(parsed) ? await modified(text) : new Date(parsed)
  if (date) operation.timeCondition = { header: TIME_HEADERS[sign ?? '+'], date }
  else {
    delete operation.timeCondition
    warn(
      'Illegal date format for -z, --time-cond (and not a file name). Disabling time condition. ' +
        'See curl_getdate(3) for valid date syntax.',
    )
  }
}
