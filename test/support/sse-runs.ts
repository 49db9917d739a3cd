/**
 * Runs cases: through `chat` in four ways, and through the official client's own loop over `openai()`.
 * Used by the tests and by the conformance command.
 */
import { setImmediate } from 'node:timers/promises'
import type OpenAI from 'openai'
import { chat } from '../../src/chat/chat'
import type { ChatFetch, ChatOptions } from '../../src/chat/chat-options'
import { openai } from '../../src/chat/openai'
import { rounds } from './extent'
import { type CaseOutcome, differences, plainBody, singleBytes, type SseCase } from './sse-cases'
import { startCaseServer } from './sse-server'

const DEFAULT_IDLE_MS = 5000
/** No case is about a limit of the whole: the tests' own limit ends what hangs. */
const TIMEOUT_MS = 300_000
const CHUNKS_A_TURN = 256

/** Runs a case through `chat`. @returns What differs, a line each, by the way the bytes came. */
export async function runCase(one: SseCase): Promise<string[]> {
  const { chunks, failure } = await plainBody(one)
  const from = (pieces: () => Iterable<Uint8Array>) => ask(one, { fetch: fetchOf(one, pieces, failure) })
  const whole = Buffer.concat(chunks)
  const ways: [string, () => Promise<CaseOutcome>][] = [
    ['chunks as they are', () => from(() => chunks)],
    ['one chunk', () => from(() => [whole])],
    // A megabyte takes long.
    ...(whole.length < rounds(Infinity, 200_000)
      ? [['byte by byte', () => from(() => singleBytes(chunks))] as [string, () => Promise<CaseOutcome>]]
      : []),
    ['over a socket', () => overSocket(one, (baseURL) => ask(one, { baseURL }))],
  ]
  const lines: string[] = []
  for (const [way, run] of ways) {
    try {
      lines.push(...differences(one, await run()).map((line) => `${way}: ${line}`))
    } catch (error) {
      lines.push(`${way}: threw ${String(error)}`)
    }
  }
  return lines
}

async function ask(one: SseCase, options: Partial<ChatOptions>): Promise<CaseOutcome> {
  const result = await chat({
    model: 'm',
    messages: 'Hi',
    apiKey: 'none',
    baseURL: 'http://127.0.0.1:9/v1',
    retries: 0,
    reject: false,
    quiet: true,
    timeoutMs: TIMEOUT_MS,
    timeouts: { idleMs: one.idleMs ?? DEFAULT_IDLE_MS },
    ...options,
  })
  return { answer: result, error: result.error ?? null }
}

/**
 * A fetch whose responses bring the bytes of a case in the pieces given, and end as its transport does, or with what its
 * content coding failed with.
 */
function fetchOf(one: SseCase, pieces: () => Iterable<Uint8Array>, failure: unknown): ChatFetch {
  const { end, extraLength } = one.transport ?? {}
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  async function* body() {
    let count = 0
    for (const chunk of pieces()) {
      yield chunk
      // As a socket does: bytes that are there come at once, yet what else waits for its turn gets it.
      if (++count % CHUNKS_A_TURN === 0) await setImmediate()
    }
    if (failure !== undefined) throw failure
    if (end === 'hold') await new Promise(() => {})
    if (end === 'fin' || end === 'reset' || extraLength) throw reset
  }
  return async () => {
    if (end === 'reset-before-headers') throw reset
    const header = (name: string) => one.headers[name] ?? null
    return { status: one.status, statusText: '', headers: { get: header }, body: body() }
  }
}

async function overSocket<T>(one: SseCase, run: (baseURL: string) => Promise<T>): Promise<T> {
  const server = await startCaseServer(() => one)
  try {
    return await run(server.baseURL)
  } finally {
    await server.close()
  }
}

/** The final message of the client's own `.stream()` helper, as far as it is looked at. */
interface FinalMessage {
  content?: string | null
  tool_calls?: { function?: { name: string; arguments: string } }[]
}

/**
 * Runs a case through the client's `.stream()` helper: its final text and tool calls must be right, or it must throw.
 *
 * @param one - The case.
 * @param Client - The client's class, of any version from 4 to 7.
 * @returns What differs, a line each.
 */
