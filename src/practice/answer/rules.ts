/**
 * What a chat request gets: a refusal, or the text and the counts of an answer. The other protocols translate their
 * requests into this form. Pure: knows the rules of the models, nothing of HTTP, tokens of access or pace.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
import { answerTo, thoughtOn } from './answers'
import { readMessages, type Message } from './chat-messages'
import { inFormat } from './json-answer'
import { findModel, type ExtraModels } from '../models'
import { isRefusal, refuse, type Refusal } from '../refusals'
import { cutToTokens, splitTokens } from './tokens'
import { answerToTool, callFor, type CannedCall } from './tool-use'

/** An answer, ready to be sent whole or in pieces. */
export interface Reply {
  readonly model: string
  readonly content: string
  /** Shown thinking, for requests with `reasoning_effort`. */
  readonly reasoning?: string
  /** Tokens of `reasoning`; they are part of the completion tokens. */
  readonly reasoningTokens: number
  /** The call of a tool, in place of a content. */
  readonly toolCall?: CannedCall
  /** `length` when `max_tokens` cut it. */
  readonly finishReason: 'stop' | 'length' | 'tool_calls'
  /** The stop sequence that ended it, which is not in the content. */
  readonly stopSequence?: string
  readonly usage: {
    readonly prompt_tokens: number
    readonly completion_tokens: number
    readonly total_tokens: number
  }
}

/** The part of a request body that is looked at. Anything may be in it. */
export interface ChatBody {
  readonly model?: unknown
  readonly messages?: unknown
  readonly max_tokens?: unknown
  readonly max_completion_tokens?: unknown
  readonly reasoning_effort?: unknown
  readonly response_format?: unknown
  readonly stop?: unknown
  readonly tools?: unknown
  readonly tool_choice?: unknown
}

/** What decides beside the body. */
export interface ReplyOptions {
  /** Model named in the URL, for the URLs that name one. */
  readonly pathModel?: string
  /** Names that are answered beside the endpoint's own. */
  readonly models?: ExtraModels
  /** What the protocol calls these fields, for refusals. */
  readonly fields?: { readonly messages: string; readonly maxTokens: string }
}

const CHAT_FIELDS = { messages: 'messages', maxTokens: 'max_tokens' }

/**
 * Answers a chat request by the rules of its model.
 *
 * @param body - Parsed request body.
 * @param options - Models, and the names of fields.
 * @returns A {@link Reply}, or a {@link Refusal} that says which field is wrong.
 */
export function replyTo(body: ChatBody, options: ReplyOptions = {}): Reply | Refusal {
  const { fields = CHAT_FIELDS } = options
  const model = findModel(body.model, { ...options, use: 'text' })
  if (isRefusal(model)) return model
  const messages = readMessages(body.messages)
  if (!messages)
    return refuse(`${fields.messages} must be a list of objects with a role and a content.`, {
      param: fields.messages,
    })
  if (model.onlyUserMessage && (messages.length !== 1 || messages[0]?.role !== 'user'))
    return refuse(`${model.name} completes code: it takes a single message, and its role must be user.`, {
      param: fields.messages,
    })
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? undefined
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && (maxTokens as number) > 0))
    return refuse(`${fields.maxTokens} must be a whole number above 0.`, { param: fields.maxTokens })
  return answer(messages, { body, model: model.name, maxTokens: maxTokens as number | undefined })
}

/**
 * Counts the tokens of messages.
 * @param messages - Messages as texts.
 */
function countTokens(messages: readonly Message[]): number {
  // Chat templates wrap each message in about four tokens of their own.
  return messages.reduce((sum, message) => sum + splitTokens(message.text).length + 4, 0)
}

function answer(
  messages: readonly Message[],
  { body, model, maxTokens }: { body: ChatBody; model: string; maxTokens: number | undefined },
): Reply {
  const last = messages.at(-1)
  const prompt = messages.findLast(({ role }) => role === 'user')?.text ?? ''
  const toolCall = last?.role === 'user' ? callFor(body.tools, prompt, body.tool_choice) : undefined
  const effort = body.reasoning_effort
  const thinks = typeof effort === 'string' && effort !== 'none'
  // Thinking comes first, and out of the same budget.
  const thought = cutToTokens(thinks ? thoughtOn(prompt) : '', maxTokens)
  const left = toolCall !== undefined || maxTokens === undefined ? undefined : maxTokens - thought.tokens
  const text = last?.role === 'tool' ? answerToTool(last.text) : answerTo(prompt)
  const stopped = cutAtStop(inFormat(body.response_format, { prompt, text }), body.stop)
  const cut = cutToTokens(toolCall?.arguments ?? stopped.text, left)
  const isCut = thought.isCut || cut.isCut
  const promptTokens = countTokens(messages)
  const completionTokens = thought.tokens + cut.tokens
  return {
    model,
    content: toolCall === undefined ? cut.text : '',
    ...(thinks && { reasoning: thought.text }),
    reasoningTokens: thought.tokens,
    ...(toolCall !== undefined && { toolCall }),
    finishReason: toolCall !== undefined ? 'tool_calls' : isCut ? 'length' : 'stop',
    ...(toolCall === undefined && !isCut && stopped.at !== undefined && { stopSequence: stopped.at }),
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  }
}

/** The text before the first stop sequence in it. */
function cutAtStop(text: string, stop: unknown): { text: string; at?: string } {
  const sequences = (Array.isArray(stop) ? (stop as unknown[]) : [stop]).filter(
    (sequence): sequence is string => typeof sequence === 'string' && sequence !== '',
  )
  const [first] = sequences
    .map((at) => ({ at, index: text.indexOf(at) }))
    .filter(({ index }) => index >= 0)
    .sort((a, b) => a.index - b.index)
  return first ? { text: text.slice(0, first.index), at: first.at } : { text }
}
