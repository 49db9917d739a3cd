// Values of two languages side by side: numbers are numbers, the mock's running numbers are none.
import { isDeepStrictEqual } from 'node:util'

/** Identifiers of the mock without their number, and times of the clock without their digits. */
export const plainIds = (text) =>
  text
    .replace(/\b(chatcmpl-|cmpl-|call_|msg_|toolu_|resp_|fc_|fc_call_|file-|batch_)\d+/g, '$1#')
    .replace(/^(CPU times|Wall time): .*$/gm, '$1: #')
    .replace(/\d+\.\d+(?= ?(?:s|sec|secs|seconds|ms)\b)/g, '#')

/** Whether two JSON values are the same but for such identifiers. */
export const isSame = (one, other) => isDeepStrictEqual(plain(one), plain(other))

function plain(value) {
  if (typeof value === 'string') return plainIds(value)
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}
