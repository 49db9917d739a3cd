/**
 * The public `usage`: tokens of the notebook so far, and what they cost at prices the user gives.
 */
import { readFileSync } from 'node:fs'
import { checkOptions } from '../base/option-names'
import { UsageError } from '../errors'
import { html as h } from '../display/html'
import { formatCount, printsAs } from '../display/one-line'
import type { MimeBundle } from '../base/mime-bundle'
import { currentScope } from '../kernel/scope/scope'
import { isObject } from '../base/unknown'
import { type ModelUsage, resetUsage, usageTotals } from './answer/usage-totals'
import { noteShown } from '../kernel/scope/shown-values'

/** Price of a model, for a million tokens. */
export interface ModelPrice {
  /** Tokens of the request. */
  readonly input: number
  /** Tokens of the answer. */
  readonly output: number
  /** Tokens of the request that the server had in its cache; as `input` by default. */
  readonly cachedInput?: number
}

/** Prices by the beginning of the model's name; the longest one that fits counts. */
export interface ModelPrices {
  readonly [model: string]: ModelPrice
}

/** Settings of {@link usage}. */
export interface UsageOptions {
  /** Prices, or the path of a JSON file that holds them. @defaultValue none: no costs are shown */
  readonly prices?: ModelPrices | string
  /** Put before costs. @defaultValue '$' */
  readonly currency?: string
  /** Whether nothing is shown in the cell. @defaultValue false */
  readonly quiet?: boolean
}

/** Use and cost of one model. */
export interface ModelTotal extends ModelUsage {
  /** What its tokens cost; `null` without a price for it. */
  readonly cost: number | null
}

/** Use and cost of the notebook. */
export interface UsageTotals {
  /** Each model by itself. */
  readonly models: readonly ModelTotal[]
  /** Answers. */
  readonly calls: number
  /** Tokens of the requests. */
  readonly promptTokens: number
  /** Tokens of the answers. */
  readonly completionTokens: number
  /** What all of it costs, as far as prices are known; `null` when none is. */
  readonly cost: number | null
}

/** What `usage` is. */
export interface UsageCall {
  /**
   * Shows and gives the tokens of all answers of this notebook since the kernel started.
   *
   * @param options - `prices`, `currency`, `quiet`.
   * @returns The totals, of each model and of all.
   * @throws UsageError for prices that cannot be read, and for an option that there is not.
   * @example
   * ```ts
   * usage({ prices: { 'gpt-4o': { input: 2.5, output: 10 } } })
   * ```
   */
  (options?: UsageOptions): UsageTotals
  /** Starts counting again from nothing. */
  reset(): void
}

/** Tokens and costs of the notebook; see {@link UsageCall}. */
export const usage: UsageCall = Object.assign(
  (options: UsageOptions = {}): UsageTotals => {
    checkOptions('usage', options)
    const { currency = '$', quiet = false } = options
    const totals = priceTotals(usageTotals(), readPrices(options.prices))
    printsAs(totals, () => totalLine(totals, currency))
    if (quiet) return totals
    const scope = currentScope()
    scope.display(usageBundle(totals, currency))
    return noteShown(totals, scope)
  },
  { reset: resetUsage },
)

/** Adds costs to totals. Pure. */
function priceTotals(models: readonly ModelUsage[], prices: ModelPrices): UsageTotals {
  const priced = models.map((model) => ({ ...model, cost: costOf(model, prices) }))
  const sum = (pick: (model: ModelTotal) => number): number =>
    priced.reduce((total, model) => total + pick(model), 0)
  return {
    models: priced,
    calls: sum((model) => model.calls),
    promptTokens: sum((model) => model.promptTokens),
    completionTokens: sum((model) => model.completionTokens),
    cost: priced.some((model) => model.cost !== null) ? sum((model) => model.cost ?? 0) : null,
  }
}

function costOf(model: ModelUsage, prices: ModelPrices): number | null {
  const names = Object.keys(prices).filter((name) => model.model.startsWith(name))
  const name = names.sort((a, b) => b.length - a.length)[0]
  const price = name === undefined ? undefined : prices[name]
  if (!price) return null
  const fresh = model.promptTokens - model.cachedTokens
  const input = fresh * price.input + model.cachedTokens * (price.cachedInput ?? price.input)
  return (input + model.completionTokens * price.output) / 1e6
}

function readPrices(prices: ModelPrices | string = {}): ModelPrices {
  const value: unknown = typeof prices === 'string' ? readJson(prices) : prices
  if (!isObject(value))
    throw new UsageError('Prices are an object: { model: { input, output } }, for a million tokens.')
  for (const [name, price] of Object.entries(value)) {
    const { input, output } = isObject(price) ? price : {}
    if (typeof input === 'number' && typeof output === 'number') continue
    throw new UsageError(`The price of ${name} needs input and output, numbers for a million tokens.`)
  }
  return value as unknown as ModelPrices
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const why = (cause as { code?: string }).code === 'ENOENT' ? 'there is no such file' : 'it is not JSON'
    throw new UsageError(`Prices cannot be read from ${path}: ${why}.`, { cause })
  }
}

function totalLine({ calls, promptTokens, completionTokens, cost }: UsageTotals, currency: string): string {
  const counts = `${calls} answers · ${formatCount(promptTokens)} + ${formatCount(completionTokens)} tokens`
  return cost === null ? counts : `${counts} · ${formatCost(cost, currency)}`
}

function usageBundle(totals: UsageTotals, currency: string): MimeBundle {
  const isPriced = totals.cost !== null
  const heads = ['model', 'answers', 'tokens sent', 'tokens received', ...(isPriced ? ['cost'] : [])]
  const rows = totals.models.map((model) => [
    model.model,
    model.uncounted > 0 ? `${model.calls} (${model.uncounted} without counts)` : String(model.calls),
    formatCount(model.promptTokens),
    formatCount(model.completionTokens),
    ...(isPriced ? [model.cost === null ? 'no price' : formatCost(model.cost, currency)] : []),
  ])
  const line = totalLine(totals, currency)
  const head = h`<tr>${heads.map((name) => h`<th scope="col">${name}</th>`)}</tr>`
  const body = rows.map(
    ([model, ...cells]) =>
      h`<tr><th scope="row">${model}</th>${cells.map((cell) => h`<td>${cell}</td>`)}</tr>`,
  )
  const widths = heads.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]!.length)))
  const pad = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd()
  return {
    data: {
      'text/html': String(
        h`<div><table><thead>${head}</thead><tbody>${body}</tbody></table><div>${line}</div></div>`,
      ),
      'text/plain': [heads, ...rows].map(pad).concat(line).join('\n'),
    },
  }
}

function formatCost(cost: number, currency: string): string {
  return `${currency}${cost >= 1 ? cost.toFixed(2) : cost.toPrecision(2)}`
}
