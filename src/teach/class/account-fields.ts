/**
 * What of a request is about the account of the key, and so is not for students: what is stored there, what the server reaches
 * or runs by itself, other models and other servers, what costs many times as much. The teacher allows each by its name. Pure.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 * @see https://docs.claude.com/en/api/messages
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isObject, type JsonObject } from '../../base/unknown'
import { refuse, type Refusal } from '../../practice/refusals'

/** Fields of a request, and why they are not for the class. */
const REASONS: Readonly<Record<string, readonly string[]>> = {
  'it leads to what is stored in the account of the class': ['previous_response_id', 'conversation', 'container', 'preset'],
  'the server would reach or run something by itself, which costs more than tokens': ['web_search', 'web_search_options', 'search_parameters', 'mcp_servers', 'data_sources', 'connectors', 'plugins', 'vector_store_ids', 'enable_search'],
  'it names other models than the one that is asked': ['models', 'model_list', 'fallbacks', 'fallback_models', 'context_window_fallbacks', 'content_policy_fallbacks', 'route', 'provider'],
  'it leads the server elsewhere': ['api_base', 'base_url', 'api_key', 'api_type', 'api_version', 'custom_llm_provider', 'user_config', 'extra_headers', 'extra_body', 'extra_query', 'litellm_credential_name'],
  'it costs many times as much': ['speed'],
} // prettier-ignore
const FIELDS = new Map(
  Object.entries(REASONS).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
)

const STORED = 'it leads to what is stored in the account of the class'
/** Ways of being served that cost no more than the usual one. */
const TIERS: readonly unknown[] = ['auto', 'default', 'flex', 'standard', 'standard_only']
/** More answers to one question are for nobody's lesson. */
const MAX_ANSWERS = 8
/** Tools that the student's own program runs; all others are the server's. */
const OWN_TOOL =
  /^(?:function|custom|(?:bash|text_editor|computer|memory)_\d{8}|computer_use_preview|local_shell|apply_patch)$/
/** Parts that are the student's own: schemas of tools, and what a model has filled them with. */
const OWN_PARTS: ReadonlySet<string> = new Set(['arguments', 'parameters', 'input_schema'])

/**
 * Tells which part of a request is not for the class.
 *
 * @param json - The body.
 * @param allowed - Names of what the teacher allows.
 * @returns `undefined` when there is none.
 */
export function refuseFields(json: JsonObject, allowed: readonly string[]): Refusal | undefined {
  for (const [name, value] of Object.entries(json)) {
    const plain = folded(name)
    // Servers that are written in Go take names in any letters, and the last of several.
    if (name !== plain && (FIELDS.has(plain) || JUDGED.has(plain)))
      return refuse(`Write ${plain} in small letters.`, { param: plain })
    const reason = FIELDS.get(name)
    if (reason !== undefined && !isEmpty(value) && !allowed.includes(name)) return notFor(name, reason)
  }
  return refuseValues(json, allowed) ?? refuseTools(json['tools'], allowed) ?? refuseParts(json, allowed)
}

const JUDGED: ReadonlySet<string> = new Set(['model', 'tools', 'n', 'best_of', 'service_tier', 'background', 'prompt', 'messages', 'input', 'system', 'stream']) // prettier-ignore

/** As servers compare names that do not care for capitals. */
function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

function isEmpty(value: unknown): boolean {
  return value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Headers by which a server opens more than its documentation has for everybody. */
const BETAS = ['anthropic-beta', 'openai-beta'] as const

/**
 * Tells which header of a request is not for the class.
 *
 * @param headers - Those of the request.
 * @param allowed - Names of what the teacher allows.
 * @returns `undefined` when there is none.
 */
export function refuseHeaders(headers: IncomingHttpHeaders, allowed: readonly string[]): Refusal | undefined {
  const name = BETAS.find((beta) => !isEmpty(headers[beta] ?? null) && !allowed.includes(beta))
  return name && notFor(name, 'the server opens by it what it has not opened for everybody')
}

function refuseValues(json: JsonObject, allowed: readonly string[]): Refusal | undefined {
  const { model, background, prompt, service_tier: tier } = json
  if (model != null && typeof model !== 'string')
    return refuse('The model is no text: name one.', { param: 'model' })
  // Its answer comes later, to whoever asks for it, and so cannot be counted.
  if (!isEmpty(background ?? null))
    return refuse('Answers in the background are not for the class: leave `background` out.', {
      param: 'background',
    })
  if (isObject(prompt) && !allowed.includes('prompt')) return notFor('prompt', STORED)
  if (tier != null && !TIERS.includes(tier) && !allowed.includes('service_tier'))
    return notFor('service_tier', 'it costs many times as much')
  for (const name of ['n', 'best_of']) {
    const count = json[name]
    if (count != null && !(typeof count === 'number' && count <= MAX_ANSWERS))
      return refuse(`Ask for ${MAX_ANSWERS} answers at most.`, { param: name })
  }
  return undefined
}

function refuseTools(tools: unknown, allowed: readonly string[]): Refusal | undefined {
  if (!Array.isArray(tools)) return undefined
  for (const tool of tools as unknown[]) {
    const type = isObject(tool) ? typeOf(tool) : ''
    const name = type.replace(/_\d{8}$|_\d{4}_\d{2}_\d{2}$/, '')
    if (OWN_TOOL.test(type) || allowed.includes(name)) continue
    const reason = 'the server would run it by itself, which costs more than tokens'
    return notFor(/^\w{1,40}$/.test(name) ? name : 'a tool without a known type', reason, 'tools')
  }
  return undefined
}

/** The type of a tool; those of Anthropic that students run have a schema instead, and others are named by their one field. */
function typeOf(tool: JsonObject): string {
  const { type } = tool
  if (Object.keys(tool).some((name) => name !== 'type' && folded(name) === 'type')) return ''
  if (typeof type === 'string') return type
  if (type != null) return ''
  return typeof tool['name'] === 'string' && isObject(tool['input_schema'])
    ? 'custom'
    : (Object.keys(tool)[0] ?? '')
}

/** Looks for files and other stored things in what the model reads. */
function refuseParts(json: JsonObject, allowed: readonly string[]): Refusal | undefined {
  const { messages, input, system } = json
  const todo: unknown[] = [messages, system, input]
  for (const item of Array.isArray(input) ? (input as unknown[]) : [])
    if (isObject(item) && isReference(item) && !allowed.includes('item_reference'))
      return notFor('item_reference', STORED, 'input')
  // A list and no recursion: a body may be as deep as it is long.
  while (todo.length > 0) {
    const value = todo.pop()
    if (Array.isArray(value)) for (const item of value as unknown[]) todo.push(item)
    if (!isObject(value)) continue
    for (const [name, item] of Object.entries(value)) {
      if (OWN_PARTS.has(name) || (name === 'input' && typeof value['name'] === 'string')) continue
      if (folded(name) === 'file_id' && typeof item === 'string' && !allowed.includes('file_id'))
        return notFor('file_id', STORED)
      if (typeof item === 'object') todo.push(item)
    }
  }
  return undefined
}

/** In `input` the type of a reference may be left out. */
function isReference(item: JsonObject): boolean {
  const { type, id, role, content } = item
  return type === 'item_reference' || (type == null && role == null && content == null && id != null)
}

function notFor(name: string, reason: string, param = name): Refusal {
  const message = `Not for the class: ${name}, for ${reason}. Leave it out, or ask your teacher, who can allow it.`
  return refuse(message, { status: 403, type: 'permission_error', code: 'not_for_the_class', param })
}
