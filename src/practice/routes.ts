/**
 * The URLs of the practice endpoint: the ones of the tutorial, which name the model, and the usual `/v1` ones.
 * The ones without `/v1` are for clients whose base URL is the origin alone.
 */
import type { Protocol } from './refusals'

/** What can be asked for. */
export type RouteKind = 'chat' | 'responses' | 'embeddings' | 'messages' | 'count-tokens' | 'models'

/** What a URL asks for. */
export interface Route {
  readonly kind: RouteKind
  /** The method it is asked with. */
  readonly method: 'GET' | 'POST'
  /** Model in the URL. */
  readonly pathModel?: string
}

const KINDS: Readonly<Record<string, RouteKind>> = {
  '/chat/completions': 'chat',
  '/responses': 'responses',
  '/embeddings': 'embeddings',
  '/messages': 'messages',
  '/messages/count_tokens': 'count-tokens',
  '/models': 'models',
}

/** What is said of every other path. */
export const NOT_SERVED =
  'Not served here: use /serving/llm/<model>/chat/completions, or /v1 with one of ' +
  `${Object.keys(KINDS).join(', ')}.`

const SERVING = /^\/serving\/llm\/([^/]+)(\/.*)$/

/**
 * Reads the path of a URL.
 * @param pathname - Path without query.
 * @returns What it asks for; `undefined` for a path that is not served.
 */
export function readRoute(pathname: string): Route | undefined {
  const serving = SERVING.exec(pathname)
  const rest = serving?.[2] ?? pathname.replace(/^\/v1(?=\/)/, '')
  const kind = Object.hasOwn(KINDS, rest) ? KINDS[rest] : undefined
  if (!kind) return undefined
  const pathModel = serving ? { pathModel: decode(serving[1] ?? '') } : {}
  return { kind, method: kind === 'models' ? 'GET' : 'POST', ...pathModel }
}

/**
 * Tells which protocol a request speaks, for the form of errors and the header of the key.
 *
 * @param pathname - Path without query.
 * @param hasVersion - Whether it has the header `anthropic-version`, by which a request for `/models` tells.
 */
export function protocolOf(pathname: string, hasVersion: boolean): Protocol {
  const kind = readRoute(pathname)?.kind
  const isAnthropic = kind === 'messages' || kind === 'count-tokens' || (kind === 'models' && hasVersion)
  return isAnthropic ? 'anthropic' : 'openai'
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Not percent-encoded after all: such a model does not exist, and the refusal should show what was asked.
    return text
  }
}
