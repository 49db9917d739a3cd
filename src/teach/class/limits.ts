/**
 * What each student of a class may use up, and how a request that is over it is refused. Pure.
 */
import { refuse, type Refusal } from '../../practice/refusals'

/** Limits of each student. */
export interface Limits {
  /** Requests in any 60 seconds. */
  readonly requestsPerMinute: number
  /** Tokens of prompts and answers from midnight to midnight; `Infinity` for no limit. */
  readonly tokensPerDay: number
  /** Tokens of prompts and answers; `Infinity` for no limit. */
  readonly tokensInAll: number
  /** Answers that are under way. */
  readonly streamsAtOnce: number
  /** Bytes of a request. */
  readonly maxBodyBytes: number
  /** Models that may be asked; `undefined` for all. */
  readonly models: readonly string[] | undefined
  /** What of the account may be used: fields of requests and tools of the server, by their names. */
  readonly allowed: readonly string[]
}

/** What stands where nothing is said. */
export const DEFAULT_LIMITS: Limits = {
  requestsPerMinute: 20,
  tokensPerDay: 100_000,
  tokensInAll: Infinity,
  streamsAtOnce: 4,
  maxBodyBytes: 4_000_000,
  models: undefined,
  allowed: [],
}

/** What a student has used up. */
export interface Used {
  /** When the requests of the last minute came, in milliseconds since 1970. */
  readonly recent: readonly number[]
  /** Answers that are under way. */
  readonly running: number
  readonly tokensToday: number
  readonly tokensInAll: number
}

const MINUTE_MS = 60_000
/** An estimate may be too high by so much. */
const ESTIMATE_SLACK = 2

/** What is judged by. */
export interface Measure {
  readonly limits: Limits
  /** The time, in milliseconds since 1970. */
  readonly now: number
}

/**
 * Decides whether a student may ask now.
 *
 * @param used - What is used up.
 * @param measure - What there is, and the time.
 * @returns A refusal with status 429; `undefined` when there is something left.
 */
export function refusePace(used: Used, { limits, now }: Measure): Refusal | undefined {
  const { requestsPerMinute, streamsAtOnce } = limits
  // Those of other processes are heard of later; those of times to come are of a clock that has been set back.
  const recent = used.recent
    .filter((at) => at > now - MINUTE_MS && at < now + MINUTE_MS)
    .sort((a, b) => a - b)
  if (recent.length >= requestsPerMinute) {
    const waitMs = (recent.at(-requestsPerMinute) ?? now) + MINUTE_MS - now
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
    return tooMany(
      `${countOf(requestsPerMinute, 'request')} a minute are used up. Ask again in ${seconds} s.`,
      seconds,
    )
  }
  if (used.running < streamsAtOnce) return undefined
  return tooMany(`${countOf(streamsAtOnce, 'answer')} at a time: wait until one has ended.`, 1)
}

/**
 * Decides whether a student has tokens left.
 *
 * @param used - What is used up.
 * @param measure - What there is, and the time.
 * @param estimate - Tokens of the request: one that cannot fit into what is left is refused as well.
 * @returns A refusal with status 429, which clients do not ask again after; `undefined` when there are some.
 */
export function refuseTokens(used: Used, { limits, now }: Measure, estimate = 0): Refusal | undefined {
  const { tokensInAll, tokensPerDay } = limits
  if (used.tokensInAll >= tokensInAll)
    return usedUp(`Your ${countOf(tokensInAll, 'token')} are used up. Ask your teacher for more.`)
  const left = Math.min(tokensInAll - used.tokensInAll, tokensPerDay - used.tokensToday)
  if (left > 0 && estimate > left * ESTIMATE_SLACK)
    return usedUp(
      `This has about ${countOf(estimate, 'token')}, and you have ${countOf(left, 'token')} left.`,
    )
  if (used.tokensToday < tokensPerDay) return undefined
  const seconds = Math.ceil((nextMidnight(now) - now) / 1_000)
  return usedUp(
    `Your ${countOf(tokensPerDay, 'token')} of today are used up. There are new ones after midnight.`,
    seconds,
  )
}

/**
 * Decides whether models may be asked.
 *
 * @param models - Those that a request names, in its address and in its body.
 * @param limits - What there is.
 */
export function refuseModels(models: readonly string[], limits: Limits): Refusal | undefined {
  const { models: allowed } = limits
  if (allowed === undefined) return undefined
  const choice = `Choose one of: ${allowed.join(', ')}.`
  if (models.length === 0) return refuse(`No model is named. ${choice}`, { param: 'model' })
  if (models.every((model) => allowed.includes(model))) return undefined
  const details = { status: 403, type: 'permission_error', code: 'model_not_allowed', param: 'model' }
  return refuse(`This model is not for the class. ${choice}`, details)
}

/** The day of a time, by the clock of this computer: `2026-11-28`. */
export function dayOf(time: number): string {
  const date = new Date(time)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

function nextMidnight(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

function tooMany(message: string, retryAfter: number): Refusal {
  return refuse(message, { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded', retryAfter })
}

function usedUp(message: string, retryAfter?: number): Refusal {
  const details = { status: 429, type: 'insufficient_quota', code: 'insufficient_quota', isFinal: true }
  return refuse(message, { ...details, ...(retryAfter !== undefined && { retryAfter }) })
}

function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
