/**
 * The one rule for pairs of an address and its key: which variables make a pair, which of two pairs counts, where the API
 * of an address begins, and whose key goes where. `practice`, `chat`, `compare` and `openai` all ask here, so that the
 * server that is announced is the server that is asked. Knows nothing of requests and of what a cell shows.
 *
 * - The pairs, in order: `BASE_URL` and `ACCESS_TOKEN`, which cells of the notebook write as `$BASE_URL` and
 *   `$ACCESS_TOKEN`; then `OPENAI_BASE_URL` and `OPENAI_API_KEY`, which a shell may have set for other programs.
 * - A pair with address and key counts before one without its key; both count before the practice endpoint, which stands
 *   in until a server is named. `OPENAI_API_KEY` without any address means OpenAI's own server, as in its clients.
 * - A key is never taken from another pair than the address: see {@link findKey}.
 * - An address with a path is the API itself. A bare origin is a host like the tutorial's, with two ways in: `/v1`, where
 *   the request names the model ({@link apiBase}), and a URL for each model ({@link modelBase}). One whose API is at its
 *   root is named with `/.` behind it, which every client takes for the root ({@link namesRoot}).
 */
import { processWide } from '../base/process-wide'
import { UsageError } from '../errors'

/** Variables by name. */
export type ServerEnv = Readonly<Record<string, string | undefined>>

/** A server and its key. */
export interface ServerPair {
  /** Address as it was set, without blanks around it. */
  readonly baseURL: string
  /** Its key; `undefined` when the variable of the key is not set. */
  readonly apiKey: string | undefined
  /** Variable of the address. */
  readonly urlName: string
  /** Variable of the key. */
  readonly keyName: string
  /** `named` by the user, the `practice` endpoint of this process, or the `default` server of a key without an address. */
  readonly kind: 'named' | 'practice' | 'default'
}

/** `defaultURL`: where the key belongs while no address is set. */
const PAIRS: readonly { readonly url: string; readonly key: string; readonly defaultURL?: string }[] = [
  { url: 'BASE_URL', key: 'ACCESS_TOKEN' },
  { url: 'OPENAI_BASE_URL', key: 'OPENAI_API_KEY', defaultURL: 'https://api.openai.com/v1' },
]

const practiceOrigins = processWide<Set<string>>('practice-origins')

/** Tells that a practice endpoint listens, or has listened, at an origin: such an address is nobody's choice. */
export function notePracticeOrigin(origin: string): void {
  ;(practiceOrigins.value ??= new Set()).add(origin)
}

/** Whether a practice endpoint of this process listens, or has listened, at an origin. */
export function isPracticeOrigin(origin: string | undefined): boolean {
  return origin !== undefined && (practiceOrigins.value?.has(origin) ?? false)
}

/**
 * Finds the server that the environment names.
 *
 * @param env - Variables; one that is empty or blank counts as not set.
 * @param apiKey - A key that the caller gives without an address: where no address is set, it is one of OpenAI.
 * @returns The pair that counts, as the environment has it; `undefined` when there is no address and no key of OpenAI.
 */
export function findServer(env: ServerEnv = process.env, apiKey?: string): ServerPair | undefined {
  const pairs = readPairs(env)
  const ofKind = (kind: ServerPair['kind']): ServerPair | undefined =>
    keyFirst(pairs.filter((pair) => pair.kind === kind))[0]
  const server = ofKind('named') ?? ofKind('practice') ?? ofKind('default')
  return server?.kind === 'default' && !(apiKey ?? server.apiKey) ? undefined : server
}

/**
 * Finds the pair of the environment that belongs to an address: the one whose address has the same scheme, host and port;
 * of two such pairs the one with a key, then the one whose path the address goes on, then the first.
 *
 * @param address - Where a request goes.
 * @param env - Variables.
 * @returns The pair, whose key is the only one of the environment that may go there; `undefined` when there is none.
 */
export function findKey(address: string, env: ServerEnv = process.env): ServerPair | undefined {
  const url = parsed(address)
  if (url === undefined) return undefined
  const own = keyFirst(readPairs(env).filter((pair) => originOf(pair.baseURL) === url.origin))
  const isNear = ({ baseURL }: ServerPair): boolean =>
    `${pathOf(url)}/`.startsWith(`${pathOf(new URL(baseURL))}/`)
  return own.find((pair) => pair.apiKey !== undefined && isNear(pair)) ?? own[0]
}

/**
 * Reads an address.
 *
 * @param text - The address.
 * @param name - The variable or option that holds it.
 * @throws UsageError when it is none, or not of http or https; it is never quoted.
 */
export function parseAddress(text: string, name: string): URL {
  const url = parsed(text)
  if (!url) throw new UsageError(`${name} is not an address. It looks like http://localhost:11434/v1.`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`${name} begins with ${url.protocol}// where http:// or https:// is needed.`)
  return url
}

/**
 * Where the API of an address begins: at its path, or at `/v1` of a bare origin.
 *
 * @param url - The address.
 * @returns Another address, without the slash at the end of its path; a query stays.
 */
export function apiBase(url: URL): URL {
  const base = new URL(url)
  base.pathname = pathOf(url) || '/v1'
  return base
}

/**
 * Whether an address says that the API is at the root of its server: `http://localhost:4010/.`, which is the root for
 * whatever else reads it.
 *
 * @param address - The address as it was set.
 */
export function namesRoot(address: string): boolean {
  return /^\s*[a-z]+:\/\/[^/?#]+\/\.\/*\s*(?:[?#]|$)/i.test(address)
}

/**
 * Where a model is asked for: at the address itself, or at the model's own URL below a bare origin.
 *
 * @param address - The address of a server.
 * @param model - The model.
 * @returns The base URL without a slash at its end, and whether it is the model's own.
 */
export function modelBase(address: string, model: string): { url: string; isOwn: boolean } {
  const url = parsed(address)
  const isOwn = url !== undefined && pathOf(url) === '' && url.search === '' && !namesRoot(address)
  const base = address.trim().replace(/(?:\/\.)?\/*$/, '')
  return { url: isOwn ? `${base}/serving/llm/${encodeURIComponent(model)}` : base, isOwn }
}

function readPairs(env: ServerEnv): ServerPair[] {
  return PAIRS.flatMap(({ url, key, defaultURL }) => {
    const [address, apiKey] = [env[url]?.trim() || undefined, env[key]?.trim() || undefined]
    const baseURL = address ?? defaultURL
    if (baseURL === undefined) return []
    const kind =
      address === undefined ? 'default' : isPracticeOrigin(originOf(address)) ? 'practice' : 'named'
    return [{ baseURL, apiKey, urlName: url, keyName: key, kind }]
  })
}

/** Pairs with a key before those without one. */
function keyFirst(pairs: readonly ServerPair[]): ServerPair[] {
  const hasKey = ({ apiKey }: ServerPair): boolean => apiKey !== undefined
  return [...pairs.filter(hasKey), ...pairs.filter((pair) => !hasKey(pair))]
}

function originOf(text: string): string | undefined {
  return parsed(text)?.origin
}

function parsed(text: string): URL | undefined {
  return URL.canParse(text.trim()) ? new URL(text.trim()) : undefined
}

function pathOf(url: URL): string {
  return url.pathname.replace(/\/+$/, '')
}
