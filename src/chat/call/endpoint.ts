/**
 * Which server a call goes to and with which key. A key goes only to its own server: address and key are taken from
 * the same pair of variables, never from two.
 */
import { UsageError } from '../../errors'
import { registerSecret } from '../../secrets/registry'

/** A server and the key for it. */
export interface Endpoint {
  /** Address of the API, as the official client takes it: with `/v1`, without a slash at the end. */
  readonly baseURL: string
  /** The key; `undefined` for a server that needs none. */
  readonly apiKey: string | undefined
  /** Name of the variable or option the key came from or should come from. */
  readonly keyName: string
}

type Env = Readonly<Record<string, string | undefined>>

const PAIRS = [
  { url: 'OPENAI_BASE_URL', key: 'OPENAI_API_KEY' },
  { url: 'BASE_URL', key: 'ACCESS_TOKEN' },
] as const
const OPENAI_URL = 'https://api.openai.com/v1'

/**
 * Finds the server of a call.
 *
 * @param options - `baseURL` and `apiKey` as the caller gave them.
 * @param env - Environment variables.
 * @throws UsageError when there is no address, it is no address, or a server elsewhere is to be called without a key.
 */
export function findEndpoint(
  options: { baseURL?: string; apiKey?: string },
  env: Env = process.env,
): Endpoint {
  const { baseURL, keyName, apiKey } = choosePair(options, env)
  const url = parseBase(baseURL)
  const key = (options.apiKey ?? apiKey)?.trim()
  if (options.apiKey === undefined && !key && !isLocal(url.hostname)) {
    throw new UsageError(
      `No key for ${url.host}. Set ${keyName}, or pass { apiKey } (an empty one if it needs none).`,
    )
  }
  if (key) registerSecret(key, keyName)
  return { baseURL: withVersion(url), apiKey: key || undefined, keyName }
}

/**
 * The address a request goes to.
 *
 * @param baseURL - Address of the API; a query in it stays at the end.
 * @param path - Path of the call, e.g. `/chat/completions`.
 */
export function requestURL(baseURL: string, path: string): string {
  const url = parseBase(baseURL)
  const base = url.pathname.replace(/\/+$/, '')
  if (!base.endsWith(path)) url.pathname = (base === '' ? '/v1' : base) + path
  return url.href
}

interface Pair {
  readonly baseURL: string
  readonly apiKey: string | undefined
  readonly keyName: string
}

function choosePair(options: { baseURL?: string; apiKey?: string }, env: Env): Pair {
  const set = (name: string): string | undefined => env[name]?.trim() || undefined
  const pairs = PAIRS.map(({ url, key }) => ({ baseURL: set(url), apiKey: set(key), keyName: key }))
  if (options.baseURL !== undefined) {
    const { origin } = parseBase(options.baseURL)
    const own = pairs.find((pair) => pair.baseURL !== undefined && originOf(pair.baseURL) === origin)
    const openai = origin === new URL(OPENAI_URL).origin ? pairs[0] : undefined
    return {
      baseURL: options.baseURL,
      apiKey: (own ?? openai)?.apiKey,
      keyName: (own ?? openai)?.keyName ?? 'apiKey',
    }
  }
  const whole = pairs.find((pair) => pair.baseURL !== undefined && pair.apiKey !== undefined)
  const half = pairs.find((pair) => pair.baseURL !== undefined)
  const found = whole ?? half
  if (found?.baseURL !== undefined) return { ...found, baseURL: found.baseURL }
  const key = options.apiKey ?? set('OPENAI_API_KEY')
  if (key) return { baseURL: OPENAI_URL, apiKey: key, keyName: 'OPENAI_API_KEY' }
  throw new UsageError(
    'No server to ask. Call await practice() for one that needs no key, or set OPENAI_BASE_URL and OPENAI_API_KEY, ' +
      'or BASE_URL and ACCESS_TOKEN, or pass { baseURL, apiKey }.',
  )
}

function parseBase(text: string): URL {
  let url: URL
  try {
    url = new URL(text.trim())
  } catch {
    throw new UsageError('baseURL is not an address. It looks like http://localhost:11434/v1.')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(`baseURL begins with ${url.protocol}// where http:// or https:// is needed.`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('baseURL holds a user name or password. Pass them as headers: { Authorization: … }.')
  }
  return url
}

/** A bare origin means its `/v1`; anything else is taken as it is, without the slash at its end. */
function withVersion(url: URL): string {
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')
  url.pathname = path === '' ? '/v1' : path
  return url.href
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined
}

/** Servers on this machine or this network are often open. */
function isLocal(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    /^(?:127|10)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^\[(?:::1|f[cd])/.test(hostname) ||
    /\.(?:local|localhost|internal|lan)$/.test(hostname) ||
    !/[.:]/.test(hostname)
  )
}
