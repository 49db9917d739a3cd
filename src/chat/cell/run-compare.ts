/**
 * The work of `compare`. Loaded with the first call only.
 */
import { MagicsError, StoppedError, UsageError } from '../../errors'
import type { CellScope } from '../../kernel/scope/cell-scope'
import { askServer } from '../call/ask-server'
import type { ServerCall } from '../call/try-once'
import type { ChatMessage } from '../answer/chat-message'
import type { ChatOptions } from '../chat-options'
import { readMessages } from '../call/chat-request'
import type { CompareModel, CompareOptions } from '../compare-options'
import { type CompareColumn, createCompareView } from './compare-view'
import { answerFooter, failureLine } from './draw-answer'
import { drawPictures } from './draw-media'
import { isAnswerError } from '../answer/errors'
import { EMPTY_ANSWER } from '../answer/message-builder'
import { checkCall } from '../call/check-call'
import { describeCall } from '../call/describe-call'
import type { SnippetRequest } from '../../snippets/request'
import { prepareCall } from '../call/prepare-call'
import { type ChatResult, makeResult } from './result'
import { recordUsage } from '../answer/usage-totals'

/** What `compare` was called with. */
export interface CompareCall {
  readonly models: readonly CompareModel[]
  /** What to ask. */
  readonly prompt: string | readonly ChatMessage[]
  /** Options for all of them. */
  readonly options: CompareOptions
}

/**
 * Asks all models at the same time.
 *
 * @param call - Whom to ask, and what.
 * @param scope - The cell that asked.
 */
export async function runCompare(
  { models, prompt, options }: CompareCall,
  scope: CellScope,
): Promise<ChatResult[]> {
  if (!Array.isArray(models) || models.length === 0) {
    throw new UsageError('compare needs models: compare(["model-a", "model-b"], "…").')
  }
  checkCall('compare', options)
  for (const model of models) if (typeof model === 'object') checkCall('A model of compare', model)
  const messages = readMessages(prompt)
  const asked = models.map((model) => requestFor(model, messages, options))
  const labels = asked.map(({ label }) => label)
  // All calls are checked before the first is sent.
  const calls = asked.map(({ request }) => prepareCall(request, scope))
  const view = options.quiet === true ? undefined : createCompareView(scope, labels)
  const results = await Promise.all(
    calls.map((call, index) => askInColumn(call, messages, view?.columns[index])),
  )
  await view?.finish()
  if (view) for (const result of results) drawPictures(scope, result)
  if (options.reject === false || results.every(({ error }) => !error)) return results
  throw failureOf(results, labels)
}

function requestFor(
  model: CompareModel,
  messages: readonly ChatMessage[],
  options: CompareOptions,
): { label: string; request: ChatOptions } {
  if (typeof model === 'string') return { label: model, request: { ...options, model, messages } }
  const { label, ...own } = model
  return { label: label ?? own.model, request: { ...options, ...own, messages } }
}

/** Asks one model. A failure is a result as well: it must not end the others. */
async function askInColumn(
  call: ServerCall,
  messages: readonly ChatMessage[],
  column: CompareColumn | undefined,
): Promise<ChatResult> {
  const request = (): SnippetRequest => describeCall(call)
  try {
    const answer = await askServer(call, {
      onDelta: (delta) => {
        if (delta.type === 'text-delta' && delta.choice === 0) column?.text(delta.text)
      },
      onNote: (line) => column?.note(line),
    })
    recordUsage(answer)
    column?.end(answerFooter(answer), false)
    return makeResult(answer, messages, { request })
  } catch (error) {
    if (!isAnswerError(error)) throw error
    const isBare = (error.partial?.text ?? '') === ''
    column?.end(`${isBare ? 'No answer' : 'Incomplete'}: ${failureLine(error)}`, true)
    return makeResult(error.partial ?? EMPTY_ANSWER, messages, { error, request })
  }
}

/** A stop is the end of all of them, whatever else went wrong; else the first failure counts. */
function failureOf(results: readonly ChatResult[], labels: readonly string[]): MagicsError {
  const errors = results.map(({ error }) => error)
  const stop = errors.find((error) => StoppedError.is(error))
  if (stop) return new StoppedError(stop.message, { cause: stop.cause, partial: results })
  const at = errors.findIndex((error) => error)
  const count = errors.filter((error) => error).length
  const others = count > 1 ? ` (and ${count - 1} more failed)` : ''
  const cause = errors[at]
  return new MagicsError('compare', `${labels[at]}: ${cause?.message}${others}`, { cause, partial: results })
}
