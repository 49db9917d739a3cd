/**
 * A request → the words after `curl` that make it again, header for header. Pure.
 */
import type { HeaderList, TransferRequest } from '../script/curl-contract'
import { USER_AGENT } from './request/build-request'

/** What is kept of the command a request came from. */
export interface ToArgvOptions {
  /** Options that say how the server is reached. */
  readonly route?: readonly string[]
  /** Words to give when the request cannot be spelled as words: a streamed or binary body. */
  readonly original?: readonly string[]
}

type Request = Omit<TransferRequest, 'argv'>

/**
 * Spells a request as words of a curl command line.
 *
 * @returns Words that send the same request; `original` when its body is not at hand or is no text.
 */
export function requestToArgv(request: Request, options: ToArgvOptions = {}): readonly string[] {
  const { route = [], original } = options
  const body = bodyText(request)
  if (body === undefined && original) return original
  const words = [...route]
  // Without these, curl would read patterns and dot segments in the address.
  if (/[{}[\]]/.test(request.url)) words.push('--globoff')
  if (/\/\.{1,2}([/?]|$)/.test(request.url)) words.push('--path-as-is')
  const hasBody = request.body !== undefined
  const isHead = request.method === 'HEAD' && !hasBody
  if (isHead) words.push('--head')
  else if (request.method !== (hasBody ? 'POST' : 'GET')) words.push('-X', request.method)
  words.push(...headerWords(request.headers, request.url, hasBody))
  if (body !== undefined && hasBody) words.push('--data-raw', body)
  return [request.url, ...words]
}

/** The body as text that survives being a word; `undefined` when it is none. */
function bodyText({ body, headers }: Request): string | undefined {
  if (body === undefined) return headers.some(([name]) => isBodyHeader(name)) ? undefined : ''
  const text = Buffer.from(body).toString('utf8')
  return !text.includes('\0') && Buffer.from(text).equals(body) ? text : undefined
}

function isBodyHeader(name: string): boolean {
  return /^(content-length|transfer-encoding)$/i.test(name)
}

/** Options for headers that curl puts in front; `-H` for all others, in order. */
function headerWords(headers: HeaderList, url: string, hasBody: boolean): string[] {
  const words: string[] = []
  const rest = [...headers]
  const take = (name: string): string | undefined => {
    if (rest[0]?.[0].toLowerCase() !== name.toLowerCase()) return undefined
    return rest.shift()?.[1]
  }
  const given = (name: string): boolean => rest.some(([key]) => key.toLowerCase() === name.toLowerCase())
  const host = take('Host')
  if (host === undefined) words.push('-H', 'Host:')
  else if (host !== new URL(url).host) words.push('-H', `Host: ${host}`)
  if (/^Proxy-Authorization$/i.test(rest[0]?.[0] ?? '')) rest.shift()
  words.push(...authorizationWords(rest))
  const range = /^bytes=(.*)$/.exec(rest[0]?.[0] === 'Range' ? rest[0][1] : '')?.[1]
  if (range !== undefined && !hasBody) {
    words.push('-r', range)
    rest.shift()
  }
  const agent = take('User-Agent')
  if (agent !== undefined && agent !== USER_AGENT) words.push('-A', agent)
  else if (agent === undefined && !given('User-Agent')) words.push('-H', 'User-Agent:')
  if (rest[0]?.[0] === 'Accept' && rest[0][1] === '*/*') rest.shift()
  else if (!given('Accept')) words.push('-H', 'Accept:')
  if (rest[0]?.[0] === 'Accept-Encoding' && rest[0][1].startsWith('deflate, gzip, br')) {
    words.push('--compressed')
    rest.shift()
  }
  const referer = take('Referer')
  if (referer !== undefined) words.push('-e', referer)
  take('Proxy-Connection')
  if (rest[0]?.[0] === 'Cookie' && rest[0][1].includes('=') && !rest[0][1].startsWith('@')) {
    words.push('-b', take('Cookie') ?? '')
  }
  const last = rest[rest.length - 1]
  if (hasBody && last?.[0] === 'Content-Type' && last[1] === 'application/x-www-form-urlencoded') rest.pop()
  else if (hasBody && !given('Content-Type')) words.push('-H', 'Content-Type:')
  for (const [name, value] of rest) {
    if (!(hasBody && /^content-length$/i.test(name)))
      words.push('-H', value === '' ? `${name};` : `${name}: ${value}`)
  }
  return words
}

function authorizationWords(rest: (readonly [string, string])[]): string[] {
  const [name, value = ''] = rest[0] ?? []
  if (name !== 'Authorization') return []
  const bearer = /^Bearer (.+)$/.exec(value)?.[1]
  const basic = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(value)?.[1]
  const login = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString('utf8')
  if (bearer !== undefined) {
    rest.shift()
    return ['--oauth2-bearer', bearer]
  }
  if (login?.includes(':') && Buffer.from(login).toString('base64') === basic) {
    rest.shift()
    return ['-u', login]
  }
  return []
}
