/**
 * Which call of the official OpenAI clients sends a request, if one does: the same path, headers and body. Pure.
 * @see https://platform.openai.com/docs/api-reference
 */
import { joinHeaders, isJsonRequest, withoutHeaders, type HeaderField } from '../headers'
import { fieldOf, readJson, type ObjectNode } from '../read-json'
import type { SnippetRequest } from '../request'
import { markText, partsOf, shownText, type Text } from '../text'

/** A call of a client. */
export interface ClientCall {
  readonly kind: 'chat' | 'responses' | 'embeddings' | 'models' | 'model'
  /** Address of the API, without the path of the call. */
  readonly baseUrl: Text
  readonly query: readonly (readonly [name: string, value: Text])[]
  /** The key; `undefined` when the request carries none, or not as a bearer token. */
  readonly apiKey: Text | undefined
  /** Headers beside those that the client sends by itself; a login of another kind is among them. */
  readonly headers: readonly HeaderField[]
  /** Fields of the request; none for lists of models. */
  readonly body: ObjectNode
  readonly isStreamed: boolean
  /** The model that is asked for by its address. */
  readonly model: string
}

/** Why there is no call: for `other` addresses the clients have none, for the rest `why` completes "The client …". */
export interface NoCall {
  readonly isOther: boolean
  readonly why: string
}

/** A mark is a variable that ends with a slash. */
const PATHS: readonly (readonly [kind: ClientCall['kind'], method: string, path: RegExp])[] = [
  ['chat', 'POST', /(?:\/|(?<=\p{Co}))chat\/completions$/u],
  ['responses', 'POST', /(?:\/|(?<=\p{Co}))responses$/u],
  ['embeddings', 'POST', /(?:\/|(?<=\p{Co}))embeddings$/u],
  ['models', 'GET', /(?:\/|(?<=\p{Co}))models$/u],
  ['model', 'GET', /(?:\/|(?<=\p{Co}))models\/([\w.:~-]+)$/u],
]

const EMPTY: ObjectNode = { kind: 'object', entries: [] }

/** What is asked of the model, whatever is sent with. */
export function kindOf({ method, url }: SnippetRequest): ClientCall['kind'] | undefined {
  const [path = ''] = markText(url).marked.split('?')
  return PATHS.find(([, wanted, pattern]) => method === wanted && pattern.test(path))?.[0]
}

/**
 * Finds the call.
 *
 * @param request - The request.
 */
export function findCall(request: SnippetRequest): ClientCall | NoCall {
  const kind = kindOf(request)
  if (kind === undefined)
    return { isOther: true, why: `has no call for ${request.method} ${shownText(request.url)}` }
  const why = (reason: string): NoCall => ({ isOther: false, why: reason })
  const { marked, restore } = markText(request.url)
  const [path = '', ...queries] = marked.split('?')
  const pattern = PATHS.find(([name]) => name === kind)![2]
  const found = pattern.exec(path)!
  const base = path.slice(0, found.index)
  if (base === '' || base.endsWith('/')) return why('would ask at another path')
  const query = readQuery(queries.join('?'), restore)
  if (query === undefined) return why('would write the query in another way')
  const body = readBody(request, kind)
  if (typeof body === 'string') return why(body)
  const stream = fieldOf(body, 'stream')
  return {
    kind,
    baseUrl: restore(base),
    query,
    ...loginOf(request),
    body,
    isStreamed: stream?.kind === 'constant' && stream.value === true,
    model: found[1] ?? '',
  }
}

function loginOf(request: SnippetRequest): Pick<ClientCall, 'apiKey' | 'headers'> {
  // What the clients send by themselves.
  const own = joinHeaders(request.headers).filter(
    ([name, value]) => !(/^content-type$/i.test(name) && value === 'application/json'),
  )
  const login = own.find(([name]) => /^authorization$/i.test(name))?.[1]
  const { marked, restore } = markText(login ?? '')
  const key = /^Bearer (\S+)$/.exec(marked)?.[1]
  if (key === undefined) return { apiKey: undefined, headers: own }
  return { apiKey: restore(key), headers: withoutHeaders(own, ['authorization']) }
}

function readQuery(
  query: string,
  restore: (piece: string) => Text,
): (readonly [name: string, value: Text])[] | undefined {
  if (query === '') return []
  const pairs = query.split('&').map((pair) => /^([\w.~-]+)=(.*)$/su.exec(pair))
  const names = new Set(pairs.map((pair) => pair?.[1]))
  if (names.size < pairs.length || names.has(undefined)) return undefined
  const values = pairs.map((pair) => [pair![1]!, restore(pair![2]!)] as const)
  // Anything else is written differently by one client or the other.
  return values.every(([, value]) =>
    partsOf(value).every((part) => typeof part !== 'string' || /^[\w.~-]+$/.test(part)),
  )
    ? values
    : undefined
}

/** The body of a call, or why it cannot be that of one. */
function readBody(request: SnippetRequest, kind: ClientCall['kind']): ObjectNode | string {
  const { body } = request
  if (kind === 'models' || kind === 'model') return body === undefined ? EMPTY : 'sends no body with it'
  if (!body || !('text' in body)) return 'sends JSON only'
  if (!isJsonRequest(request)) return 'says that its body is JSON, and this request does not'
  const node = readJson(body.text)
  if (node?.kind !== 'object') return 'sends a JSON object, and this body is none'
  const stream = fieldOf(node, 'stream')
  if (stream !== undefined && stream.kind !== 'constant') return 'takes true or false for "stream"'
  if (kind === 'responses') return node
  const needed = kind === 'chat' ? 'messages' : 'input'
  const missing = ['model', needed].find((name) => fieldOf(node, name) === undefined)
  return missing === undefined ? node : `asks for "${missing}"`
}
