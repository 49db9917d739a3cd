/**
 * The models of the practice endpoint: its own, and the names that are answered beside them. Pure.
 */
import { UsageError } from '../errors'
import { refuse, type Refusal } from './refusals'

/** What a model does. */
export type ModelUse = 'text' | 'embedding'

/** What sets a model apart. */
export interface ModelRules {
  readonly use: ModelUse
  /** Completes code: one message of the user and nothing else. */
  readonly onlyUserMessage?: boolean
}

/** The models there always are: the two of the tutorial, and one for embeddings. */
const MODELS: Readonly<Record<string, ModelRules>> = {
  'deci-nano': { use: 'text' },
  'deci-coder-6b': { use: 'text', onlyUserMessage: true },
  'practice-embed': { use: 'embedding' },
}

/** Names that are answered beside those of {@link MODELS}. */
export type ExtraModels = 'any' | readonly string[]

/**
 * Checks the names of models that a caller wrote.
 * @param models - What the caller wrote.
 * @throws UsageError When it is neither `'any'` nor a list of names.
 */
export function checkModels(models: unknown): ExtraModels {
  const isName = (name: unknown) => typeof name === 'string' && name !== ''
  if (models === 'any' || (Array.isArray(models) && models.every(isName))) return models as ExtraModels
  throw new UsageError("practice: models must be a list of names, or 'any' for every name.")
}

/** A model that may be asked. */
export interface FoundModel extends ModelRules {
  readonly name: string
}

/** What decides beside the name. */
export interface FindModelOptions {
  readonly use: ModelUse
  /** Model named in the URL, for the URLs that name one. */
  readonly pathModel?: string
  /** @defaultValue none */
  readonly models?: ExtraModels
}

/**
 * Finds the model that a request asks for.
 *
 * @param asked - The body's `model`.
 * @param options - What it is asked for, and which names are allowed.
 * @returns The model, or a {@link Refusal} that says which there are.
 */
export function findModel(asked: unknown, options: FindModelOptions): FoundModel | Refusal {
  const { use, pathModel, models = [] } = options
  const name = asked ?? pathModel
  if (typeof name !== 'string')
    return refuse('The body names no model.', { param: 'model', code: 'missing_required_parameter' })
  if (pathModel !== undefined && name !== pathModel)
    return refuse(`This URL serves ${pathModel}, but the body asks for ${name}.`, {
      param: 'model',
      code: 'model_mismatch',
    })
  const rules = Object.hasOwn(MODELS, name) ? MODELS[name] : undefined
  if (rules?.use === use) return { ...rules, name }
  if (!rules && (models === 'any' || models.includes(name))) return { use, name }
  const own = Object.keys(MODELS).filter((model) => MODELS[model]?.use === use)
  const message = rules
    ? `${name} is no model for this: ask ${own.join(' or ')}.`
    : `There is no model ${name} here, only ${own.join(' and ')}. To have it answered as well, with canned answers, run ` +
      `practice({ models: [${JSON.stringify(name)}] }) or practice({ models: 'any' }).`
  return refuse(message, { status: 404, param: 'model', code: 'model_not_found' })
}

/**
 * The names that `/models` lists.
 * @param models - Names beside the endpoint's own; `'any'` adds none, for they cannot be listed.
 */
export function modelNames(models: ExtraModels = []): string[] {
  return [...new Set([...Object.keys(MODELS), ...(models === 'any' ? [] : models)])]
}

/** Any instant does, as long as it is the same one every time. */
const CREATED = Date.UTC(2024, 0, 1)

/**
 * The list of models as OpenAI gives it.
 * @see https://platform.openai.com/docs/api-reference/models/list
 */
export function openaiModelList(models: ExtraModels | undefined): object {
  const data = modelNames(models).map((id) => ({
    id,
    object: 'model',
    created: CREATED / 1_000,
    owned_by: 'practice',
  }))
  return { object: 'list', data }
}

/**
 * The list of models as Anthropic gives it, on one page.
 * @see https://docs.claude.com/en/api/models-list
 */
export function anthropicModelList(models: ExtraModels | undefined): object {
  const data = modelNames(models).map((id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: new Date(CREATED).toISOString(),
  }))
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null }
}
