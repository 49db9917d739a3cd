// The mock server of the outside tests: every model provider that a quickstart or a notebook speaks to, on 127.0.0.1.
// Handlers are pure: they get a request as data and give `{ json }`, `{ events }` (server-sent), `{ lines }` (NDJSON)
// or `{ bytes, type }`, each with an optional `status`, JSON also with `headers`; only this file touches the socket.
import { createServer } from 'node:http'
import { routes as anthropic } from './anthropic.mjs'
import { routes as files } from './files.mjs'
import { routes as mistral } from './mistral.mjs'
import { routes as openai } from './openai.mjs'
import { routes as providers } from './providers.mjs'
import { answerForHost } from './web.mjs'

/** Requests for other machines come here under this path: `/__host__/api.example.com/rest`. @see redirect.cjs */
const REDIRECTED = /^\/__host__\/([^/]+)/

const ROUTES = [...providers, ...anthropic, ...files, ...mistral, ...openai]

/**
 * @returns {Promise<{ url: string, requests: object[], close(): Promise<void> }>} `requests` lists all that came in:
 * `method`, `host` when it was redirected, `path`, `query`, `headers`, `text`, `body` when it is JSON, `known`.
 */
export async function startMock() {
  const requests = []
  const server = createServer(async (request, response) => {
    response.on('error', () => {})
    try {
      const asked = await readRequest(request)
      const answer = answerTo(asked)
      requests.push({ ...asked, query: asked.query.toString(), known: answer.status !== 404 })
      await send(response, answer)
    } catch (error) {
      await send(response, { status: 500, json: { error: { message: `the mock failed: ${error.stack}` } } })
    }
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(closed)
        server.closeAllConnections()
      }),
  }
}

function answerTo(asked) {
  const route = ROUTES.find(([method, path]) => method === asked.method && path.test(asked.path))
  if (route) return route[2](asked)
  const answer = asked.host === undefined ? undefined : answerForHost(asked)
  if (answer) return answer
  if (asked.path === '/health') return { json: { status: 'ok' } }
  return { status: 404, json: { error: { message: `the mock has no ${asked.method} ${asked.host ?? ''}${asked.path}`, type: 'not_found' } } } // prettier-ignore
}

async function readRequest(request) {
  const url = new URL(request.url, 'http://mock')
  const host = REDIRECTED.exec(url.pathname)?.[1]
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  return {
    method: request.method,
    host,
    path: url.pathname.replace(REDIRECTED, '').replace(/(.)\/$/, '$1'),
    query: url.searchParams,
    headers: request.headers,
    text,
    body: jsonOf(text),
  }
}

function jsonOf(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function send(response, answer) {
  const { status = 200 } = answer
  if (answer.events) {
    response.writeHead(status, { 'content-type': 'text/event-stream; charset=utf-8' })
    for (const event of answer.events) {
      if (answer.named) response.write(`event: ${event.type}\n`)
      response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
      await new Promise(setImmediate)
    }
    response.end()
  } else if (answer.lines) {
    response.writeHead(status, { 'content-type': 'application/x-ndjson' })
    for (const line of answer.lines) response.write(`${JSON.stringify(line)}\n`)
    response.end()
  } else if (answer.bytes) {
    response.writeHead(status, { 'content-type': answer.type })
    response.end(answer.bytes)
  } else {
    response.writeHead(status, { 'content-type': 'application/json', ...answer.headers })
    response.end(JSON.stringify(answer.json))
  }
}
