/**
 * The server that the environment names: an address and its key, always as a pair, so that a key goes to its own server only.
 */
import { UsageError } from '../errors'

/** Variables by name. */
export type Env = Record<string, string | undefined>

/** A server and its key. */
export interface ServerPair {
  readonly baseURL: string
  readonly apiKey: string
}

const PAIRS = [
  { url: 'BASE_URL', key: 'ACCESS_TOKEN' },
  { url: 'OPENAI_BASE_URL', key: 'OPENAI_API_KEY' },
] as const

/**
 * Finds the server of the user's choice: the notebook's own pair of variables first, then the pair every OpenAI client knows.
 *
 * @param env - Variables to look at; an empty one counts as not set.
 * @param ownOrigin - Address of the practice endpoint, which is nobody's choice.
 * @returns The first complete pair, or `undefined` when no address is set.
 * @throws UsageError When an address is set without its key and there is no complete pair.
 */
export function findServerPair(env: Readonly<Env>, ownOrigin?: string): ServerPair | undefined {
  // With a path too: a client that is pointed at the endpoint by OPENAI_BASE_URL wants /v1.
  const isOwn = (url: string) =>
    ownOrigin !== undefined && (url === ownOrigin || url.startsWith(`${ownOrigin}/`))
  const named = PAIRS.filter(({ url }) => env[url] && !isOwn(env[url]))
  const [complete] = named.filter(({ key }) => env[key])
  if (complete) return { baseURL: env[complete.url] ?? '', apiKey: env[complete.key] ?? '' }
  const [half] = named
  if (!half) return undefined
  throw new UsageError(
    `${half.url} is set but ${half.key} is not. Set both to use that server (any text where it asks for no key), ` +
      `or unset ${half.url} to practise.`,
  )
}

/**
 * Sets variables.
 *
 * @param env - Where.
 * @param values - What.
 * @returns The names of those that changed.
 */
export function assignEnv(env: Env, values: Readonly<Record<string, string>>): string[] {
  const changed = Object.entries(values).filter(([name, value]) => env[name] !== value)
  for (const [name, value] of changed) env[name] = value
  return changed.map(([name]) => name)
}
