import { join } from 'node:path'
import { chat } from '../../src/chat/chat'
import type { ChatFetch, ChatOptions } from '../../src/chat/chat-options'
import {
  type CaseOutcome,
  differences,
  plainChunks,
  readCases,
  singleBytes,
  type SseCase,
} from '../support/sse-cases'
import { startCaseServer } from '../support/sse-server'

const cases = readCases(join(__dirname, '../fixtures/sse/cases.json'))

async function ask(one: SseCase, options: Partial<ChatOptions>): Promise<CaseOutcome> {
  const result = await chat({
    model: 'm',
    messages: 'Hi',
    apiKey: 'none',
    baseURL: 'http://127.0.0.1:9/v1',
    retries: 0,
    reject: false,
    draw: false,
    timeouts: { idleMs: one.idleMs ?? 5000 },
    ...options,
  })
  return { answer: result, error: result.error ?? null }
}

/** A fetch whose response brings the bytes of a case in the pieces given, and ends as its transport does. */
function fetchOf(one: SseCase, chunks: Uint8Array[]): ChatFetch {
  const end = one.transport?.end
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  async function* body() {
    yield* chunks
    if (end === 'hold') await new Promise(() => {})
    if (end === 'fin' || end === 'reset') throw reset
  }
  return async () => {
    if (end === 'reset-before-headers') throw reset
    const header = (name: string) => one.headers[name] ?? null
    return { status: one.status, statusText: '', headers: { get: header }, body: body() }
  }
}

describe.each(cases.map((one) => [one.name, one] as const))('chat on %s', (_name, one) => {
  test('gives what is expected from the bytes as they are, as one chunk and one by one', async () => {
    const chunks = await plainChunks(one)
    for (const cut of [chunks, [Buffer.concat(chunks)], singleBytes(chunks)]) {
      expect(differences(one, await ask(one, { fetch: fetchOf(one, cut) }))).toEqual([])
    }
  })

  test('gives what is expected over a socket', async () => {
    const server = await startCaseServer(() => one)
    try {
      expect(differences(one, await ask(one, { baseURL: server.baseURL }))).toEqual([])
    } finally {
      await server.close()
    }
  })
})
