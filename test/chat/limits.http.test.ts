import nodeFetch from 'node-fetch'
import type OpenAI from 'openai'
import { chat } from '../../src/chat/chat'
import { compare } from '../../src/chat/compare'
import { openai, type OpenAIOptions } from '../../src/chat/openai'
import { stream } from '../../src/chat/stream'
import { delta } from '../support/chat-wire'
import { type Drawing, startDrawing } from '../support/drawing-scope'
import {
  ENDLESS,
  type EndlessBody,
  type EndlessServer,
  expectBounded,
  KIB,
  MIB,
  peakMemory,
  SMALL_LIMITS,
  startEndlessServer,
} from '../support/endless-server'
import { NewestClient } from '../support/openai-clients'

let server: EndlessServer
let cell: Drawing

beforeEach(() => void (cell = startDrawing()))
afterEach(() => server.close())

const serve = async (body: EndlessBody): Promise<void> => {
  server = await startEndlessServer(body)
}
const messages = [{ role: 'user' as const, content: 'Hi' }]
const limits = SMALL_LIMITS
const BODY = 'is larger than 1 MiB. Raise maxBodyBytes if that is meant.'
const EVENT = 'an event of the stream is longer than 256 Ki characters. Raise maxEventChars if that is meant.'

type Limits = { maxEventChars?: number; maxBodyBytes?: number }

/** The body, its limit, the message, what the text of the answer begins with. */
const cases: [name: keyof typeof ENDLESS, limits: Limits, message: string, text: string][] = [
  ['event', limits, EVENT, 'Hello'],
  ['event', { maxBodyBytes: MIB }, `the answer ${BODY}`, 'Hello'],
  ['words', limits, EVENT, 'Hello'],
  ['words', { maxBodyBytes: MIB }, `the answer ${BODY}`, 'Hello'],
  ['events', limits, `the answer ${BODY}`, 'Helloxxx'],
  ['comments', limits, `the answer ${BODY}`, 'Hello'],
  ['json', limits, `the answer ${BODY}`, ''],
  ['gzip', { ...limits, maxEventChars: Infinity }, `the answer ${BODY}`, 'Hello'],
  ['gzip', limits, EVENT, 'Hello'],
  ['br', { ...limits, maxEventChars: Infinity }, `the answer ${BODY}`, 'Hello'],
]

