/**
 * What the recorder answers: statuses, redirects, cookies, gzip, ranges, slow and flaky places, a chat completion, a
 * stream, and for everything else a line of JSON that says what was asked. The case files were recorded against the
 * same behaviour.
 */
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { RequestHead } from './recorder'

/** One request to answer. */
export interface Asked {
  readonly socket: Socket
  readonly head: RequestHead
  readonly body: Buffer
  readonly counts: Map<string, number>
}

type Headers = Readonly<Record<string, string | readonly string[]>>

interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body?: string | Buffer
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

const WORDS: Readonly<Record<number, string | undefined>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Answers one request. */
export function answer(asked: Asked): void {
  const { head, body } = asked
  const url = new URL(
    /^https?:/.test(head.target) ? head.target : `http://x/${head.target.replace(/^\//, '')}`,
  )
  const given = parse(body)
  for (const [pattern, reply] of PLACES) {
    const match = pattern.exec(url.pathname)
    if (match) return send(asked, reply(asked, url, match))
  }
  if (url.pathname === '/slow') return void sendLater(asked, Number(url.searchParams.get('ms') ?? 3000))
  if (url.pathname === '/sse' || given?.['stream'] === true) return void sendStream(asked.socket)
  if (url.pathname.endsWith('/chat/completions') && given) return send(asked, completion())
  const { method } = head
  send(asked, json(200, { ok: true, method, path: url.pathname, bytes: body.length }))
}

const PLACES: readonly (readonly [RegExp, (asked: Asked, url: URL, match: RegExpExecArray) => Reply])[] = [
  [
    /^\/status\/(\d+)/,
    (_asked, _url, [, code]) =>
      json(Number(code), { error: { code: Number(code), message: `status ${code}` } }),
  ],
  [
    /^\/redirect\/(\d+)/,
    (_asked, _url, [, left]) => moved(302, Number(left) > 1 ? `/redirect/${Number(left) - 1}` : '/landed'),
  ],
  [
    /^\/redirect-to$/,
    (_asked, url) => moved(Number(url.searchParams.get('code') ?? 302), url.searchParams.get('url') ?? ''),
  ],
  [
    /^\/cookies\/set$/,
    (_asked, url) => ({ ...json(200, { set: true }), headers: { ...JSON_TYPE, 'Set-Cookie': cookies(url) } }),
  ],
  [/^\/gzip$/, ({ head }) => zipped(head)],
  [/^\/basic-auth$/, ({ head }) => guarded(head, 'Basic realm="h"')],
  [
    /^\/digest-auth$/,
    ({ head }) => guarded(head, 'Digest realm="h", nonce="abc", qop="auth", algorithm=MD5'),
  ],
  [/^\/flaky\/(\d+)/, (asked, url, [, failures]) => flaky(asked, url.pathname, Number(failures))],
  [/^\/range$/, ({ head }) => alphabet(head)],
  [
    /^\/download\/model\.bin$/,
    () => ({
      status: 200,
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': 'attachment; filename="weights.bin"',
      },
      body: Buffer.from([0, 1, 2, 253, 254, 255]),
    }),
  ],
]

const json = (status: number, value: unknown): Reply => ({
  status,
  headers: JSON_TYPE,
  body: `${JSON.stringify(value)}\n`,
})
const moved = (status: number, to: string): Reply => ({ status, headers: { Location: to }, body: 'moved\n' })
const cookies = (url: URL): string[] =>
  [...url.searchParams].map(([name, value]) => `${name}=${value}; Path=/`)

function zipped(head: RequestHead): Reply {
  const { body = '' } = json(200, { gzipped: true })
  if (!/gzip/.test(head.header('accept-encoding') ?? '')) return { status: 200, headers: JSON_TYPE, body }
  return {
    status: 200,
    headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' },
    body: gzipSync(body, { level: 9 }),
  }
}

function guarded(head: RequestHead, challenge: string): Reply {
  if (head.header('authorization')) return json(200, { authenticated: true })
  return { status: 401, headers: { 'WWW-Authenticate': challenge } }
}

function flaky({ counts }: Asked, path: string, failures: number): Reply {
  const count = (counts.get(path) ?? 0) + 1
  counts.set(path, count)
  return count <= failures ? json(503, { error: 'busy' }) : json(200, { ok: true })
}

function alphabet(head: RequestHead): Reply {
  const all = 'abcdefghijklmnopqrstuvwxyz'
  const range = /bytes=(\d+)-(\d*)/.exec(head.header('range') ?? '')
  if (!range) return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: all }
  const from = Number(range[1])
  const to = range[2] ? Number(range[2]) : 25
  const headers = { 'Content-Type': 'text/plain', 'Content-Range': `bytes ${from}-${to}/26` }
  return { status: 206, headers, body: all.slice(from, to + 1) }
}

function completion(): Reply {
  const message = { role: 'assistant', content: 'Hello!' }
  return json(200, { id: 'x', object: 'chat.completion', choices: [{ index: 0, message }] })
}

async function sendLater(asked: Asked, ms: number): Promise<void> {
  await delay(ms, undefined, { ref: false })
  if (!asked.socket.destroyed) send(asked, json(200, { slow: true }))
}

/** Four events, 60 ms apart, in chunks. */
async function sendStream(socket: Socket): Promise<void> {
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n')
  const deltas = ['Hel', 'lo', '!'].map((content) => JSON.stringify({ choices: [{ delta: { content } }] }))
  for (const data of [...deltas, '[DONE]']) {
    if (socket.destroyed) return
    const event = `data: ${data}\n\n`
    socket.write(`${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`)
    await delay(60)
  }
  socket.write('0\r\n\r\n')
}

function send({ socket, head }: Asked, { status, headers, body = '' }: Reply): void {
  const bytes = Buffer.from(body)
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}\r\n`),
  )
  const closes = head.version === '1.0'
  const length = status === 204 ? '' : `Content-Length: ${bytes.length}\r\n`
  const start = `HTTP/1.1 ${status} ${WORDS[status] ?? 'X'}\r\n${lines.join('')}${length}${closes ? 'Connection: close\r\n' : ''}\r\n`
  const hasBody = head.method !== 'HEAD' && status !== 204 && status !== 304
  socket.write(Buffer.concat([Buffer.from(start, 'latin1'), hasBody ? bytes : Buffer.alloc(0)]))
  if (closes) socket.end()
}

function parse(body: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body.toString()) as Record<string, unknown>
  } catch {
    return undefined
  }
}
