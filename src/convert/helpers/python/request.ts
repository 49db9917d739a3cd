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
    files?: Record<string, string | File> | [string, string | File][]
    body?: string
    timeoutMs?: number
    baseURL?: string
    redirect?: 'follow' | 'manual'
  } = {},
): Promise<any> {
  const {
    method = 'GET',
    params,
    headers,
    auth,
    json,
    form,
    files,
    timeoutMs,
    baseURL,
    redirect = 'follow',
  } = options
  const isWhole = baseURL === undefined || /^[a-z]+:/i.test(url)
  const address = new URL(isWhole ? url : `${baseURL.replace(/\/$/, '')}/${url.replace(/^\//, '')}`)
  for (const [key, value] of pairsOf(params)) address.searchParams.append(key, value)
  const sent = new Headers(headers ?? {})
  if (auth) sent.set('authorization', `Basic ${Buffer.from(auth.join(':'), 'latin1').toString('base64')}`)
  const isJson = json !== undefined && json !== null
  if (isJson && !sent.has('content-type')) sent.set('content-type', 'application/json')
  const fields = pairsOf(form)
  const parts = files && formData([...fields, ...(Array.isArray(files) ? files : Object.entries(files))])
  const body = isJson
    ? JSON.stringify(json)
    : (parts ?? (form && new URLSearchParams(fields)) ?? options.body)
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

/** Names and texts; a list has its name for each, what is None is left out */
function pairsOf(values: any): [string, string][] {
  return Object.entries(values ?? {}).flatMap(([key, value]) =>
    [value].flat().flatMap((each): [string, string][] => ((each ?? null) === null ? [] : [[key, str(each)]])),
  )
}

/** Values of a query or form as httpx writes them */
export function webValues(values: any): any {
  const textOf = (value: any): any =>
    Array.isArray(value) ? value.map(textOf) : typeof value === 'boolean' ? String(value) : (value ?? '')
  return Object.fromEntries(Object.entries(values ?? {}).map(([key, value]) => [key, textOf(value)]))
}

function formData(fields: readonly (readonly [string, string | File])[]): FormData {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  return data
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