describe('chat, where a server does not stop sending', () => {
  test.each(cases)('ends %s (%#) with the limit, what arrived, and a closed connection', async (...row) => {
    const [name, options, message, text] = row
    await serve(ENDLESS[name])
    const ask = () =>
      chat({ model: 'm', messages, baseURL: server.baseURL, retries: 0, reject: false, ...options })
    const { value: result, bytes } = await peakMemory(ask)
    expect(result.error).toMatchObject({ name: 'ChatError', code: 'too-large', message })
    expect(result.text.startsWith(text)).toBe(true)
    expect(result.error!.partial).toMatchObject({ text: result.text })
    expect(result.messages).toEqual(messages)
    expect(cell.text()).toContain(`[${text === '' ? 'no answer' : 'incomplete'}: ${message}`)
    expect(cell.states.join('\n')).not.toMatch(/finished| · total /)
    await expectBounded(server, bytes)
  })

  test('rejects with what arrived', async () => {
    await serve(ENDLESS.events)
    const error: unknown = await chat({
      model: 'm',
      messages,
      baseURL: server.baseURL,
      maxBodyBytes: 64 * KIB,
    }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'too-large', partial: { text: expect.stringMatching(/^Hellox+$/) } })
    await server.closed
  })

  test('is not asked again', async () => {
    await serve(ENDLESS.events)
    await chat({ model: 'm', messages, baseURL: server.baseURL, reject: false, ...limits })
    expect(cell.states.join()).not.toContain('try 2')
  })

  test('keeps the words of a refusal without end, and no more of it', async () => {
    await serve(ENDLESS.refusal)
    const ask = () => chat({ model: 'm', messages, baseURL: server.baseURL, retries: 0, reject: false })
    const { value: result, bytes } = await peakMemory(ask)
    expect(result.error).toMatchObject({ code: 'http', status: 500 })
    await expectBounded(server, bytes)
  })

  test('knows a page without end by its beginning', async () => {
    await serve(ENDLESS.page)
    const result = await chat({ model: 'm', messages, baseURL: server.baseURL, retries: 0, reject: false })
    expect(result.error).toMatchObject({
      code: 'not_sse',
      message: expect.stringMatching(/HTML page: Sign in$/),
    })
    await expectBounded(server, 0)
  })

  test('closes the connection of a fetch of the caller too', async () => {
    await serve(ENDLESS.events)
    const result = await chat({
      model: 'm',
      messages,
      baseURL: server.baseURL,
      reject: false,
      ...limits,
      // It does not look at the signal.
      fetch: (url, { method, headers, body }) => nodeFetch(url, { method, headers, body }),
    })
    expect(result.error).toMatchObject({ code: 'too-large' })
    await server.closed
  })

  test('passes a body that is just as long as the limit', async () => {
    await serve({ begin: `${ENDLESS.events.begin}data: [DONE]\n\n` })
    const maxBodyBytes = ENDLESS.events.begin.length + 'data: [DONE]\n\n'.length
    const { text } = await chat({ model: 'm', messages, baseURL: server.baseURL, maxBodyBytes })
    expect(text).toBe('Hello')
  })

  test('takes an answer that was whole before the limit for whole', async () => {
    await serve({ begin: delta({ content: 'Hello' }, 'stop'), piece: ENDLESS.comments.piece })
    const { text, error } = await chat({ model: 'm', messages, baseURL: server.baseURL, ...limits })
    expect([text, error]).toEqual(['Hello', undefined])
    await expectBounded(server, 0)
  })

  test('refuses a decompression bomb also without any limit', async () => {
    await serve(ENDLESS.gzip)
    const none = { maxEventChars: Infinity, maxBodyBytes: Infinity }
    const result = await chat({ model: 'm', messages, baseURL: server.baseURL, reject: false, ...none })
    expect(result).toMatchObject({
      text: 'Hello',
      error: { code: 'too-large', message: 'the compressed answer unpacks to far more than any text' },
    })
    await expectBounded(server, 0)
  })

  test('refuses a limit that is none, before anything is sent', async () => {
    await serve(ENDLESS.events)
    await expect(chat({ model: 'm', messages, baseURL: server.baseURL, maxBodyBytes: 0 })).rejects.toThrow(
      'maxBodyBytes is a number from 1 on',
    )
    expect(server.sentBytes()).toBe(0)
  })
})

describe('chat.with and compare', () => {
  test('have the limits of chat', async () => {
    await serve(ENDLESS.events)
    const talk = chat.with({ model: 'm', baseURL: server.baseURL, reject: false, ...limits })
    expect((await talk('Hi')).error).toMatchObject({ code: 'too-large' })
    expect(talk.messages).toEqual([])
    const [result] = await compare(['m'], 'Hi', { baseURL: server.baseURL, reject: false, ...limits })
    expect(result!.error).toMatchObject({ code: 'too-large', message: `the answer ${BODY}` })
    await server.closed
  })
})

