import { chat } from '../../src/chat/chat'
import { ChatError } from '../../src/chat/answer/errors'
import { answer, delta, DONE, event, streamCase } from '../support/chat-wire'
import { type CaseServer, startCaseServer } from '../support/sse-server'

let server: CaseServer | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

const ask = async (chunks: readonly string[], end: 'clean' | 'fin' = 'clean') => {
  server = await startCaseServer(() => streamCase(chunks, { end }))
  return chat({ model: 'm', messages: 'Hi', baseURL: server.baseURL, retries: 0, quiet: true })
}
const failureOf = async (chunks: readonly string[], end?: 'fin'): Promise<ChatError> => {
  const error: unknown = await ask(chunks, end).catch((thrown: unknown) => thrown)
  if (!ChatError.is(error)) throw new Error(`expected a failure, got ${String(error)}`)
  return error
}

const begun = delta({ content: 'Hel' })
const page = (inner: string): string => `<html>\r\n<head>${inner}\r\n</html>\r\n`

describe('chat on a stream that breaks off with a text', () => {
  test.each([
    [
      'a page with a title',
      page('<title>504 Gateway Time-out</title></head><h1>504</h1>'),
      'HTML page: 504 Gateway Time-out',
    ],
    [
      'a page with a heading',
      page('</head><body><h1>502 Bad Gateway</h1></body>'),
      'HTML page: 502 Bad Gateway',
    ],
    [
      'a page with words alone',
      page('<style>p{}</style></head><p>The <b>origin</b> is away.</p>'),
      'HTML page: The origin is away.',
    ],
    [
      'a status beside the title',
      page('<title>Oops</title></head><p>Error 503: Service Unavailable</p>'),
      'HTML page: status 503, Oops',
    ],
    ['a document type', '<!DOCTYPE html><title>Sign in</title>', 'HTML page: Sign in'],
    ['a page as data', 'data: <html><title>502 Bad Gateway</title></html>\n\n', 'HTML page: 502 Bad Gateway'],
    [
      'a page inside of an event',
      'data: {"choices":[{"delta":{"content":"lo<html><title>504 Gateway Time-out</title></html>',
      'HTML page: 504 Gateway Time-out',
    ],
    [
      'a line of a proxy',
      'upstream connect error or disconnect/reset before headers. reset reason: overflow',
      'upstream connect error or disconnect/reset',
    ],
    ['several lines', 'stream closed\nby the gateway\n', '"stream closed by the gateway"'],
    ['an error on a line of its own', '{"error":{"message":"boom"}}\n', 'boom'],
    ['an error over several lines', '{\n  "error": {\n    "message": "boom"\n  }\n}\n', 'boom'],
  ])('tells it: %s', async (_name, rest, words) => {
    const error = await failureOf([begun, rest])
    expect(error.message).toContain(words)
    expect(error.message).not.toMatch(/[\r\n<]/)
    expect(error.partial?.text).toBe('Hel')
  })

  test('tells it beside what the connection failed with', async () => {
    const error = await failureOf([begun, page('<title>504 Gateway Time-out</title></head>')], 'fin')
    expect(error.code).toBe('network')
    expect(error.message).toContain('504 Gateway Time-out')
  })

  test('tells no more than a line of it', async () => {
    expect((await failureOf([begun, 'word '.repeat(100_000)])).message.length).toBeLessThan(400)
  })

  test('says nothing of a line that did no harm', async () => {
    expect((await ask([begun, 'retrying\n', delta({ content: 'lo' }, 'stop'), DONE])).text).toBe('Hello')
  })
})

describe('chat on broken data', () => {
  const broken = 'data: {"choices":[{"del\n\n'
  const boom = { error: { message: 'boom' } }

  test.each([
    ['the next event', [broken, event(boom)]],
    ['a named event', [broken, `event: error\ndata: ${JSON.stringify(boom)}\n\n`]],
    ['a line', [broken, `${JSON.stringify(boom)}\n`]],
    ['an error: line', [broken, 'error: {"message":"boom"}\n']],
    ['the same event', [`data: {"choices":[{"del\ndata: ${JSON.stringify(boom)}\n\n`]],
    ['the same line', [`data: {"choices":[{"del${JSON.stringify(boom)}\n\n`]],
    ['the next event, behind plain text', ['data: Internal Server Error\n\n', event(boom)]],
  ])('gives the error that follows it: %s', async (_name, chunks) => {
    const error = await failureOf([begun, ...chunks])
    expect(error).toMatchObject({ code: 'stream', message: 'boom', partial: { text: 'Hel' } })
  })

  test.each([
    ['text', [delta({ content: 'lo' }, 'stop'), DONE]],
    ['the end', [DONE]],
    ['nothing', []],
  ])('is told where %s follows it, and takes nothing further in', async (_name, rest) => {
    const error = await failureOf([begun, broken, ...rest])
    expect(error).toMatchObject({ code: 'parse', partial: { text: 'Hel' } })
  })
})

describe('chat on comments that a proxy wrapped as data', () => {
  test.each([
    'data: : OPENROUTER PROCESSING\n\n',
    'data: :\n\n',
    'data:: keep-alive\n\n',
    'data: ping\n\n',
    'data: [heartbeat]\n\n',
    'data: : OPENROUTER PROCESSING\ndata: : OPENROUTER PROCESSING\n\n',
    'event: message\ndata: : ping\n\n',
  ])('reads %j as nothing', async (comment) => {
    expect((await ask([comment, begun, comment, delta({ content: 'lo' }, 'stop'), comment, DONE])).text).toBe(
      'Hello',
    )
  })

  test('reads one above a chunk in the same event', async () => {
    const [only] = answer('Hello')
    expect((await ask([`data: : OPENROUTER PROCESSING\n${only}`, DONE])).text).toBe('Hello')
  })
})
