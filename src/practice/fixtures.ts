/**
 * The rules of the practice endpoint as aimock fixtures: one per way of sending. aimock does the wire format, the pace
 * and broken connections; what is said comes from `rules.ts`.
 */
import type {
  ErrorResponse,
  Fixture,
  StreamingProfile,
  TextResponse,
  ToolCallResponse,
} from '@copilotkit/aimock'
import type { Fault } from './faults'
import { isRefusal, replyTo } from './rules'
import { PIECES_BEFORE_FAULT } from './spoil'

/** What the gate knows of a request and the body does not tell. It travels in aimock's context header. */
export interface RequestContext {
  readonly fault: Fault
  readonly pathModel?: string
}

/** How fast answers are streamed. */
export interface Pace {
  /** Wait before the first piece, in milliseconds. */
  readonly firstPieceMs: number
  /** Pieces of six characters a second. */
  readonly piecesPerSecond: number
}

/** Quick enough not to bore, slow enough to watch. */
export const READABLE_PACE: Pace = { firstPieceMs: 250, piecesPerSecond: 30 }

/** Characters in a streamed piece. */
export const PIECE_CHARS = 6

const SLOW_PACE: Pace = { firstPieceMs: 0, piecesPerSecond: 2 }
const SLOW_START_MS = 3_000

/**
 * The fixtures for one server.
 * @param pace - How fast its streams are.
 */
export function practiceFixtures(pace: Pace): Fixture[] {
  // Two refusals, then an answer: a client that waits and asks again gets through.
  let busyCount = 0
  const respond: Fixture['response'] = (body) => {
    const { fault, pathModel } = contextOf(body)
    if (fault === 'broken') return serverError
    if (fault === 'busy' && busyCount++ % 3 < 2) return tooManyRequests
    return toResponse(body, pathModel)
  }
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

function toResponse(
  body: Body,
  pathModel: string | undefined,
): ErrorResponse | TextResponse | ToolCallResponse {
  const result = replyTo(body, pathModel)
  if (isRefusal(result)) {
    const { message, type, param, code } = result.error
    return { status: result.status, error: { message, type, param, ...(code !== null && { code }) } }
  }
  const { content, finishReason, model, reasoning, toolCall, usage } = result
  const common = { finishReason, model, usage: { ...usage }, ...(reasoning !== undefined && { reasoning }) }
  return toolCall === undefined ? { ...common, content } : { ...common, toolCalls: [{ ...toolCall }] }
}

const serverError: ErrorResponse = {
  status: 500,
  error: { message: 'The server had an error.', type: 'server_error', code: 'internal_error' },
}

const tooManyRequests: ErrorResponse = {
  status: 429,
  error: {
    message: 'Too many requests: wait a second.',
    type: 'rate_limit_error',
    code: 'rate_limit_exceeded',
  },
  retryAfter: 1,
}
