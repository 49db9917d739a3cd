/**
 * The rules of chat completions as aimock fixtures: one per way of sending. aimock does the wire format, the pace and
 * broken connections; what is said comes from `rules.ts`.
 */
import type {
  ErrorResponse,
  Fixture,
  StreamingProfile,
  TextResponse,
  ToolCallResponse,
} from '@copilotkit/aimock'
import type { Fault } from '../faults'
import type { ExtraModels } from '../models'
import { PIECES_BEFORE_FAULT, SLOW_PACE, SLOW_START_MS, type Pace } from '../pace'
import { isRefusal } from '../refusals'
import { replyTo, type ReplyOptions } from '../answer/rules'

/** What the gate knows of a request and the body does not tell. It travels in aimock's context header. */
export interface RequestContext {
  readonly fault: Fault
  readonly pathModel?: string
  readonly models?: ExtraModels
}

/**
 * The fixtures for one server.
 * @param pace - How fast its streams are.
 */
export function practiceFixtures(pace: Pace): Fixture[] {
  const respond: Fixture['response'] = (body) => toResponse(body, contextOf(body))
  const when = (fault: Fault) => ({ predicate: (body: Body) => contextOf(body).fault === fault })
  return [
    {
      match: when('cut'),
      response: respond,
      streamingProfile: toProfile(pace),
      truncateAfterChunks: PIECES_BEFORE_FAULT,
    },
    {
      match: when('slow'),
      response: respond,
      streamingProfile: toProfile(SLOW_PACE),
      chaos: { latencyMs: SLOW_START_MS },
    },
    { match: {}, response: respond, streamingProfile: toProfile(pace) },
  ]
}

type Body = Parameters<Extract<Fixture['response'], (...args: never) => unknown>>[0]

function contextOf(body: Body): RequestContext {
  return JSON.parse(body._context ?? '{"fault":"none"}') as RequestContext
}

function toProfile({ firstPieceMs, piecesPerSecond }: Pace): StreamingProfile {
  return { ttft: firstPieceMs, tps: piecesPerSecond }
}

function toResponse(body: Body, options: ReplyOptions): ErrorResponse | TextResponse | ToolCallResponse {
  const result = replyTo(body, options)
  if (isRefusal(result)) {
    const { message, type, param, code } = result.error
    return { status: result.status, error: { message, type, param, ...(code !== null && { code }) } }
  }
  const { content, finishReason, model, reasoning, toolCall, usage } = result
  const common = { finishReason, model, usage: { ...usage }, ...(reasoning !== undefined && { reasoning }) }
  return toolCall === undefined ? { ...common, content } : { ...common, toolCalls: [{ ...toolCall }] }
}
