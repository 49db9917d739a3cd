/**
 * Answers `POST /v1/responses`. Pure.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 */
import { isRefusal, type Refusal } from '../refusals'
import { replyTo } from '../answer/rules'
import type { AskContext, JsonObject, Served } from '../served'
import { failureEvents, responseEvents } from './events'
import { RESPONSES_FIELDS, toChatRequest } from './request'
import { responseOf } from './response'

/**
 * Answers a request to the Responses API, whole or as events.
 *
 * @param body - Parsed request body.
 * @param context - Models, ids and time.
 * @returns The answer, or a refusal that names the field that is wrong.
 */
export function answerResponses(body: JsonObject, context: AskContext): Served | Refusal {
  const request = toChatRequest(body)
  if (isRefusal(request)) return request
  const reply = replyTo(request, { ...context, fields: RESPONSES_FIELDS })
  if (isRefusal(reply)) return reply
  const response = responseOf(reply, body, context)
  if (body.stream !== true) return { kind: 'json', body: response }
  return {
    kind: 'events',
    events: responseEvents(response),
    failAt: (index) => failureEvents(response, index),
  }
}
