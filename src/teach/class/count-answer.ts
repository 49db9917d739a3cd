/**
 * Counts the tokens of an answer: by what the server tells in it, in the words of each protocol, else by its text. Pure.
 * @see https://platform.openai.com/docs/api-reference/chat/object
 * @see https://docs.claude.com/en/api/messages
 */
import { createUsageReports } from '../../chat/answer/usage-reports'
import { isObject, type JsonObject } from '../../base/unknown'
import { estimateTokens } from './estimate'
import type { Count } from './use-line'

/** Counts one answer. */
export interface AnswerCounter {
  /** Takes the JSON of an event, or that of an answer in one piece. */
  add(payload: unknown): void
  /** Takes text whose JSON is not known. */
  addText(text: string): void
  /**
   * The count.
   *
   * @param promptEstimate - Stands for what the server does not tell of the request.
   * @param isWhole - Whether the answer came to its end; else what was told of it so far may be too little.
   */
  count(promptEstimate: number, isWhole: boolean): Count
}

/** Fields in which models write. */
const WRITTEN =
  /^(?:content|text|delta|arguments|partial_json|refusal|thinking|reasoning|reasoning_content|reasoning_text|input)$/

/** Starts without any count. */
export function createAnswerCounter(): AnswerCounter {
  const reports = createUsageReports()
  /** The highest that Anthropic's events have told: of the request in the first, growing with the answer. */
  let [prompt, completion] = [-1, -1]
  let text = 0
  const note = (usage: unknown): void => {
    if (!isObject(usage)) return
    prompt = Math.max(prompt, promptOf(usage))
    completion = Math.max(completion, countIn(usage, ['completion_tokens', 'output_tokens']))
  }
  return {
    add(payload) {
      if (!isObject(payload)) return
      reports.add(payload)
      const { choices, response, message, usage } = payload
      if (Array.isArray(choices))
        for (const [at, choice] of (choices as unknown[]).entries())
          if (isObject(choice)) {
            const index = typeof choice['index'] === 'number' ? choice['index'] : at
            reports.addChoice(index, choice)
            if (choice['finish_reason'] != null) reports.choiceEnded(index)
          }
      note(usage)
      if (isObject(response)) note(response['usage'])
      if (isObject(message)) note(message['usage'])
      // Events that repeat at their end what came in pieces.
      if (isObject(response) || /\.(?:done|completed)$/.test(String(payload['type']))) return
      text += writtenIn(payload)
    },
    addText: (more) => void (text += estimateTokens(more)),
    count(promptEstimate, isWhole) {
      note(reports.build())
      if (isWhole && prompt >= 0 && completion >= 0) return { prompt, completion, counted: 'server' }
      // Of embeddings only the request counts.
      if (isWhole && prompt >= 0 && text === 0) return { prompt, completion: 0, counted: 'server' }
      const estimated = Math.ceil(text)
      return {
        prompt: prompt >= 0 ? prompt : promptEstimate,
        completion: Math.max(completion, estimated),
        counted: 'estimate',
      }
    },
  }
}

function promptOf(usage: JsonObject): number {
  const input = countIn(usage, ['prompt_tokens', 'input_tokens'])
  if (input < 0) return -1
  // Anthropic counts what is in its cache apart.
  const cached = ['cache_creation_input_tokens', 'cache_read_input_tokens'].map((name) =>
    Math.max(0, countIn(usage, [name])),
  )
  return cached.reduce((sum, count) => sum + count, input)
}

function countIn(usage: JsonObject, names: readonly string[]): number {
  for (const name of names) {
    const value = usage[name]
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
  }
  return -1
}

/** Tokens of the texts in a payload that a model wrote, with parts: a stream has a few letters in each. */
function writtenIn(value: unknown, field = ''): number {
  if (typeof value === 'string') return WRITTEN.test(field) ? estimateTokens(value) : 0
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + writtenIn(item, field), 0)
  if (!isObject(value)) return 0
  return Object.entries(value).reduce((sum, [name, item]) => sum + writtenIn(item, name), 0)
}
