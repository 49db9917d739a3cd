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
    json?: any
    form?: any
    body?: string
    timeoutMs?: number
    baseURL?: string
  } = {},
): Promise<any> {
  const { method = 'GET', params = {}, headers, json, form, timeoutMs, baseURL } = options
  const isWhole = baseURL === undefined || /^[a-z]+:/i.test(url)
  const address = new URL(isWhole ? url : `${baseURL.replace(/\/$/, '')}/${url.replace(/^\//, '')}`)
  for (const [key, value] of Object.entries(params ?? {}))
    for (const each of [value].flat())
      if (each !== null && each !== undefined) address.searchParams.append(key, str(each))
  const sent = new Headers(headers ?? {})
  if (json !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json')
  const fields =
    form &&
    new URLSearchParams(Object.entries(form).map(([key, value]) => [key, str(value)] as [string, string]))
  const body = json === undefined ? (fields ?? options.body) : JSON.stringify(json)
  const response = await fetch(address, {
    method,
    headers: sent,
    ...(body === undefined ? {} : { body }),
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  })
  const content = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(content)
  const raiseForStatus = () => {
    if (!response.ok)
      throw failure('HTTPError', `${response.status} ${response.statusText} for url: ${response.url}`)
  }
  const { ok, status, headers: received } = response
  return {
    ok,
    status,
    url: response.url,
    headers: Object.fromEntries(received),
    content,
    text,
    json: () => parseJson(text),
    lines: () => text.replace(/\r?\n$/, '').split(/\r?\n/),
    raiseForStatus,
  }
}

/** `urlretrieve(url, path)` */
export async function fetchFile(url: string, path: string): Promise<void> {
  const response = await request(url)
  response.raiseForStatus()
  writeFileSync(path, response.content)
}
