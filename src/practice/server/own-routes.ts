/**
 * Answers the routes that are not aimock's: responses, embeddings, messages. Owns the way from a request that the gate
 * has let in to the sent answer; what is in it comes from the builders of each protocol.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerEmbeddings } from '../embeddings/answer'
import type { Fault } from '../faults'
import { answerCountTokens, answerMessages } from '../messages/answer'
import type { ExtraModels } from '../models'
import { SLOW_PACE, SLOW_START_MS, type Pace } from '../pace'
import { readJsonBody } from './read-body'
import { isRefusal, refuse, type Protocol, type Refusal } from '../refusals'
import { answerResponses } from '../responses/answer'
import type { RouteKind } from '../routes'
import { makeId, requestIdHeader, sendJson, sendRefusal } from './send'
import { sendEvents } from './send-events'
import type { AskContext, JsonObject, Served } from '../served'

/** A route that is answered here. */
export type OwnRouteKind = Exclude<RouteKind, 'chat' | 'models'>

/** What the gate knows of a request. */
export interface OwnRouteContext {
  readonly kind: OwnRouteKind
  readonly protocol: Protocol
  readonly pathModel?: string
  readonly models: ExtraModels
  readonly fault: Fault
  readonly pace: Pace
  /** The time, in milliseconds since 1970. */
  readonly now: number
}

const ANSWERS: Readonly<Record<OwnRouteKind, (body: JsonObject, context: AskContext) => Served | Refusal>> = {
  responses: answerResponses,
  embeddings: answerEmbeddings,
  messages: answerMessages,
  'count-tokens': answerCountTokens,
}

const FAILED = refuse('The practice endpoint failed.', { status: 500, type: 'server_error' })

/**
 * Answers a request that the gate has let in.
 *
 * @param request - The request, its body unread.
 * @param response - Response that nothing has been written to yet.
 * @param context - What the gate knows of it.
 */
export async function answerOwnRoute(
  request: IncomingMessage,
  response: ServerResponse,
  context: OwnRouteContext,
): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    await answer(request, response, { ...context, signal: gone.signal })
  } catch {
    // The caller has gone: nobody is left to be told.
    if (gone.signal.aborted) return
    if (response.headersSent) response.destroy()
    else sendRefusal(response, { ...FAILED, protocol: context.protocol })
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  asked: OwnRouteContext & { readonly signal: AbortSignal },
): Promise<void> {
  const { kind, protocol, fault, signal, now, ...context } = asked
  const isSlow = fault === 'slow'
  const read = await readJsonBody(request)
  if (isSlow) await sleep(SLOW_START_MS, undefined, { signal })
  const served = isRefusal(read)
    ? read
    : ANSWERS[kind](read.body, { ...context, makeId, nowSeconds: Math.floor(now / 1_000) })
  if (isRefusal(served)) return sendRefusal(response, { ...served, protocol })
  if (served.kind === 'json') return sendJson(response, { body: served.body, protocol })
  const pace = isSlow ? SLOW_PACE : asked.pace
  const headers = requestIdHeader(protocol, makeId('req_'))
  await sendEvents(response, served, { fault, pace, headers, signal })
}
