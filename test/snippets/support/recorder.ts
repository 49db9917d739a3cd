/**
 * A server that keeps what it is asked, and answers as servers of models do. Its first path segment tells the requests of
 * a run apart.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came. */
export interface Received {
  readonly method: string
  /** Path and query, without the segment of the request. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The server. */
export interface Recorder {
  readonly origin: string
  /** What came for a request. */
  take(id: string): readonly Received[]
  close(): Promise<void>
}

/** What the model says, in pieces that fit no line. */
export const ANSWER = 'Hello 🌍, wörld'

/** Starts the server. */
export async function startRecorder(): Promise<Recorder> {
  const received = new Map<string, Received[]>()
  const server = createServer((request, response) => void answer(request, response, received))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: (id) => received.get(id) ?? [],
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  received: Map<string, Received[]>,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const [, id = '', path = ''] = /^\/([^/]+)(\/.*)?$/.exec(request.url ?? '') ?? []
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  const body = Buffer.concat(chunks)
  received.set(id, [...(received.get(id) ?? []), { method: request.method ?? '', path, headers, body }])
  const isStream = /"stream": ?true/.test(body.toString('latin1'))
  if (isStream && !path.startsWith('/api/')) return await stream(response, path)
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(jsonFor(path)))
}

function jsonFor(path: string): object {
  if (/\/chat\/completions/.test(path))
    return {
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: ANSWER } }],
    }
  if (/\/responses/.test(path))
    return {
      id: 'r',
      object: 'response',
      created_at: 1,
      status: 'completed',
      model: 'm',
      output: [
        {
          type: 'message',
          id: 'm',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: ANSWER, annotations: [] }],
        },
      ],
    }
  if (/\/embeddings/.test(path))
    return {
      object: 'list',
      model: 'm',
      data: [{ object: 'embedding', index: 0, embedding: [0.5, 0.25] }],
      usage: { prompt_tokens: 1, total_tokens: 1 },
    }
  const model = { id: 'deci-nano', object: 'model', created: 1, owned_by: 'x' }
  return /\/models\/?(?:\?|$)/.test(path) ? { object: 'list', data: [model] } : model
}

/** Cut in the middle of an event, and of a character. */
async function stream(response: ServerResponse, path: string): Promise<void> {
  const isResponse = path.includes('/responses')
  const events = [...ANSWER].map((delta, index) =>
    isResponse
      ? {
          type: 'response.output_text.delta',
          delta,
          item_id: 'm',
          output_index: 0,
          content_index: 0,
          sequence_number: index,
        }
      : {
          id: 'c',
          object: 'chat.completion.chunk',
          created: 1,
          model: 'm',
          choices: [{ index: 0, delta: { content: delta }, finish_reason: null }],
        },
  )
  const last = isResponse
    ? [
        `event: response.completed\ndata: ${JSON.stringify({ type: 'response.completed', sequence_number: 99, response: jsonFor(path) })}\n\n`,
      ]
    : [
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`,
        'data: [DONE]\n\n',
      ]
  const name = isResponse ? 'event: response.output_text.delta\n' : ''
  const bytes = Buffer.from(
    [...events.map((event) => `${name}data: ${JSON.stringify(event)}\n\n`), ...last].join(''),
  )
  response.setHeader('content-type', 'text/event-stream')
  const emoji = bytes.indexOf(Buffer.from('🌍')) + 2
  response.write(bytes.subarray(0, emoji))
  await new Promise((resolve) => setImmediate(resolve))
  response.end(bytes.subarray(emoji))
}
