import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { curl } from '../../src/curl/curl'
import { ChatError } from '../../src/chat/answer/errors'
import { MagicsError, StoppedError } from '../../src/errors'
import { delta, DONE, event } from '../support/chat-wire'
import { MESSAGE_EVENTS, named, OLLAMA_LINES, RESPONSE_EVENTS } from '../support/dialect-wire'
import { openCell, type TestCell } from './support/cell'

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let server: Server
let cell: TestCell
let answer: (response: ServerResponse) => void

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    request.on('end', () => answer(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env['BASE_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
  Reflect.deleteProperty(process.env, 'BASE_URL')
})
beforeEach(() => void (cell = openCell()))

const respond = (type: string, body: string, status = 200): void => {
  answer = (response) => void response.writeHead(status, { 'content-type': type }).end(body)
}
const SSE = 'text/event-stream'
const LINES = 'application/x-ndjson'
const post = () => curl`curl -s $BASE_URL/v1 -d '{}'`
const shown = (): string =>
  cell.text('stdout') +
  cell
    .displays()
    .map(({ data }) => data['text/plain'])
    .join('\n')
async function failureOf(run: Promise<unknown>): Promise<MagicsError> {
  const error: unknown = await run.then(
    () => 'no error',
    (reason: unknown) => reason,
  )
  if (!MagicsError.is(error)) throw new Error(`expected a failure, got ${String(error)}`)
  return error
}

describe('curl on a stream of another API', () => {
  test.each([
    ['Messages', SSE, MESSAGE_EVENTS],
    ['Responses', SSE, RESPONSE_EVENTS],
    ['Ollama', LINES, OLLAMA_LINES],
    ['Ollama, labelled as JSON', 'application/json', OLLAMA_LINES],
  ])('draws %s as text that grows, with a footer', async (_name, type, events) => {
    respond(type, events.join(''))
    const { chat } = await post()
    expect(shown()).toMatch(/Hello 🌍/)
    expect(shown()).toMatch(/asks for tools · .*7 tokens/)
    expect(chat).toMatchObject({ text: 'Hello 🌍', reasoning: 'Let me see.', toolCalls: [{ name: 'add' }] })
    expect(cell.text('stdout')).toBe('')
  })

  test.each([
    ['Messages', SSE, MESSAGE_EVENTS.slice(0, 9), /message_stop/],
    ['Responses', SSE, RESPONSE_EVENTS.slice(0, 7), /response\.completed/],
    ['Ollama', LINES, OLLAMA_LINES.slice(0, 2), /"done": true/],
  ])('fails where %s is cut, with the text so far', async (_name, type, events, words) => {
    respond(type, events.join(''))
    const error = await failureOf(post())
    expect(error.message).toMatch(words)
    expect(error.partial).toMatchObject({ text: 'Hel' })
    expect(shown()).toMatch(/Hel\n\[incomplete: /)
  })

  test('says that an answer reached its limit', async () => {
    const end = { type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 2 } }
    respond(SSE, [...MESSAGE_EVENTS.slice(0, 9), named(end), named({ type: 'message_stop' })].join(''))
    await post()
    expect(shown()).toContain('cut off: the token limit was reached (max_tokens)')
  })

  test('keeps a whole answer a tree, and gives it as a value', async () => {
    respond(
      'application/json',
      JSON.stringify({ type: 'message', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn' }),
    )
    const { chat } = await post()
    expect(cell.displays()[0]?.data['text/html']).toContain('<details open>')
    expect(chat?.text).toBe('Hi')
  })

  test('leaves formats that nobody knows as events', async () => {
    respond(SSE, 'event: tick\ndata: {"type":"tick","message":"one"}\n\ndata: plain\n\n')
    await post()
    expect(cell.text('stdout')).toBe('tick: {"type":"tick","message":"one"}\ndata: plain\n')
  })

  test('leaves lines of JSON that nobody knows as text', async () => {
    const body = '{"id":1,"error":"late"}\n{"id":2,"error":null}\n'
    respond(LINES, body)
    expect((await post()).stdout).toBe(body)
    expect(cell.text('stdout')).toBe(body)
  })
})

describe('curl on an error under status 200', () => {
  const overloaded = named({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })
  const failed = named({ type: 'response.failed', response: { error: { message: 'Overloaded' } } })
  const bare = JSON.stringify({ error: { message: 'Overloaded' } })
  const page = '<html><head><title>504 Gateway Time-out</title></head></html>'

  test.each([
    ['Messages, in the middle', SSE, MESSAGE_EVENTS.slice(0, 9).join('') + overloaded],
    ['Messages, at once', SSE, overloaded],
    ['Messages, behind a ping', SSE, named({ type: 'ping' }) + overloaded],
    ['Responses, failed', SSE, RESPONSE_EVENTS[0] + failed],
    ['Responses, failed at once', SSE, failed],
    ['Responses, error', SSE, RESPONSE_EVENTS[0] + named({ type: 'error', message: 'Overloaded' })],
    ['Ollama', LINES, OLLAMA_LINES[1] + '{"error":"Overloaded"}\n'],
    ['Ollama, at once', LINES, '{"error":"Overloaded"}\n'],
    ['lines of another kind', LINES, `{"status":"pulling"}\n{"error":"Overloaded"}\n`],
    ['other events, by name', SSE, 'event: tick\ndata: 1\n\nevent: error\ndata: Overloaded\n\n'],
    ['other events, by their data', SSE, `event: tick\ndata: 1\n\ndata: ${bare}\n\n`],
    ['other events, at once', SSE, 'event: error\ndata: {"detail":"Overloaded"}\n\n'],
    ['a document', 'application/json', bare],
    ['a list, as Gemini sends it', 'application/json', `[${bare}]`],
    ['chat, behind broken data', SSE, `data: {"choices":[{"del\n\ndata: ${bare}\n\n`],
  ])('fails with the words of the server: %s', async (_name, type, body) => {
    respond(type, body)
    const error = await failureOf(post())
    expect(error.message).toBe('Overloaded')
    expect(ChatError.is(error)).toBe(true)
    expect(shown()).toContain('Overloaded')
  })

  test.each([
    ['in the middle of an answer', SSE, delta({ content: 'Hel' }) + page],
    ['behind other events', SSE, `event: tick\ndata: 1\n\n${page}`],
    ['in place of events', SSE, page],
    ['under the label of JSON', 'application/json', page],
  ])("tells a gateway's page: %s", async (_name, type, body) => {
    respond(type, body)
    expect((await failureOf(post())).message).toContain('HTML page: 504 Gateway Time-out')
  })

  test('leaves a document alone that was not posted for, or says something else, too', async () => {
    respond('application/json', bare)
    expect((await curl`curl -s $BASE_URL/v1`).exitCode).toBe(0)
    respond('application/json', '{"result":null,"error":{"message":"x"}}')
    expect((await post()).exitCode).toBe(0)
  })

  test('gives the result with reject: false', async () => {
    respond(SSE, MESSAGE_EVENTS.slice(0, 9).join('') + overloaded)
    const result = await curl({ reject: false })`curl -s $BASE_URL/v1 -d '{}'`
    expect(result).toMatchObject({ error: { code: 'stream', message: 'Overloaded' }, chat: { text: 'Hel' } })
  })

  test('lets a status that refuses say more', async () => {
    respond(SSE, overloaded, 529)
    expect((await failureOf(post())).message).toMatch(/^529 .*Overloaded/)
  })

  test('says what a page is when it is read as JSON', async () => {
    respond('text/html', page)
    const { json } = await curl`curl -s $BASE_URL/v1`
    expect(() => json()).toThrow(/The body is an HTML page: 504 Gateway Time-out/)
  })
})

describe('curl on pictures', () => {
  test('draws a picture, and tells of it in words', async () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } }
    respond(SSE, delta({ content: '', images: [image] }) + delta({}, 'stop') + DONE)
    const { chat } = await post()
    expect(cell.displays().at(-1)?.data).toEqual({
      'image/png': PIXEL,
      'text/plain': '[1 picture: image/png, 70 bytes]',
    })
    expect(shown()).toMatch(/finished · 1 picture: image\/png, 70 bytes · /)
    expect(chat?.images).toEqual([{ url: `data:image/png;base64,${PIXEL}`, mediaType: 'image/png' }])
  })
})

