/**
 * The public `compare`: one question to several models at once.
 */
import { currentScope } from '../kernel/scope/scope'
import type { ChatMessage } from './answer/chat-message'
import type { CompareModel, CompareOptions } from './compare-options'
import type { ChatResult } from './cell/result'
import { noteShown } from '../kernel/scope/shown-values'

/**
 * Asks several models the same and shows their answers side by side while they come.
 *
 * @param models - Names of models, or options of `chat` with a model each.
 * @param prompt - A text, or messages.
 * @param options - Options for all of them.
 * @returns Their answers, in the order of the models.
 * @throws MagicsError `compare` when one of them fails, after all have ended; every result is in `partial`. With
 * `reject: false` the results come back, each with its own `error`.
 * @throws StoppedError when the cell or the call is stopped; the results so far are in `partial`.
 * @throws UsageError for a call without models or prompt or with an option that there is not, before anything is sent.
 * @example
 * ```ts
 * const [small, large] = await compare(['deci-nano', 'deci-coder-6b'], 'Write a haiku.')
 * ```
 */
export async function compare(
  models: readonly CompareModel[],
  prompt: string | readonly ChatMessage[],
  options: CompareOptions = {},
): Promise<ChatResult[]> {
  const scope = currentScope()
  const { runCompare } = await import('./cell/run-compare.js')
  const results = await runCompare({ models, prompt, options }, scope)
  return options.quiet ? results : noteShown(results, scope)
}
