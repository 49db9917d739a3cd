/**
 * Token totals of the notebook: every answer is counted once, by its model.
 */
import type { Answer } from './answer'
import { cachedTokens } from './token-counts'

/** What was used of one model. */
export interface ModelUsage {
  /** Name of the model as the server gave it. */
  readonly model: string
  /** Answers. */
  readonly calls: number
  /** Answers whose server told no counts. */
  readonly uncounted: number
  /** Tokens of the requests. */
  readonly promptTokens: number
  /** Those of them that the server had in its cache. */
  readonly cachedTokens: number
  /** Tokens of the answers. */
  readonly completionTokens: number
}

const totals = new Map<string, { -readonly [Field in keyof ModelUsage]: ModelUsage[Field] }>()

/** Counts one answer. */
export function recordUsage(answer: Pick<Answer, 'model' | 'usage'>): void {
  const model = answer.model || 'unknown model'
  let total = totals.get(model)
  if (!total)
    totals.set(
      model,
      (total = { model, calls: 0, uncounted: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 }),
    )
  const { prompt_tokens: prompt, completion_tokens: completion } = answer.usage ?? {}
  total.calls++
  total.cachedTokens += answer.usage ? cachedTokens(answer.usage) : 0
  if (typeof prompt !== 'number' && typeof completion !== 'number') total.uncounted++
  total.promptTokens += typeof prompt === 'number' ? prompt : 0
  total.completionTokens += typeof completion === 'number' ? completion : 0
}

/** The totals so far, by model. */
export function usageTotals(): ModelUsage[] {
  return [...totals.values()].map((total) => ({ ...total }))
}

/** Starts again from nothing. */
export function resetUsage(): void {
  totals.clear()
}
