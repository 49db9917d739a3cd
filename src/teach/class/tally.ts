/**
 * What one student has used, added up from lines of use. Owns what counts for which day.
 */
import { dayOf } from './limits'
import type { AskedLine, EndedLine } from './use-line'

/** What one student has used. */
export interface Tally {
  requests: number
  prompt: number
  completion: number
  /** Tokens whose count is an estimate; they are in `prompt` and `completion` too. */
  estimated: number
  /** Answers that came from elsewhere because the tokens were used up. */
  standIns: number
  /** Tokens of the last days on which some were counted, also of days to come that a wrong clock has told. */
  readonly days: Map<string, number>
  /** Times of the last requests, oldest first, in milliseconds since 1970. */
  recent: number[]
  lastAt: number
}

/** A tally of nothing. */
export function newTally(): Tally {
  return {
    requests: 0,
    prompt: 0,
    completion: 0,
    estimated: 0,
    standIns: 0,
    days: new Map(),
    recent: [],
    lastAt: 0,
  }
}

const MINUTE_MS = 60_000
const MAX_DAYS = 4

/** Counts a request, with its estimate until the answer has ended. */
export function addAsked(tally: Tally, { at, estimate }: AskedLine): void {
  tally.requests++
  tally.prompt += estimate
  tally.estimated += estimate
  addToDay(tally, at, estimate)
  tally.lastAt = Math.max(tally.lastAt, at)
}

/** Notes the time of a request, for the limit of a minute. */
export function addTime(tally: Tally, at: number): void {
  tally.recent = tally.recent.filter((time) => time > at - MINUTE_MS)
  tally.recent.push(at)
}

/**
 * Counts an answer.
 *
 * @param tally - Of its student.
 * @param answer - The answer, and its request, whose estimate gives way; `undefined` where that is not known.
 */
export function addEnded(
  tally: Tally,
  { ended, asked }: { readonly ended: EndedLine; readonly asked: AskedLine | undefined },
): void {
  const { at, prompt, completion, counted } = ended
  if (asked !== undefined) {
    tally.prompt -= asked.estimate
    tally.estimated -= asked.estimate
    const day = dayOf(asked.at)
    if (tally.days.has(day)) addToDay(tally, asked.at, -asked.estimate)
  }
  tally.prompt += prompt
  tally.completion += completion
  if (counted === 'estimate') tally.estimated += prompt + completion
  if (counted === 'none') tally.standIns++
  addToDay(tally, at, prompt + completion)
  tally.lastAt = Math.max(tally.lastAt, at)
}

/** Tokens of the day of a time. */
export function tokensOn(tally: Tally, now: number): number {
  return tally.days.get(dayOf(now)) ?? 0
}

function addToDay(tally: Tally, at: number, tokens: number): void {
  const { days } = tally
  const day = dayOf(at)
  days.set(day, (days.get(day) ?? 0) + tokens)
  const [first = day] = days.keys()
  if (days.size > MAX_DAYS) days.delete(first)
}
