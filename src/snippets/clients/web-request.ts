/**
 * What `fetch` and httpx cannot send as it was sent, and what an answer is printed by. Pure.
 */
import { headerOf, isJsonRequest, withoutHeaders, type HeaderField } from '../headers'
import { fieldOf, lossIn, readJson, type JsonNode } from '../read-json'
import type { SnippetRequest } from '../request'
import { hasVariable, partsOf, type Text } from '../text'
import { kindOf } from './find-call'

/** A request as a web client takes it. */
export interface WebRequest {
  readonly headers: readonly HeaderField[]
  /** A JSON body that the language can hold without a loss. */
  readonly json: JsonNode | undefined
  /** Any other text. */
  readonly text: Text | undefined
  /** What kind of answer is printed. */
  readonly answer: 'chat' | 'responses' | 'other'
  readonly isStreamed: boolean
}

/** Headers of the connection, which clients write by themselves. */
const OWN_HEADERS = [
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'expect',
  'te',
  'upgrade',
]

/** Reads a request for a language. */
export function readWebRequest(request: SnippetRequest, language: 'javascript' | 'python'): WebRequest {
  const { body } = request
  const text = body && 'text' in body ? body.text : undefined
  const node = text === undefined ? undefined : readJson(text)
  const isKept = node !== undefined && isJsonRequest(request) && lossIn(node, language) === undefined
  const isTree = isKept && (node.kind === 'object' || node.kind === 'array')
  const kind = kindOf(request)
  const stream = node?.kind === 'object' ? fieldOf(node, 'stream') : undefined
  return {
    headers: withoutHeaders(request.headers, OWN_HEADERS),
    json: isTree ? node : undefined,
    text: isTree ? undefined : text,
    answer: kind === 'chat' || kind === 'responses' ? kind : 'other',
    isStreamed: stream?.kind === 'constant' && stream.value === true,
  }
}

/**
 * Why a web client cannot send a request.
 *
 * @param request - The request.
 * @param client - Which one.
 * @returns Completes "X cannot send this: …"; `undefined` when it can.
 */
export function refusalOf(request: SnippetRequest, client: 'fetch' | 'httpx'): string | undefined {
  const { method, body, url } = request
  if (body && 'why' in body) return `the body ${body.why}`
  if (client === 'fetch' && body && /^(?:GET|HEAD)$/i.test(method)) return `it is a ${method} with a body`
  if (client === 'fetch' && /^(?:CONNECT|TRACE|TRACK)$/i.test(method)) return `its method is ${method}`
  if (
    client === 'fetch' &&
    /^(?:get|head|post|put|delete|options)$/i.test(method) &&
    method !== method.toUpperCase()
  )
    return `its method is ${method} in small letters`
  if (headerOf(request.headers, 'host') !== undefined && client === 'fetch') return 'it names another host'
  const address = partsOf(url)
    .filter((part) => typeof part === 'string')
    .join('')
  if (/\/\.{1,2}(?:[/?]|$)/.test(address)) return 'its address holds dot segments'
  if (!/^[\w.~:/?@!$&()*+,;=%-]*$/.test(address)) return 'its address holds characters that would be encoded'
  if (/%(?![\dA-Fa-f]{2})/.test(address)) return 'its address holds a stray percent sign'
  if (!hasVariable(url) && !URL.canParse(address)) return 'its address is not whole'
  return undefined
}
