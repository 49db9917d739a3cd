/**
 * The work of `chat`: options to a call, the call to the cell and to a result. Loaded with the first call only.
 */
import { createLiveView, type LiveView } from '../display/live-view'
import type { CellScope } from '../kernel/scope'
import type { Answer } from './answer'
import { askServer, type CallListener, type ServerCall } from './ask-server'
import type { ChatMessage, ChatOptions } from './chat-options'
import { readMessages, requestFields, requestHeaders } from './chat-request'
import { answerFooter, drawDelta, drawOtherChoices } from './draw-answer'
import { findEndpoint, requestURL } from './endpoint'
import { ChatError } from './errors'
import { EMPTY_CHOICE } from './message-builder'
import { type ChatResult, makeResult } from './result'
import { recordUsage } from './usage-totals'

/**
 * Asks once and shows the answer.
 *
 * @param options - Options of the call.
 * @param scope - The cell that asked.
 */
export async function runChat(options: ChatOptions, scope: CellScope): Promise<ChatResult> {
  const call = prepareCall(options, scope)
  const messages = readMessages(options.messages)
  const view = options.draw === false ? undefined : createLiveView(scope, { as: options.as ?? 'markdown' })
  try {
    const answer = await askServer(call, view ? listenerFor(view) : {})
    recordUsage(answer)
    if (view) {
      drawOtherChoices(view, answer)
      await view.end(answerFooter(answer))
    }
    return makeResult(answer, messages)
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
    return failWith(error, messages, options, view)
  }
}

/** Shows a failure below what arrived, and gives or throws it. */
async function failWith(
  error: ChatError,
  messages: readonly ChatMessage[],
  options: ChatOptions,
  view: LiveView | undefined,
): Promise<ChatResult> {
  await view?.fail(failureLine(error))
  const partial = makeResult(error.partial ?? EMPTY_ANSWER, messages, { error })
  if (options.reject === false) return partial
  throw error.partial ? error.withPartial(partial) : error
}

/** Options to a request. */
export function prepareCall(options: ChatOptions, scope: CellScope): ServerCall {
  const { baseURL, apiKey, signal, timeouts = {}, retries = 2, fetch } = options
  const endpoint = findEndpoint({
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(apiKey === undefined ? {} : { apiKey }),
  })
  return {
    url: requestURL(endpoint.baseURL, '/chat/completions'),
    headers: requestHeaders(endpoint.apiKey, options.headers),
    fields: requestFields(options),
    timeouts,
    retries,
    signals: signal ? [scope.signal, signal] : [scope.signal],
    fetch,
  }
}

/** What a live view does with a call. */
export function listenerFor(view: LiveView): CallListener {
  return { onDelta: (delta) => drawDelta(view, delta), onNote: (line) => view.note(line) }
}

/** A failure on one line, with what to do. */
export function failureLine(error: ChatError): string {
  return error.hint === undefined ? error.message : `${error.message} — ${error.hint}`
}

/** What arrived of an answer when nothing did. */
export const EMPTY_ANSWER: Answer = {
  ...EMPTY_CHOICE,
  choices: [EMPTY_CHOICE],
  usage: null,
  model: '',
  id: '',
  events: 0,
  timing: { firstTokenMs: null, totalMs: 0, tokensPerSecond: null },
}