describe('stream of a Response without end', () => {
  test.each(cases)('ends %s (%#) with the limit, what arrived, and a closed connection', async (...row) => {
    const [name, options, message, text] = row
    await serve(ENDLESS[name])
    const read = () => stream(fetch(server.origin), { reject: false, ...options })
    const { value: result, bytes } = await peakMemory(read)
    expect(result.error).toMatchObject({
      code: 'too-large',
      message: message.replace('the answer', 'the stream'),
    })
    expect(result.text.startsWith(text)).toBe(true)
    expect(cell.text()).toContain(`[${text === '' ? 'no answer' : 'incomplete'}: ${result.error!.message}`)
    await expectBounded(server, bytes)
  })

  test.each([['text'], ['refusal']] as const)('bounds %s', async (name) => {
    await serve(ENDLESS[name])
    const read = () => stream(fetch(server.origin), { reject: false, ...limits })
    const { value: result, bytes } = await peakMemory(read)
    expect(result.error).toMatchObject({ code: name === 'text' ? 'too-large' : 'http' })
    if (name === 'text') expect(result.text).toMatch(/^Hello and more and more/)
    if (name === 'text') expect(result.text).toHaveLength(MIB)
    await expectBounded(server, bytes)
  })

  test.each([['events'], ['json']] as const)('bounds what is drawn as %s', async (as) => {
    await serve(ENDLESS.events)
    const read = () => stream(fetch(server.origin), { as, reject: false, maxBodyBytes: 4 * MIB })
    const { value: result, bytes } = await peakMemory(read)
    expect(result.error).toMatchObject({ code: 'too-large' })
    if (as === 'events') expect(cell.text().slice(-200)).toMatch(/… 33.\d{3} more events, not shown/)
    await expectBounded(server, bytes)
  })

  test('counts the items of an iterable: texts, chunks and events', async () => {
    const chunk = { choices: [{ index: 0, delta: { content: 'x' }, finish_reason: null }] }
    for (const item of ['some text ', chunk, { data: JSON.stringify(chunk) }]) {
      let isLeft = false
      const items = (async function* () {
        try {
          for (;;) yield item
        } finally {
          isLeft = true
        }
      })()
      const result = await stream(items, { reject: false, maxBodyBytes: 10 * KIB })
      expect(result.error).toMatchObject({
        code: 'too-large',
        message: 'the stream is larger than 10 KiB. Raise maxBodyBytes if that is meant.',
      })
      expect(result.text.length).toBeGreaterThan(50)
      expect(isLeft).toBe(true)
    }
    await serve({})
  })
})

describe('the loop of openai()', () => {
  const client = (options: OpenAIOptions) =>
    openai<OpenAI>({
      OpenAI: NewestClient,
      baseURL: server.baseURL,
      apiKey: 'none',
      maxRetries: 0,
      ...options,
    })

  test.each(cases.filter(([name]) => name !== 'json'))(
    'throws the limit of %s (%#) after what arrived, and closes the connection',
    async (...row) => {
      const [name, options, message, text] = row
      await serve(ENDLESS[name])
      const loop = async () => {
        let said = ''
        try {
          for await (const chunk of await client(options).chat.completions.create({
            model: 'm',
            messages,
            stream: true,
          }))
            said += chunk.choices[0]?.delta.content ?? ''
          return { said, error: undefined }
        } catch (error) {
          return { said, error }
        }
      }
      const { value, bytes } = await peakMemory(loop)
      expect(value.error).toMatchObject({ code: 'too-large', message, partial: { text: value.said } })
      expect(value.said.startsWith(text)).toBe(true)
      await expectBounded(server, bytes)
    },
  )

  test.each([
    ['a completion', (oai: OpenAI) => oai.chat.completions.create({ model: 'm', messages })],
    ['an embedding', (oai: OpenAI) => oai.embeddings.create({ model: 'm', input: 'x' })],
    ['a list', (oai: OpenAI) => oai.models.list()],
  ])('bounds %s without end', async (_what, ask) => {
    await serve(ENDLESS.json)
    const { value: error, bytes } = await peakMemory(async () => {
      try {
        return await ask(client(limits))
      } catch (reason) {
        return reason
      }
    })
    expect(error).toMatchObject({ code: 'too-large', message: expect.stringContaining(BODY) })
    await expectBounded(server, bytes)
  })

  test('keeps of a refusal without end its beginning', async () => {
    await serve(ENDLESS.refusal)
    await expect(client({}).models.list()).rejects.toMatchObject({ status: 500 })
    await expectBounded(server, 0)
  })
})
