/**
 * Which server a call goes to and with which key. What the environment says about both is `env/server-pair`'s.
 */
import { apiBase, findKey, findServer, namesRoot, parseAddress, type ServerEnv } from '../../env/server-pair'
import { UsageError } from '../../errors'
import { registerSecret } from '../../secrets/registry'

/** A server and the key for it. */
export interface Endpoint {
  /** Address of the API, as the official client takes it: with `/v1` if it is there, without a slash behind its path. */
  readonly baseURL: string
  /** The key; `undefined` for a server that needs none. */
  readonly apiKey: string | undefined
  /** Name of the variable or option the key came from or should come from. */
  readonly keyName: string
}

/**
 * Finds the server of a call: the one that is given, else the one that the environment names (see `env/server-pair`).
 *
 * @param options - `baseURL` and `apiKey` as the caller gave them.
 * @param env - Environment variables.
 * @throws UsageError when there is no address, it is no address, or a server elsewhere is to be called without a key.
 */
export function findEndpoint(
  options: { baseURL?: string; apiKey?: string },
  env: ServerEnv = process.env,
): Endpoint {
  const server =
    options.baseURL === undefined ? findServer(env, options.apiKey) : findKey(options.baseURL, env)
  const address = options.baseURL ?? server?.baseURL
  if (address === undefined) {
    throw new UsageError(
      'No server to ask. Call await practice() for one that needs no key, or set BASE_URL and ACCESS_TOKEN, ' +
        'or OPENAI_BASE_URL and OPENAI_API_KEY, or pass { baseURL, apiKey }.',
    )
  }
  const url = parseBase(address, options.baseURL === undefined ? server?.urlName : undefined)
  const key = bareKey(options.apiKey ?? server?.apiKey ?? '')
  if (options.apiKey === undefined && !key && !isLocal(url.hostname)) {
    const way = server ? `Set ${server.keyName}, or pass` : 'Pass'
    throw new UsageError(`No key for ${url.host}. ${way} { apiKey } (an empty one if it needs none).`)
  }
  const keyName = server?.keyName ?? 'apiKey'
  if (key) registerSecret(key, keyName)
  const base = withoutCall(url)
  const isRoot = namesRoot(address) || (base.pathname === '/' && url.pathname !== '/')
  return { baseURL: (isRoot ? base : apiBase(base)).href, apiKey: key || undefined, keyName }
}

/** A key without what came along when it was copied: quotes, blanks, the words of its header. */
function bareKey(text: string): string {
  let key = text
  for (let before; before !== key;) {
    before = key
    key = key
      .trim()
      .replace(/^(["'`])(.*)\1$/s, '$2')
      .replace(/^\u201c(.*)\u201d$|^\u2018(.*)\u2019$/s, '$1$2')
      .replace(/^authorization\s*:/i, '')
      .replace(/^bearer(?:\s+|$)/i, '')
  }
  return key
}

/**
 * The address a request goes to.
 *
 * @param baseURL - Address of the API, that of an {@link Endpoint}; a query in it stays at the end.
 * @param path - Path of the call, e.g. `/chat/completions`.
 */
export function requestURL(baseURL: string, path: string): string {
  const url = parseBase(baseURL)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`
  return url.href
}

function parseBase(text: string, name = 'baseURL'): URL {
  const url = parseAddress(text, name)
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(`${name} holds a user name or password. Pass them as headers: { Authorization: … }.`)
  }
  return url
}

/** The base of an address that was copied with the path of the call. */
function withoutCall(url: URL): URL {
  const base = new URL(url)
  base.pathname = base.pathname.replace(/\/chat\/completions\/*$/, '')
  return base
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
