/**
 * Errors under a status that says that all is well: a document, an event or a line that says nothing but what went wrong.
 * Stricter than what holds inside of an answer, for any JSON may have a field of the name `error`. Pure.
 */
import { errorSentence } from './error-text'
import { parseJson } from './event-payload'
import { isObject } from '../../base/unknown'

/** What stands beside an error. With any other field, a value says something else, too. */
const COMPANIONS: ReadonlySet<string> = new Set([
  ...['error', 'errors', 'errorDetail', 'error_code', 'error_type', 'error_description', 'errorText'],
  ...[
    'type',
    'object',
    'code',
    'param',
    'status',
    'status_code',
    'statusCode',
    'message',
    'detail',
    'details',
  ],
  ...['request_id', 'requestId', 'event_id', 'sequence_number', 'trace_id', 'user_id'],
  ...['model', 'created', 'created_at', 'provider', 'done'],
])

/**
 * The sentence of a value that is an error and nothing else.
 *
 * @param value - A parsed document, event or line; a list of one is what Gemini sends.
 * @returns `undefined` when it is anything else.
 */
export function bareError(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 1 ? bareError(value[0]) : undefined
  if (!isObject(value)) return undefined
  const isNamed = value['type'] === 'error' || value['object'] === 'error'
  if (!isNamed && !isReport(value['error'])) return undefined
  if (!Object.keys(value).every((name) => COMPANIONS.has(name))) return undefined
  return errorSentence(value)
}

/**
 * The sentence of an event that reports an error: by its name, or by its data.
 *
 * @param data - The event's data.
 * @param name - The event's name.
 */
export function eventError(data: string, name: string | undefined): string | undefined {
  const value = parseJson(data)
  if (name === 'error' && data.trim() !== '') return errorSentence(value ?? data)
  return bareError(value)
}

function isReport(error: unknown): boolean {
  if (typeof error === 'string') return error.trim() !== ''
  return isObject(error) && Object.keys(error).length > 0
}