export async function runHelperCase(one: SseCase, Client: unknown): Promise<string[]> {
  const { expect } = one
  const heard = await overSocket(one, async (baseURL) => {
    const timeouts = { idleMs: one.idleMs ?? DEFAULT_IDLE_MS }
    const client = openai<OpenAI>({ OpenAI: Client, baseURL, apiKey: 'none', maxRetries: 0, timeouts })
    const { completions } =
      'stream' in client.chat.completions ? client.chat : (client.beta as unknown as OpenAI).chat
    const runner = completions.stream({ model: 'm', messages: [] })
    return runner.finalChatCompletion().then(
      ({ choices }) => ({
        message: choices.find(({ index }) => index === 0)?.message as FinalMessage | undefined,
      }),
      (error: unknown) => ({ error }),
    )
  })
  if (expect.error) return 'error' in heard ? [] : [`error: expected ${expect.error.kind}, got none`]
  if ('error' in heard) return [`error: expected none, got ${String(heard.error)}`]
  const spec = expect.text_spec
  const wanted = {
    text: spec ? spec.unit.repeat(spec.times) : (expect.text ?? ''),
    calls: (expect.tool_calls ?? []).map(({ name, arguments: json }) => ({ name, json })),
  }
  const got = {
    text: heard.message?.content ?? '',
    calls: (heard.message?.tool_calls ?? []).map((call) => ({
      name: call.function?.name,
      json: call.function?.arguments,
    })),
  }
  const [wantedText, gotText] = [JSON.stringify(wanted), JSON.stringify(got)]
  return wantedText === gotText ? [] : [`expected ${wantedText.slice(0, 200)}, got ${gotText.slice(0, 200)}`]
}

interface Heard {
  text: string
  reasoning: string
  calls: { id?: string; name: string; arguments: string }[]
  finish: string | null
  usage: unknown
  error: unknown
}

/**
 * Runs a case through the official client: its text must be right, or it must throw.
 *
 * @param one - The case.
 * @param Client - The client's class, of any version from 4 to 7.
 * @returns What differs, a line each.
 */
export async function runClientCase(one: SseCase, Client: unknown): Promise<string[]> {
  const { expect } = one
  const heard = await overSocket(one, (baseURL) => listen(one, Client, baseURL))
  const spec = expect.text_spec
  const text = spec ? spec.unit.repeat(spec.times) : (expect.text ?? '')
  const lines: string[] = []
  const check = (name: string, got: unknown, want: unknown): void => {
    const [gotText, wantText] = [got, want].map((value) => JSON.stringify(value) ?? 'nothing')
    if (gotText !== wantText)
      lines.push(`${name}: expected ${wantText?.slice(0, 200)}, got ${gotText?.slice(0, 200)}`)
  }
  check('text', heard.text, text)
  if (expect.error) {
    if (!(heard.error instanceof Error)) lines.push(`error: expected ${expect.error.kind}, got none`)
    return lines
  }
  if (heard.error) lines.push(`error: expected none, got ${String(heard.error)}`)
  check('reasoning', heard.reasoning, expect.reasoning ?? '')
  // A call without an id gets one: the client's helper needs it.
  const wanted = expect.tool_calls ?? []
  check(
    'tool calls',
    heard.calls.map(({ id, name, arguments: json }, at) => ({
      id: wanted[at]?.id ? id : '',
      name,
      arguments: json,
    })),
    wanted.map(({ id, name, arguments: json }) => ({ id: id || '', name, arguments: json })),
  )
  check('usage', heard.usage, expect.usage ?? null)
  if (expect.finish_reason) check('finish reason', heard.finish, expect.finish_reason)
  return lines
}

/** The loop of the client's own README, with everything a careful reader would add up. */
async function listen(one: SseCase, OpenAIClass: unknown, baseURL: string): Promise<Heard> {
  const idleMs = one.idleMs ?? DEFAULT_IDLE_MS
  const client = openai<OpenAI>({
    OpenAI: OpenAIClass,
    baseURL,
    apiKey: 'none',
    maxRetries: 0,
    timeouts: { idleMs },
  })
  const heard: Heard = { text: '', reasoning: '', calls: [], finish: null, usage: null, error: null }
  try {
    if (one.path?.endsWith('/v1/completions')) {
      const stream = await client.completions.create({ model: 'm', prompt: 'Hi', stream: true })
      for await (const chunk of stream) {
        heard.text += chunk.choices[0]?.text ?? ''
        heard.finish = chunk.choices[0]?.finish_reason ?? heard.finish
        heard.usage = chunk.usage ?? heard.usage
      }
      return heard
    }
    const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true })
    for await (const chunk of stream) {
      heard.usage = chunk.usage ?? heard.usage
      const choice = chunk.choices[0]
      if (choice?.index !== 0) continue
      const delta = choice.delta as typeof choice.delta & { reasoning?: string; reasoning_content?: string }
      heard.text += delta.content ?? ''
      heard.reasoning += delta.reasoning_content ?? delta.reasoning ?? ''
      heard.finish = choice.finish_reason ?? heard.finish
      for (const call of delta.tool_calls ?? []) {
        const slot = (heard.calls[call.index] ??= { name: '', arguments: '' })
        if (call.id) slot.id = call.id
        const { custom } = call as { custom?: { name?: string; input?: string } }
        slot.name += call.function?.name ?? custom?.name ?? ''
        slot.arguments += call.function?.arguments ?? custom?.input ?? ''
      }
    }
  } catch (error) {
    heard.error = error
  }
  return heard
}
