/**
 * Whether an event belongs to the answer of a model. Pure.
 */
import { bareError } from '../../chat/answer/bare-error'
import { findDialect } from '../../chat/answer/dialects/translator'
import { parseJson, readPayloads } from '../../chat/answer/event-payload'
import { isObject } from '../../base/unknown'

/**
 * Judges one event.
 *
 * @param data - Its data.
 * @param name - Its name.
 * @returns `undefined` for one that tells nothing: it is blank, or keeps the connection alive.
 */
export function isAnswerEvent(data: string, name: string | undefined): boolean | undefined {
  if (name === 'ping' || readPayloads(data).length === 0) return undefined
  if (name === 'error' || data.trim() === '[DONE]') return true
  const value = parseJson(data)
  if (!isObject(value)) return bareError(value) !== undefined
  if (value['type'] === 'ping') return undefined
  if ('choices' in value || findDialect(value, 'wire')) return true
  // An error alone is how chat servers fail inside a stream; named events belong to other protocols.
  return bareError(value) !== undefined || (name === undefined && Boolean(value['error']))
}
