import { Readable } from 'node:stream'
import { chat } from '../../src/chat/chat'
import type { ChatOptions } from '../../src/chat/chat-options'
import { stream } from '../../src/chat/stream'
import { answer, delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import { type Drawing, startDrawing } from '../support/drawing-scope'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, startCaseServer } from '../support/sse-server'
import { shownJson } from '../support/shown-json'

let server: CaseServer | undefined
let cell: Drawing

beforeEach(() => void (cell = startDrawing()))

afterEach(async () => {
  await server?.close()
  server = undefined
})

async function serve(...cases: SseCase[]): Promise<void> {
  server = await startCaseServer((index) => cases[Math.min(index, cases.length - 1)]!)
}
const ask = (options: Partial<ChatOptions> = {}) =>
  chat({
    model: 'm',
    messages: 'Hi',
    baseURL: server?.baseURL ?? 'http://127.0.0.1:9',
    retries: 0,
    ...options,
  })

const held = (...chunks: string[]) => streamCase(chunks, { end: 'hold' })
const hel = delta({ content: 'Hel' })
/** An event in a chunk of its own, then what cannot be the size of one. */
const brokenChunks = httpCase(
  200,
  [`${hel.length.toString(16)}\r\n${hel}\r\n`, 'nonsense\r\n'],
  { 'transfer-encoding': 'chunked' },
  // What comes with the headers in one packet would be lost: the client reads the text first, also on a busy machine.
  { framing: 'none', gapMs: 200 },
)
const bothCut = [
  delta({ content: 'Hel' }),
  event({ choices: [{ index: 1, delta: { content: 'Bon' }, finish_reason: null }] }),
]

/** Code, what the server does, the one message, what is left of the answer, options of the call. */
const endings: [string, SseCase, RegExp, string, Partial<ChatOptions>?][] = [
  ['truncated', streamCase([hel], { framing: 'close' }), /^the stream ended without \[DONE\]/, 'Hel'],
  [
    'truncated',
    httpCase(200, ['{"choices":[{"mess'], {}, { framing: 'close' }),
    /without the end of its JSON/,
    '',
  ],
  ['stopped', held(hel), /^stopped before the answer was whole$/, 'Hel'],
  ['timeout', held(hel), /^no byte came for 90 ms$/, 'Hel', { timeouts: { idleMs: 90 } }],
  ['timeout', held(hel), /^the answer took longer than 90 ms$/, 'Hel', { timeoutMs: 90 }],
  [
    'timeout',
    held(': ping\n\n'),
    /^nothing of the answer came within 90 ms$/,
    '',
    { timeouts: { firstEventMs: 90 } },
  ],
  ['stream', streamCase([hel, event({ error: { message: 'boom' } })]), /^boom$/, 'Hel'],
  ['http', httpCase(401, ['{"error":{"message":"wrong key"}}']), /^401 wrong key$/, ''],
  ['http', httpCase(307, [''], { location: 'http://127.0.0.1:1/v1' }), /^307 the server has moved/, ''],
  ['empty', streamCase([DONE]), /^the server answered without any content$/, ''],
  ['not_sse', httpCase(200, ['<title>Sign in</title>']), /HTML page: Sign in$/, ''],
  ['parse', streamCase([hel, 'data: {"a":\n\n', DONE]), /^malformed server-sent event/, 'Hel'],
  ['network', streamCase([hel], { end: 'reset', gapMs: 200 }), /127\.0\.0\.1:\d+: the connection was/, 'Hel'],
  ['network', streamCase([], { end: 'reset-before-headers' }), /ECONNRESET/, ''],
  ['network', brokenChunks, /127\.0\.0\.1:\d+: the connection was closed/, 'Hel'],
]

describe('an answer that is not whole', () => {
  test.each(endings)(
    'ends as %s (%#) with one message and what arrived, and never looks whole',
    async (...ending) => {
      const [code, one, words, text, options = {}] = ending
      await serve(one)
      const controller = new AbortController()
      const pending = ask({ ...options, signal: controller.signal, reject: false })
      if (code === 'stopped') {
        while (!cell.text().includes('Hel')) await new Promise((resolve) => setImmediate(resolve))
        controller.abort()
      }
      const result = await pending
      expect(result).toMatchObject({ text, error: { code, message: expect.stringMatching(words) } })
      expect(result.error!.message).not.toMatch(/\n/)
      expect(cell.text()).toContain(`[${text === '' ? 'no answer' : 'incomplete'}: ${result.error!.message}`)
      expect(cell.text()).toContain(text)
      // The words of a footer, which only a whole answer has.
      expect(cell.states.join('\n')).not.toMatch(/finished| · total /)
    },
  )

  test.each(endings)(
    'rejects as %s (%#) with a partial answer, even where nothing came',
    async (...ending) => {
      const [code, one, , text, options = {}] = ending
      await serve(one)
      const timeout = code === 'stopped' ? { timeouts: { idleMs: 90 } } : {}
      const error: unknown = await ask({ quiet: true, ...timeout, ...options }).catch(
        (reason: unknown) => reason,
      )
      expect(error).toMatchObject({ partial: { text, toolCalls: [] } })
    },
  )

  test('shows the further choices as far as they came', async () => {
    await serve(streamCase(bothCut, { framing: 'close' }))
    await ask({ n: 2, reject: false })
    expect(cell.text()).toMatch(/Hel[\s\S]*Choice 1[\s\S]*Bon[\s\S]*incomplete/)
  })

  test('is shown as text where it was to be a tree', async () => {
    await serve(streamCase([delta({ content: '{"a":' })], { framing: 'close' }))
    await stream(fetch(server!.baseURL), { as: 'json', reject: false })
    expect(cell.text()).toMatch(/\{"a":[\s\S]*incomplete: the stream ended/)
    expect(shownJson(cell.outputs[0]!.data)).toBeUndefined()
  })
})

describe('a wait for another try', () => {
  test('counts down in the cell and is gone when the answer comes', async () => {
    await serve(httpCase(503, ['{"detail":"loading"}'], { 'retry-after-ms': '30' }), streamCase(answer('Hi')))
    expect((await ask({ retries: 2 })).text).toBe('Hi')
    expect(cell.states[0]).toBe('[503 loading · try 2 of 3 in 1 s]')
    expect(cell.text()).not.toContain('loading')
  })
})

describe('a body that was closed before it is read', () => {
  test('is a cut one', async () => {
    const body = Readable.from([hel])
    body.destroy()
    const response = { status: 200, statusText: '', headers: new Headers(), body }
    const result = await ask({ fetch: async () => response, reject: false })
    expect(result.error).toMatchObject({ code: 'network' })
  })
})

describe('an error body that never ends', () => {
  test('is told as far as it came', async () => {
    await serve(httpCase(500, ['{"error":{"message":"boom"}}'], {}, { end: 'hold' }))
    const result = await ask({ reject: false, timeouts: { idleMs: 90 } })
    expect(result.error).toMatchObject({ code: 'http', message: '500 boom' })
    await server!.requests[0]!.closed
  })
})
