/**
 * Which headers a recording keeps: those that are listed here. What is not listed is not written, whatever it is called, for
 * a new service may send a key under a new name. Pure.
 */

/** Headers of answers. A `*` stands for the rest of a name. */
const KEPT = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-disposition',
  'content-language',
  'content-range',
  'accept-ranges',
  'transfer-encoding',
  'cache-control',
  'date',
  'age',
  'vary',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'x-request-id',
  'request-id',
  'allow',
  'www-authenticate',
  'x-ratelimit-*',
  'ratelimit-*',
  'ratelimit',
  'anthropic-ratelimit-*',
  'openai-version',
  'openai-model',
  'openai-processing-ms',
  'anthropic-version',
  'deprecation',
  'sunset',
  'warning',
]

/** Headers of requests that change what is answered. */
const ASKED = ['anthropic-version', 'anthropic-beta', 'openai-beta', 'range', 'x-practice-fault']

const EXACT = new Set(KEPT.filter((name) => !name.endsWith('*')))
const PREFIXES = KEPT.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1))

/** Names and values in turn, as Node gives them. */
export type RawHeaders = readonly string[]

/**
 * The headers of an answer that a recording keeps, as they were written and in their order.
 * @param raw - All that came.
 */
export function keptHeaders(raw: RawHeaders): [name: string, value: string][] {
  return pairs(raw).filter(([name]) => {
    const lower = name.toLowerCase()
    return EXACT.has(lower) || PREFIXES.some((prefix) => lower.startsWith(prefix))
  })
}

/** A path of the same server: no `//host/path`, which is another one. */
const OWN_PATH = /^\/(?![/\\])/

/**
 * The headers of an answer that are written and given again: those that are kept, and a redirect to the same server.
 * @param raw - All that came.
 */
export function answerHeaders(raw: RawHeaders): [name: string, value: string][] {
  return pairs(raw).filter(([name, value]) => {
    if (/^location$/i.test(name)) return OWN_PATH.test(value)
    return keptHeaders([name, value]).length > 0
  })
}

/**
 * The headers of a request that are matched.
 *
 * @param raw - All that came.
 * @returns By their names in small letters; `undefined` when there are none.
 */
export function askedHeaders(raw: RawHeaders): Record<string, string> | undefined {
  const kept = pairs(raw).map(([name, value]) => [name.toLowerCase(), value] as const)
  const asked = kept.filter(([name]) => ASKED.includes(name))
  return asked.length === 0 ? undefined : Object.fromEntries(asked.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Names and values as pairs. */
export function pairs(raw: RawHeaders): [name: string, value: string][] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at]!, raw[2 * at + 1]!])
}
