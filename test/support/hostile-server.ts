/**
 * A server that means harm: it puts payloads into every part of its answers that a client may show.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { payloadsFor } from './xss-payloads'

/** A running hostile server. */
export interface HostileServer {
  readonly origin: string
  /** What it puts into the parts of a route. */
  payloads(route: HostileRoute): readonly string[]
  close(): void
}

/** The ways into a page. The order numbers them. */
export const ROUTES = [
  'control',
  'text',
  'pieces',
  'second',
  'reasoning',
  'tools',
  'footer',
  'stream-error',
  'http-error',
  'html-error',
  'whole',
  'all',
  'json',
  'events',
  'html',
  'svg',
  'false-png',
  'headers',
  'location',
  'file',
  'show',
  'print',
  'stream',
  'thrown',
  'models',
  'out-file',
  'url',
] as const

/** One of {@link ROUTES}. */
export type HostileRoute = (typeof ROUTES)[number]

const chunk = (choice: object, fields: object = {}) =>
  `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta: {}, ...choice }], ...fields })}\n\n`
const END = chunk({ finish_reason: 'stop' }) + 'data: [DONE]\n\n'

/** The bodies of `/<route>/<index>/…` by route, as media type and text. */
const BODIES: Partial<Record<HostileRoute, (payload: string, all: readonly string[]) => [string, string]>> = {
  text: (p) => sse(chunk({ delta: { content: p } }) + END),
  pieces: (p) => sse([...p].map((char) => chunk({ delta: { content: char } })).join('') + END),
  second: (p) =>
    sse(
      chunk({ delta: { content: 'a' } }) + chunk({ index: 1, delta: { content: p }, finish_reason: p }) + END,
    ),
  reasoning: (p) =>
    sse(chunk({ delta: { reasoning_content: p } }) + chunk({ delta: { content: 'a' } }) + END),
  tools: (p) =>
    sse(
      chunk({ delta: { tool_calls: [{ index: 0, id: p, function: { name: p, arguments: p } }] } }) +
        chunk({
          delta: {
            tool_calls: [
              { index: 1, id: 'b', function: { name: 'f', arguments: JSON.stringify({ [p]: p }) } },
            ],
          },
        }) +
        chunk({ finish_reason: 'tool_calls' }) +
        'data: [DONE]\n\n',
    ),
  footer: (p) =>
    sse(
      chunk({ delta: { content: 'a' } }, { model: p }) +
        chunk({ finish_reason: p }, { model: p }) +
        'data: [DONE]\n\n',
    ),
  'stream-error': (p) =>
    sse(
      chunk({ delta: { content: 'a' } }) +
        `data: ${JSON.stringify({ error: { message: p, type: p, code: p } })}\n\n`,
    ),
  all: (_p, all) =>
    sse(all.map((p) => chunk({ delta: { content: `${p}\n\n`, [p]: p } }, { model: p })).join('') + END),
  whole: (p) =>
    json({ model: p, choices: [{ message: { role: 'assistant', content: p }, finish_reason: p }] }),
  json: (_p, all) => json({ ...Object.fromEntries(all.map((p) => [p, p])), list: all.map((p) => [p]) }),
  events: (_p, all) =>
    sse(all.map((p) => `event: ${oneLine(p)}\nid: ${oneLine(p)}\ndata: ${oneLine(p)}\n\n`).join('')),
  html: (p) => ['text/html', p],
  svg: (p) => ['image/svg+xml', p],
  'false-png': (p) => ['image/png', p],
  'http-error': (p) => json({ error: { message: p, type: p, code: p } }),
  'html-error': (p) => ['text/html', p],
}

/** Starts the server on 127.0.0.1. */
export async function startHostileServer(): Promise<HostileServer> {
  const server = createServer((request, response) => {
    // Read to its end: a connection that is kept would take the rest for the next request.
    request.resume().once('end', () => answer(request, response, payloads))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const payloads = (route: HostileRoute) => payloadsFor(ROUTES.indexOf(route), origin)
  return {
    origin,
    payloads,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  payloads: HostileServer['payloads'],
): void {
  const [, name = '', index = '0'] = (request.url ?? '').split('/')
  const route = ROUTES.find((known) => known === name)
  if (route === undefined) {
    response.writeHead(404).end()
    return
  }
  const all = payloads(route)
  const payload = all[Number(index)] ?? ''
  const field = headerText(payload)
  if (route === 'headers') all.forEach((value, i) => response.setHeader(`x-${i}`, headerText(value)))
  if (route === 'location') {
    response.writeHead(302, field, { location: field, 'www-authenticate': field }).end()
    return
  }
  if (route === 'file') {
    response
      .writeHead(200, { 'content-disposition': `attachment; filename="${field.replaceAll('"', '\\"')}"` })
      .end('x')
    return
  }
  const [type, body] = BODIES[route]?.(payload, all) ?? ['text/plain', 'x']
  const isRefusal = route === 'http-error' || route === 'html-error'
  response.writeHead(isRefusal ? 400 : 200, field, { 'content-type': type }).end(body)
}

function sse(body: string): [string, string] {
  return ['text/event-stream', body]
}

function json(value: unknown): [string, string] {
  return ['application/json', JSON.stringify(value)]
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ')
}

/** What Node's server lets into a header. */
function headerText(text: string): string {
  return text.replace(/[^\t\x20-\x7e]+/g, ' ')
}
