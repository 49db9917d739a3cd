/**
 * What a call gives back: the answer as a value that prints as one short, safe line.
 */
import { formatMs, printsAs } from '../../display/one-line'
import type { Answer } from '../answer/answer'
import type { ChatMessage } from '../answer/chat-message'
import { endWords, modelWords } from './draw-answer'
import { mediaWords } from './draw-media'
import type { AnswerError } from '../answer/errors'
import type { MagicsError } from '../../errors'
import type { SnippetRequest } from '../../snippets/request'
import { createSentRequest, type SentRequest } from '../../snippets/sent-request'

/** An answer, and the conversation it belongs to. */
export interface ChatResult extends Answer {
  /** The conversation with the answer at its end, ready for the next call. */
  readonly messages: readonly ChatMessage[]
  /** With `schema`: the answer as a checked value. */
  readonly object?: unknown
  /**
   * With `reject: false`: why the answer is not whole, a `ChatError`, or a `StoppedError` when it was stopped; a `MagicsError`
   * with code `tool-loop` when the model still asked for tools after the last round.
   */
  readonly error?: AnswerError | MagicsError
  /**
   * What was asked, without any secret: the fields as they were given, without what is only asked of the connection. Of a
   * stream it is known when the client of `openai()` sent it. It is not listed among the fields of the result.
   */
  readonly request: SentRequest
  /** The answer's text. */
  toString(): string
}

/** What a result holds beside the answer. */
export interface ResultExtra {
  readonly error?: AnswerError | MagicsError
  readonly object?: unknown
  /** Describes what was asked. */
  readonly request?: (() => SnippetRequest | undefined) | undefined
}

/**
 * Makes a result of an answer.
 *
 * @param answer - The answer, or what arrived of it.
 * @param messages - The conversation before it.
 * @param extra - What else the result holds.
 */
export function makeResult(
  answer: Answer,
  messages: readonly ChatMessage[],
  extra: ResultExtra = {},
): ChatResult {
  const { request, ...fields } = extra
  const conversation = extra.error ? messages : [...messages, answerMessage(answer)]
  const result = { ...answer, messages: conversation, ...fields } as ChatResult
  Object.defineProperty(result, 'toString', {
    value: () => answer.text,
    enumerable: false,
    configurable: true,
  })
  let sent: SentRequest | undefined
  Object.defineProperty(result, 'request', {
    get: () => (sent ??= createSentRequest(request?.())),
    enumerable: false,
    configurable: true,
  })
  return printsAs(result, () => resultLine(answer, extra.error))
}

/**
 * The answer as a message of the conversation.
 *
 * @param answer - A whole answer.
 */
export function answerMessage(answer: Answer): ChatMessage {
  const { text, refusal, toolCalls, functionCall } = answer
  const calls = toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }))
  return {
    role: 'assistant',
    content: text === '' && (calls.length > 0 || functionCall) ? null : text,
    ...(refusal === '' ? {} : { refusal }),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(functionCall ? { function_call: functionCall } : {}),
  }
}

function resultLine(answer: Answer, error: AnswerError | MagicsError | undefined): string {
  const { text, toolCalls, timing, usage } = answer
  const said = text.length > 60 ? `${text.slice(0, 60)}…` : text
  const tokens = usage?.completion_tokens
  return [
    `ChatResult "${said}"`,
    toolCalls.length > 0 ? `${toolCalls.map((call) => call.name).join(', ')} called` : '',
    modelWords(answer),
    error ? `${error.code}: ${error.message}` : endWords(answer, usage),
    mediaWords(answer),
    typeof tokens === 'number' ? `${tokens} tokens` : '',
    formatMs(timing.totalMs),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