describe('curl, ended early', () => {
  const held = (type: string, body: string): void => {
    answer = (response) => void response.writeHead(200, { 'content-type': type }).write(body)
  }
  const until = async (isThere: () => boolean): Promise<void> => {
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 2))
  }

  test.each([
    ['chat', SSE, delta({ content: 'So far' })],
    ['Messages', SSE, MESSAGE_EVENTS.slice(0, 9).join('')],
    ['Ollama', LINES, OLLAMA_LINES[1]!],
  ])('says that it was stopped: %s', async (_name, type, body) => {
    held(type, body)
    const run = curl`curl -sN $BASE_URL/v1 -d '{}'`
    await until(() => cell.displays().length > 0)
    cell.stop(new StoppedError())
    expect((await failureOf(run)).code).toBe('stopped')
    expect(shown()).toContain('[incomplete: stopped before the answer was whole]')
  })

  test('says that it was stopped behind a pipe that passes all', async () => {
    held(SSE, delta({ content: 'So far' }))
    const run = curl`curl -sN $BASE_URL/v1 -d '{}' | cat`
    await until(() => cell.displays().length > 0)
    cell.stop(new StoppedError())
    await failureOf(run)
    expect(shown()).toContain('[incomplete: stopped before the answer was whole]')
  })

  test('names the limit of time', async () => {
    held(SSE, delta({ content: 'So far' }))
    const error = await failureOf(curl({ timeoutMs: 300 })`curl -sN $BASE_URL/v1 -d '{}'`)
    expect(error.code).toBe('timeout')
    expect(shown()).toContain('the answer took longer than 300 ms')
  })

  test.each(['head -c 30', 'head -n 1', 'grep -m 1 data', 'sed -n 1p'])(
    'shows what | %s leaves of a stream as text',
    async (filter) => {
      respond(SSE, delta({ content: 'Hello' }) + delta({}, 'stop') + DONE)
      const result = await curl(`curl -sN $BASE_URL/v1 -d '{}' | ${filter}`)
      expect(result.stdout).toMatch(/^data: \{"model":"m","choices/)
      expect(cell.text('stdout')).toBe(result.stdout)
      expect(shown()).not.toMatch(/no answer|incomplete/)
    },
  )

  test('draws a stream behind a pipe that passes all as an answer, and fails with its error', async () => {
    respond(SSE, delta({ content: 'Hello' }, 'stop') + DONE)
    expect((await curl`curl -sN $BASE_URL/v1 -d '{}' | cat`).chat?.text).toBe('Hello')
    respond(SSE, delta({ content: 'Hel' }) + event({ error: { message: 'Overloaded' } }))
    expect((await failureOf(curl`curl -sN $BASE_URL/v1 -d '{}' | cat`)).message).toBe('Overloaded')
  })
})
