/**
 * A server that gives back what it was sent: in bodies, headers, redirects, errors and streams.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A running server. */
export interface LeakyServer {
  readonly url: string
  close(): Promise<void>
}

type Answer = (request: IncomingMessage, response: ServerResponse, key: string) => void

const event = (content: string, finish: string | null = null): string =>
  `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`

/** The key in pieces of one to five characters, a few words around. */
function pieces(key: string): string[] {
  const parts = ['Your ', 'key ', 'is ']
  for (let at = 0, size = 1; at < key.length; at += size, size = (size % 5) + 1)
    parts.push(key.slice(at, at + size))
  return [...parts, ', ', 'keep ', 'it.']
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

let tries = 0

const answers: Readonly<Record<string, Answer>> = {
  '/echo': (request, response) => json(response, 200, { url: request.url, headers: request.headers }),
  '/pretty': (request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ [String(request.headers.authorization)]: [request.headers] }, null, 2)),
  '/text': (request, response) => response.end(`you sent ${request.headers.authorization}\n`),
  '/html': (request, response) => {
    const text = String(request.headers.authorization).replace(/&/g, '&amp;').replace(/</g, '&lt;')
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>you sent <b>${text}</b></p>`)
  },
  '/header': (request, response) =>
    response.writeHead(200, { 'x-you-sent': String(request.headers.authorization) }).end('ok\n'),
  '/redirect': (_request, response, key) =>
    response.writeHead(302, { location: `/text?api_key=${encodeURIComponent(key)}` }).end(),
  '/away': (_request, response, key) =>
    response.writeHead(302, { location: `http://127.0.0.1:1/?token=${encodeURIComponent(key)}` }).end(),
  '/401': (request, response) =>
    json(response, 401, {
      error: { message: `Incorrect key: ${request.headers.authorization}`, code: 'bad' },
    }),
  '/401/v1/chat/completions': (request, response) =>
    json(response, 401, {
      error: { message: `Incorrect key: ${request.headers.authorization}`, code: 'bad' },
    }),
  '/500/v1/chat/completions': (request, response) =>
    response.writeHead(400).end(`<h1>Bad</h1> ${request.headers.authorization}`),
  '/away/v1/chat/completions': (_request, response, key) =>
    response
      .writeHead(307, {
        location: `http://127.0.0.1:1/${encodeURIComponent(key)}?key=${encodeURIComponent(key)}`,
      })
      .end(),
  '/busy/v1/chat/completions': (_request, response, key) => {
    if (++tries % 2 === 1)
      response
        .writeHead(429, { 'retry-after': '0', 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { message: `slow down, ${key}` } }))
    else stream(response, pieces(key))
  },
  '/v1/chat/completions': (_request, response, key) => stream(response, pieces(key)),
  '/cut/v1/chat/completions': (_request, response, key) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const piece of pieces(key).slice(0, -5)) response.write(event(piece))
    setTimeout(() => response.destroy(), 50)
  },
  '/failing/v1/chat/completions': (_request, response, key) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(
      `${event('Well, ')}data: ${JSON.stringify({ error: { message: `no such key: ${key}` } })}\n\n`,
    )
  },
  '/events': (_request, response, key) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.end(`event: ${key}\ndata: ${key}\n\ndata: {"key": ${JSON.stringify(key)}}\n\n`)
  },
}

function stream(response: ServerResponse, parts: readonly string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const left = [...parts]
  const next = () => {
    const part = left.shift()
    if (part === undefined) return response.end(`${event('', 'stop')}data: [DONE]\n\n`)
    response.write(event(part))
    setTimeout(next, 8)
    return undefined
  }
  next()
}

/** Starts the server on 127.0.0.1. `key` is what it gives back where a request holds none. */
export async function startLeakyServer(key: string): Promise<LeakyServer> {
  const server = createServer((request, response) => {
    request.resume()
    const path = String(request.url).replace(/\?.*/, '')
    const answer = answers[path]
    if (answer) answer(request, response, key)
    else
      json(response, 404, {
        error: { message: `nothing at ${request.url} for ${request.headers.authorization}` },
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
