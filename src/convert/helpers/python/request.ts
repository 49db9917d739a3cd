/** `requests` and `httpx`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
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
    body?: string
    timeoutMs?: number
  } = {},
): Promise<any> {
  const { method = 'GET', params = {}, headers = {}, json, body, timeoutMs } = options
  const address = new URL(url)
  for (const [key, value] of Object.entries(params ?? {}))
    for (const each of [value].flat())
      if (each !== null && each !== undefined) address.searchParams.append(key, str(each))
  const response = await fetch(address, {
    method,
    headers: { ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(json === undefined ? (body === undefined ? {} : { body }) : { body: JSON.stringify(json) }),
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  })
  const content = new Uint8Array(await response.arrayBuffer())
  const text = new TextDecoder().decode(content)
  const raiseForStatus = () => {
    if (!response.ok) throw new Error(`${response.status} ${response.statusText} for url: ${response.url}`)
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
    raiseForStatus,
  }
}
