import { askServer } from '../../../src/chat/call/ask-server'
import { loadingWaitMs } from '../../../src/chat/call/loading'
import type { ServerCall } from '../../../src/chat/call/try-once'
import { ChatError } from '../../../src/chat/answer/errors'
import { answer, httpCase, streamCase } from '../../support/chat-wire'
import { type CaseServer, startCaseServer } from '../../support/sse-server'

describe('loadingWaitMs', () => {
  const wait = (status: number, message: string, waitedMs = 0) =>
    loadingWaitMs(new ChatError('http', `${status} ${message}`, { status }), waitedMs)

  test.each([
    'Loading model',
    'Model meta-llama/Llama-3.2-1B is currently loading',
    'llm server loading model',
    'The model is still being loaded, try later',
    'Server is still starting',
    'warming up',
  ])('waits for a server that says %j', (text) => {
    expect(wait(503, text)).toBe(1000)
  })

  test.each([
    [503, 'Service Unavailable'],
    [503, 'error loading model: out of memory'],
    [503, 'Failed while loading model'],
    [503, 'Model is overloaded'],
    [500, 'Loading model'],
    [404, 'model not loaded'],
  ])('does not wait at %i %s', (status, text) => {
    expect(wait(status, text)).toBeUndefined()
  })

  test('waits as long as the server asks, for a minute in all', () => {
    const error = new ChatError('http', '503 Loading model', { status: 503, retryAfterMs: 5000 })
    expect(loadingWaitMs(error, 0)).toBe(5000)
    expect(loadingWaitMs(error, 55_000)).toBe(5000)
    expect(loadingWaitMs(error, 55_001)).toBeUndefined()
  })
})

describe('a server that loads its model', () => {
  let server: CaseServer
  const loading = httpCase(503, [
    '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}',
  ])
  const serve = async (times: number): Promise<void> => {
    server = await startCaseServer((index) => (index < times ? loading : streamCase(answer('Hello'))))
  }
  afterEach(() => server.close())

  /** A clock that only waits move. */
  const clockOf = () => {
    let at = 0
    return { now: () => at, sleep: async (ms: number) => void (at += ms), random: () => 0 }
  }
  const call = (extra: Partial<ServerCall> = {}): ServerCall => ({
    url: `${server.baseURL}/chat/completions`,
    headers: {},
    fields: { model: 'm', messages: [], stream: true },
    timeoutMs: undefined,
    timeouts: {},
    retries: 1,
    signals: [],
    ...extra,
  })

  test('is waited for longer than there are retries, and that is shown', async () => {
    await serve(20)
    const notes: (string | null)[] = []
    const { text } = await askServer(call(), { onNote: (line) => notes.push(line) }, clockOf())
    expect(text).toBe('Hello')
    expect(server.requests).toHaveLength(21)
    expect(notes[0]).toBe('the server is loading its model (503 Loading model) · asking again in 1 s')
    expect(notes.at(-1)).toBeNull()
  })

  test('is given up after a minute', async () => {
    await serve(1000)
    await expect(askServer(call(), {}, clockOf())).rejects.toMatchObject({ status: 503 })
    // The last one is the retry.
    expect(server.requests).toHaveLength(62)
  })

  test('is waited for no longer than the call may take', async () => {
    await serve(1000)
    await expect(askServer(call({ timeoutMs: 3500 }), {}, clockOf())).rejects.toMatchObject({ status: 503 })
    expect(server.requests).toHaveLength(4)
  })

  test('is not waited for when nothing is to be tried again', async () => {
    await serve(1000)
    await expect(askServer(call({ retries: 0 }), {}, clockOf())).rejects.toMatchObject({ status: 503 })
    expect(server.requests).toHaveLength(1)
  })

  test('is no longer waited for when the call is stopped', async () => {
    await serve(1000)
    const controller = new AbortController()
    const onNote = (): void => controller.abort()
    await expect(askServer(call({ signals: [controller.signal] }), { onNote })).rejects.toMatchObject({
      code: 'stopped',
    })
    expect(server.requests).toHaveLength(1)
  })
})
