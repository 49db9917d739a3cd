/**
 * Answers `POST /v1/messages` and `POST /v1/messages/count_tokens`. Pure.
 * @see https://docs.claude.com/en/api/messages
 * @see https://docs.claude.com/en/api/messages-count-tokens
 */
import { isRefusal, type Refusal } from '../refusals'
import { replyTo } from '../answer/rules'
import type { AskContext, JsonObject, Served } from '../served'
import { failureEvents, messageEvents } from './events'
import { messageOf } from './message'
import { MESSAGES_FIELDS, toChatRequest } from './request'

/**
 * Answers a request to the Messages API, whole or as events.
 *
 * @param body - Parsed request body.
 * @param context - Models and ids.
 * @returns The answer, or a refusal that names the field that is wrong.
 */
export function answerMessages(body: JsonObject, context: AskContext): Served | Refusal {
  const request = toChatRequest(body, { needsMaxTokens: true })
  if (isRefusal(request)) return request
  const reply = replyTo(request, { ...context, fields: MESSAGES_FIELDS })
  if (isRefusal(reply)) return reply
  const message = messageOf(reply, body, context)
  if (body.stream !== true) return { kind: 'json', body: message }
  return { kind: 'events', events: messageEvents(message), failAt: failureEvents }
}

/**
 * Counts the tokens that a request would send.
 *
 * @param body - Parsed request body.
 * @param context - Models.
 * @returns The count, or a refusal that names the field that is wrong.
 */
export function answerCountTokens(body: JsonObject, context: AskContext): Served | Refusal {
  const request = toChatRequest(body, { needsMaxTokens: false })
  if (isRefusal(request)) return request
  const reply = replyTo(request, { ...context, fields: MESSAGES_FIELDS })
  if (isRefusal(reply)) return reply
  return { kind: 'json', body: { input_tokens: reply.usage.prompt_tokens } }
}
