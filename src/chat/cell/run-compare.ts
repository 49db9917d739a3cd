/**
 * The work of `compare`. Loaded with the first call only.
 */
import { MagicsError, UsageError } from '../../errors'
import type { CellScope } from '../../kernel/scope/scope'
import { askServer } from '../call/ask-server'
import type { ChatMessage } from '../answer/chat-message'
import type { ChatOptions } from '../chat-options'
import { readMessages } from '../call/chat-request'
import type { CompareModel, CompareOptions } from '../compare-options'
import { type CompareColumn, createCompareView } from './compare-view'
import { answerFooter } from './draw-answer'
import { ChatError } from '../answer/errors'
import { EMPTY_ANSWER } from '../answer/message-builder'
import { prepareCall } from '../call/prepare-call'
import { type ChatResult, makeResult } from './result'
import { recordUsage } from '../answer/usage-totals'

/**
 * Asks all models at the same time.
 *
 * @param models - The models.
 * @param prompt - What to ask.
 * @param options - Options for all.
 * @param scope - The cell that asked.
 */
export async function runCompare(
  models: readonly CompareModel[],
  prompt: string | readonly ChatMessage[],
  options: CompareOptions,
  scope: CellScope,
): Promise<ChatResult[]> {
  if (!Array.isArray(models) || models.length === 0) {
    throw new UsageError('compare needs models: compare(["model-a", "model-b"], "…").')
  }
  const messages = readMessages(prompt)
  const asked = models.map((model) => requestFor(model, messages, options))
  // All calls are checked before the first is sent.
  const calls = asked.map((one) => prepareCall(one.request, scope))
  const view =
    options.draw === false
      ? undefined
      : createCompareView(
          scope,
          asked.map(({ label }) => label),
        )
  const results = await Promise.all(
    calls.map(async (call, index) => {
      const column = view?.columns[index]
      try {
        const answer = await askServer(call, {
          onDelta: (delta) => {
            if (delta.type === 'text-delta' && delta.choice === 0) column?.text(delta.text)
          },
          onNote: (line) => column?.note(line),
        })
        recordUsage(answer)
        column?.end(answerFooter(answer), false)
        return makeResult(answer, messages)
      } catch (error) {
        return failed(error, messages, column)
      }
    }),
  )
  await view?.finish()
  const at = results.findIndex((result) => result.error)
  if (at !== -1 && options.reject !== false) throw failureOf(results, at, asked[at]!.label)
  return results
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

function failed(
  error: unknown,
  messages: readonly ChatMessage[],
  column: CompareColumn | undefined,
): ChatResult {
  if (!(error instanceof ChatError)) throw error
  const isBare = (error.partial?.text ?? '') === ''
  column?.end(`${isBare ? 'No answer' : 'Incomplete'}: ${error.message}`, true)
  return makeResult(error.partial ?? EMPTY_ANSWER, messages, { error })
}

function failureOf(results: readonly ChatResult[], at: number, label: string): MagicsError {
  const error = results[at]!.error!
  // Stop is the cell's own end, not one model's.
  if (error.code === 'stopped') return error
  const count = results.filter((result) => result.error).length
  const others = count > 1 ? ` (and ${count - 1} more failed)` : ''
  return new MagicsError('compare', `${label}: ${error.message}${others}`, { cause: error, partial: results })
}
