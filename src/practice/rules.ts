/**
 * What a chat request gets: a refusal in OpenAI's form, or the text and the counts of an answer. Pure: knows the rules of
 * the tutorial's two models, nothing of HTTP, tokens of access or pace.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
import { answerTo, thoughtOn } from './answers'
import { cutToTokens, splitTokens } from './tokens'
import { answerToTool, callFor, type CannedCall } from './tool-use'

/** The models that the tutorial talks to, by name. */
export const MODELS: Readonly<Record<string, { readonly onlyUserMessage: boolean }>> = {
  'deci-nano': { onlyUserMessage: false },
  'deci-coder-6b': { onlyUserMessage: true },
}

/** An OpenAI-shaped error with its HTTP status. */
export interface Refusal {
  readonly status: number
  readonly error: {
    readonly message: string
    readonly type: string
    readonly param: string | null
    readonly code: string | null
  }
}

/** An answer, ready to be sent whole or in pieces. */
export interface Reply {
  readonly model: string
  readonly content: string
  /** Shown thinking, for requests with `reasoning_effort`. */
  readonly reasoning?: string
  /** The call of a tool, in place of a content. */
  readonly toolCall?: CannedCall
  /** `length` when `max_tokens` cut it. */
  readonly finishReason: 'stop' | 'length' | 'tool_calls'
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
  readonly tools?: unknown
}

/**
 * Answers a chat request by the rules of its model.
 *
 * @param body - Parsed request body.
 * @param pathModel - Model named in the URL, for the URLs that name one.
 * @returns A {@link Reply}, or a {@link Refusal} that says which field is wrong.
 */
export function replyTo(body: ChatBody, pathModel?: string): Reply | Refusal {
  const model = body.model ?? pathModel
  if (typeof model !== 'string')
    return refuse('The body names no model.', 'model', 'missing_required_parameter')
  if (pathModel !== undefined && model !== pathModel)
    return refuse(`This URL serves ${pathModel}, but the body asks for ${model}.`, 'model', 'model_mismatch')
  const rules = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined
  if (!rules)
    return {
      ...refuse(
        `There is no model ${model} here, only ${Object.keys(MODELS).join(' and ')}.`,
        'model',
        'model_not_found',
      ),
      status: 404,
    }
  const messages = readMessages(body.messages)
  if (!messages) return refuse('messages must be a list of objects with a role and a content.', 'messages')
  if (rules.onlyUserMessage && (messages.length !== 1 || messages[0]?.role !== 'user'))
    return refuse(
      `${model} completes code: it takes a single message, and its role must be user.`,
      'messages',
    )
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? undefined
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && (maxTokens as number) > 0))
    return refuse('max_tokens must be a whole number above 0.', 'max_tokens')
  return answer(model, messages, maxTokens as number | undefined, body)
}

/** Tells a refusal from a reply. */
export function isRefusal(result: Reply | Refusal): result is Refusal {
  return 'error' in result
}

/** A refusal with status 400. */
function refuse(message: string, param: string | null, code: string | null = null): Refusal {
  return { status: 400, error: { message, type: 'invalid_request_error', param, code } }
}

interface Message {
  readonly role: string
  readonly text: string
}

function answer(
  model: string,
  messages: readonly Message[],
  maxTokens: number | undefined,
  { reasoning_effort: effort, tools }: ChatBody,
): Reply {
  const last = messages.at(-1)
  const prompt = messages.findLast(({ role }) => role === 'user')?.text ?? ''
  const toolCall = last?.role === 'user' ? callFor(tools, prompt) : undefined
  const text = last?.role === 'tool' ? answerToTool(last.text) : answerTo(prompt)
  const cut = cutToTokens(toolCall?.arguments ?? text, toolCall === undefined ? maxTokens : undefined)
  const reasoning = typeof effort === 'string' && effort !== 'none' ? thoughtOn(prompt) : undefined
  // Chat templates wrap each message in about four tokens of their own.
  const promptTokens = messages.reduce((sum, message) => sum + splitTokens(message.text).length + 4, 0)
  const completionTokens = cut.tokens + (reasoning === undefined ? 0 : splitTokens(reasoning).length)
  return {
    model,
    content: toolCall === undefined ? cut.text : '',
    ...(reasoning !== undefined && { reasoning }),
    ...(toolCall !== undefined && { toolCall }),
    finishReason: toolCall !== undefined ? 'tool_calls' : cut.isCut ? 'length' : 'stop',
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
    },
  }
}

/** The messages as texts, or `undefined` when they are not a list of messages. */
function readMessages(value: unknown): Message[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const messages: Message[] = []
  for (const item of value as unknown[]) {
    if (typeof item !== 'object' || item === null) return undefined
    const { role, content } = item as { role?: unknown; content?: unknown }
    if (typeof role !== 'string') return undefined
    messages.push({ role, text: textOf(content) })
  }
  return messages
}

/** Content is a text or a list of parts, of which only text parts count here. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : ''))
    .join('')
}
