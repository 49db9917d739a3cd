/**
 * The request of a result: what was asked, without any secret, and the same in other languages.
 */
import { UsageError } from '../errors'
import { cleanUrl } from '../display/exchange-card'
import { formatBytes, printsAs } from '../display/one-line'
import { DRAW } from '../display/show'
import { requestBundle } from './request-tabs'
import type { SnippetRequest } from './request'
import { shownText } from './text'
import { writeCurl } from './write-curl'
import { writeSnippet } from './write-snippet'

/** A request as code. Secrets are variables of the environment in it. */
export interface RequestCode {
  /** The request as a curl command. */
  toCurl(): string
  /**
   * The request in TypeScript.
   * @param options - `client`: `openai` for the official client, `fetch` for none.
   * @defaultValue `client` is `openai` where that client sends the same request, else `fetch`
   * @throws UsageError when the official client is asked for and cannot send the request.
   */
  toTypeScript(options?: { readonly client?: 'openai' | 'fetch' }): string
  /**
   * The request in Python.
   * @param options - `client`: `openai` for the official client, `httpx` for none.
   * @defaultValue `client` is `openai` where that client sends the same request, else `httpx`
   * @throws UsageError when the official client is asked for and cannot send the request.
   */
  toPython(options?: { readonly client?: 'openai' | 'httpx' }): string
}

/** A request that was sent. It holds no secret: `$NAME` stands for the value of a variable. `show` draws it in other languages. */
export interface SentRequest extends RequestCode {
  /** Method, e.g. `POST`. */
  readonly method: string
  /** Address, e.g. `$BASE_URL/chat/completions`. */
  readonly url: string
  /** Headers that say something: none that every client adds by itself. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The body as text; missing when there was none, or none that is text. */
  readonly body?: string
}

/**
 * Has an object write a request, and draw it.
 *
 * @param target - The object; it is changed in place.
 * @param describe - The request; called when it is first needed.
 * @param toCurl - Writes the command, where that is not written from the request.
 */
export function addRequestCode<T extends object>(
  target: T,
  describe: () => SnippetRequest,
  toCurl: () => string = () => writeCurl(describe()),
): T & RequestCode {
  const methods: RequestCode = {
    toCurl,
    toTypeScript: ({ client } = {}) => writeSnippet(describe(), 'ts', client),
    toPython: ({ client } = {}) => writeSnippet(describe(), 'python', client),
  }
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(target, name, { value: value as unknown, enumerable: false, configurable: true })
  Object.defineProperty(target, DRAW, { value: () => requestBundle(describe()), enumerable: false })
  return target as T & RequestCode
}

/**
 * Makes the request of a result.
 *
 * @param request - The request; `undefined` when it is not known, as for a stream that somebody else asked for.
 */
export function createSentRequest(request: SnippetRequest | undefined): SentRequest {
  const described = (): SnippetRequest => {
    if (request) return request
    throw new UsageError(
      'The request of this stream is not known. Ask with chat(), curl or the client of openai() to have it.',
    )
  }
  const { method = '', url = '', headers = [], body } = request ?? {}
  const text = body && 'text' in body ? shownText(body.text) : undefined
  const fields = {
    method,
    url: shownText(url),
    headers: headers.map(([name, value]) => [name, shownText(value)] as const),
    ...(text === undefined ? {} : { body: text }),
  }
  const size = text === undefined ? '' : `, ${formatBytes(Buffer.byteLength(text))} sent`
  const line = (): string =>
    request
      ? `${method} ${cleanUrl(fields.url)} (${headers.length} headers${size})`
      : 'a request that is not known'
  return printsAs(addRequestCode(fields, described), line)
}
