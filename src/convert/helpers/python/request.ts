/** `requests` and `httpx`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { writeFileSync } from 'node:fs'
import { failure } from './failure'
import { parseJson } from './json'
import { str } from './show'

/** `requests.get(url, …)` and its like: the whole answer at once */
export async function request(
  url: string,
  options: {
    method?: string
    params?: any
    headers?: any
    auth?: readonly string[]
    json?: any
    form?: any
    body?: string
    timeoutMs?: number
    baseURL?: string
    redirect?: 'follow' | 'manual'
  } = {},
): Promise<any> {
  const {
    method = 'GET',
    params = {},
    headers,
    auth,
    json,
    form,
    timeoutMs,
    baseURL,
    redirect = 'follow',
  } = options
  const isWhole = baseURL === undefined || /^[a-z]+:/i.test(url)
  const address = new URL(isWhole ? url : `${baseURL.replace(/\/$/, '')}/${url.replace(/^\//, '')}`)
  for (const [key, value] of Object.entries(params ?? {}))
    for (const each of [value].flat())
      if (each !== null && each !== undefined) address.searchParams.append(key, str(each))
  const sent = new Headers(headers ?? {})
  if (auth) sent.set('authorization', `Basic ${Buffer.from(auth.join(':'), 'latin1').toString('base64')}`)
  const isJson = json !== undefined && json !== null
  if (isJson && !sent.has('content-type')) sent.set('content-type', 'application/json')
  const fields =
    form &&
    new URLSearchParams(Object.entries(form).map(([key, value]) => [key, str(value)] as [string, string]))
  const body = isJson ? JSON.stringify(json) : (fields ?? options.body)
  const response = await fetch(address, {
    method,
    headers: sent,
    redirect,
    ...(body === undefined ? {} : { body }),
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  })
  const content = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(content)
  const { ok, status, statusText: reason, headers: received } = response
  const answer = {
    ok,
    status,
    reason,
    url: response.url,
    headers: received,
    content,
    text,
    json: () => parseJson(text),
    lines: () => (text === '' ? [] : text.replace(/(?:\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/)),
    chunks: (size: number) =>
      Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
        content.subarray(index * size, (index + 1) * size),
      ),
    raiseForStatus: () => {
      const side = status < 500 ? 'Client' : 'Server'
      // A redirect that is not followed is one for httpx.
      if (status < (redirect === 'manual' ? 300 : 400)) return
      throw Object.assign(
        failure('HTTPError', `${status} ${side} Error: ${reason} for url: ${response.url}`),
        { response: answer },
      )
    },
  }
  return answer
}

/** The bytes of a file or a sound that a client gives */
export async function contentOf(response: Promise<any>): Promise<Uint8Array> {
  return new Uint8Array(await (await response).arrayBuffer())
}

/** `urlretrieve(url, path)` */
export async function fetchFile(url: string, path: string): Promise<void> {
  const response = await request(url)
  response.raiseForStatus()
  writeFileSync(path, response.content)
}
