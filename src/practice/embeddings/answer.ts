/**
 * Answers `POST /v1/embeddings`. Pure.
 * @see https://platform.openai.com/docs/api-reference/embeddings/create
 */
import { findModel } from '../models'
import { isRefusal, refuse, type Refusal } from '../refusals'
import type { AskContext, JsonObject, Served } from '../served'
import { splitTokens } from '../answer/tokens'
import { featuresOf, vectorOf } from './vector'

const MAX_INPUTS = 2_048
const MAX_DIMENSIONS = 3_072
/** Dimensions that other models have are those of their namesakes. */
const DIMENSIONS: Readonly<Record<string, number>> = {
  'practice-embed': 256,
  'text-embedding-3-large': 3_072,
}
const OTHER_DIMENSIONS = 1_536

/** What a vector is made of, and how many tokens that was. */
interface Input {
  readonly features: ReadonlyMap<string, number>
  readonly tokens: number
}

/**
 * Answers a request for embeddings.
 *
 * @param body - Parsed request body: `input` is a text, texts, token numbers or lists of token numbers.
 * @param context - Models.
 * @returns The vectors as numbers or, with `encoding_format: 'base64'`, as 32-bit floats; or a refusal.
 */
export function answerEmbeddings(body: JsonObject, context: AskContext): Served | Refusal {
  const model = findModel(body.model, { ...context, use: 'embedding' })
  if (isRefusal(model)) return model
  const inputs = readInputs(body.input)
  if (!Array.isArray(inputs)) return inputs
  const dimensions = body.dimensions ?? DIMENSIONS[model.name] ?? OTHER_DIMENSIONS
  if (!isCount(dimensions) || dimensions > MAX_DIMENSIONS)
    return refuse(`dimensions must be a whole number from 1 to ${MAX_DIMENSIONS}.`, { param: 'dimensions' })
  const format = body.encoding_format ?? 'float'
  if (format !== 'float' && format !== 'base64')
    return refuse('encoding_format must be float or base64.', { param: 'encoding_format' })
  const data = inputs.map(({ features }, index) => ({
    object: 'embedding',
    index,
    embedding: encode(vectorOf(features, dimensions), format),
  }))
  const tokens = inputs.reduce((sum, input) => sum + input.tokens, 0)
  const usage = { prompt_tokens: tokens, total_tokens: tokens }
  return { kind: 'json', body: { object: 'list', data, model: model.name, usage } }
}

function readInputs(input: unknown): Input[] | Refusal {
  const one = typeof input === 'string' || (Array.isArray(input) && typeof input[0] === 'number')
  const all: unknown = one ? [input] : input
  if (!Array.isArray(all) || all.length === 0)
    return refuse('input must be a text, a list of texts, a list of tokens or a list of such lists.', {
      param: 'input',
      ...((input ?? null) === null && { code: 'missing_required_parameter' }),
    })
  if (all.length > MAX_INPUTS)
    return refuse(`input must have at most ${MAX_INPUTS} elements.`, { param: 'input' })
  const inputs = (all as unknown[]).map(toInput)
  const wrong = inputs.findIndex((read) => read === undefined)
  if (wrong < 0) return inputs as Input[]
  return refuse(`${one ? 'input' : `input[${wrong}]`} must be a text or a list of tokens, and not empty.`, {
    param: 'input',
  })
}

function toInput(input: unknown): Input | undefined {
  if (typeof input === 'string' && input !== '')
    return { features: featuresOf(input), tokens: splitTokens(input).length }
  if (!Array.isArray(input) || input.length === 0 || !input.every(Number.isInteger)) return undefined
  // There is no vocabulary to look tokens up in: each is a word of its own.
  const features = new Map((input as number[]).map((token) => [`#${token}`, 1]))
  return { features, tokens: input.length }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}

function encode(vector: Float32Array, format: 'float' | 'base64'): number[] | string {
  if (format === 'float') return [...vector]
  const bytes = Buffer.alloc(vector.length * 4)
  // Little-endian, whatever this machine is.
  vector.forEach((value, at) => bytes.writeFloatLE(value, at * 4))
  return bytes.toString('base64')
}
