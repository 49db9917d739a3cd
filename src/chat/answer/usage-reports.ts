/**
 * The token counts of an answer out of those that its chunks report. Pure.
 *
 * Most servers report the whole: at the end, or growing with every chunk; the last report counts. llama.cpp reports each of
 * several choices by itself, in a chunk without choices right behind the end of the choice; Moonshot does so inside of the
 * choice. Those are summed: the tokens of the answers add up, and the request was sent once.
 * @see https://platform.openai.com/docs/api-reference/chat/create (stream_options.include_usage)
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
import type { Usage } from './answer'
import { isObject, type JsonObject } from '../../base/unknown'

/** Reads the reports of one answer. */
export interface UsageReports {
  /** Notes that a choice ended. */
  choiceEnded(index: number): void
  /** Takes what a chunk reports of the whole answer; call before its choices are read. */
  add(chunk: JsonObject): void
  /** Takes what a choice reports of itself. */
  addChoice(index: number, choice: JsonObject): void
  /** The counts of the answer; `null` without any. */
  build(): Usage | null
}

/** Starts without any report. */
export function createUsageReports(): UsageReports {
  let last: Usage | null = null
  const ofChoices = new Map<number, Usage>()
  const ended = new Set<number>()
  /** Choices that ended since the last report. */
  let open: number[] = []
  /** What was reported right behind the end of one choice; `undefined` as soon as the server reports in another way. */
  let reports: Map<number, Usage> | undefined = new Map()

  return {
    choiceEnded(index) {
      if (ended.has(index)) return
      ended.add(index)
      open.push(index)
    },
    add(chunk) {
      const usage = readReport(chunk)
      if (!usage) return
      last = usage
      const list = chunk['choices']
      const [index] = open
      const isOwn = Array.isArray(list) && list.length === 0 && open.length === 1 && index !== undefined
      open = []
      if (!isOwn) reports = undefined
      else reports?.set(index, usage)
    },
    addChoice(index, choice) {
      if (isCount(choice['usage'])) ofChoices.set(index, choice['usage'])
    },
    build() {
      if (reports && reports.size > 1 && reports.size === ended.size) return sum([...reports.values()])
      return last ?? (ofChoices.size > 0 ? sum([...ofChoices.values()]) : null)
    },
  }
}

/** A `null` or `{}` is no report. Groq keeps its own elsewhere. */
function readReport(chunk: JsonObject): Usage | null {
  if (isCount(chunk['usage'])) return chunk['usage']
  const groq = chunk['x_groq']
  return isObject(groq) && isCount(groq['usage']) ? groq['usage'] : null
}

function isCount(value: unknown): value is Usage {
  return isObject(value) && Object.keys(value).length > 0
}

/** The counts of all choices: what names the request is the same in each of them. */
function sum(list: readonly Usage[]): Usage {
  const [first = {}, ...others] = list
  if (others.length === 0) return first
  const total: Record<string, unknown> = addUp(list, (name) => !/prompt|input|cache/.test(name))
  const { prompt_tokens: sent, completion_tokens: got } = total
  if (typeof sent === 'number' && typeof got === 'number') total['total_tokens'] = sent + got
  return total
}

function addUp(list: readonly JsonObject[], isSummed: (name: string) => boolean): Record<string, unknown> {
  const total: Record<string, unknown> = {}
  for (const [name, value] of list.flatMap((one) => Object.entries(one))) {
    const before = total[name]
    if (isObject(value)) {
      const isOfAnswer = isSummed(name)
      total[name] = addUp([isObject(before) ? before : {}, value], () => isOfAnswer)
    } else if (typeof value === 'number' && typeof before === 'number')
      total[name] = isSummed(name) ? before + value : Math.max(before, value)
    else total[name] = value ?? before
  }
  return total
}
