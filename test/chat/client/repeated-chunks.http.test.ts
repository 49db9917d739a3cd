import fc from 'fast-check'
import type OpenAI from 'openai'
import { openai } from '../../../src/chat/openai'
import { rounds } from '../../support/extent'
import { DONE, event, streamCase } from '../../support/chat-wire'
import { NewestClient } from '../../support/openai-clients'
import { type CaseServer, startCaseServer } from '../../support/sse-server'

/** A chunk as OpenAI writes it, with what most of a stream repeats. */
const chunk = (choice: object, rest: object = {}): string =>
  event({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 7,
    model: 'm',
    ...rest,
    choices: [choice],
  })
const text = (content: string, index = 0): string =>
  chunk({ index, delta: { content }, logprobs: null, finish_reason: null })
const begin = (index: number): string =>
  chunk({ index, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null })
const end = (index: number): string => chunk({ index, delta: {}, logprobs: null, finish_reason: 'stop' })
const call = (args: string): string =>
  chunk({
    index: 0,
    delta: {
      content: null,
      tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: args } }],
    },
    logprobs: null,
    finish_reason: null,
  })

const pieces = fc.oneof(
  { weight: 20, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }).map((words) => text(words)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('"', '\\', '\n\n', 'data: [DONE]', '', '<think>').map((one) => text(one)),
  },
  { weight: 2, arbitrary: fc.string({ maxLength: 4 }).map((words) => text(words, 1)) },
  { weight: 1, arbitrary: fc.constant(': a comment\n\n') },
  { weight: 1, arbitrary: fc.string({ maxLength: 4 }).map((words) => `id: 4\nretry: 10\n${text(words)}`) },
  {
    weight: 1,
    arbitrary: fc.string({ maxLength: 4 }).map((words) =>
      chunk({
        index: 0,
        delta: { content: words },
        logprobs: { content: [{ token: words, logprob: -1 }] },
        finish_reason: null,
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ maxLength: 4 })
      .map((words) =>
        chunk(
          { index: 0, delta: { content: words }, logprobs: null, finish_reason: null },
          { obfuscation: words },
        ),
      ),
  },
)

const heard = async (client: OpenAI): Promise<unknown[]> => {
  const chunks: unknown[] = []
  const asked = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }], stream: true as const }
  for await (const one of await client.chat.completions.create(asked)) chunks.push(one)
  return chunks
}

describe('the client of openai()', () => {
  let server: CaseServer | undefined
  afterEach(() => server?.close())

  test('is given every chunk as the plain client is, however they are cut', async () => {
    let sent: string[] = []
    server = await startCaseServer(() => streamCase(sent, { gapMs: 0 }))
    const options = { baseURL: server.baseURL, apiKey: 'sk-canary-0123456789', maxRetries: 0 }
    const plain = new NewestClient(options)
    const ours = openai<OpenAI>({ OpenAI: NewestClient, ...options })
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { maxLength: 60 }),
        fc.array(fc.nat(4000), { maxLength: 8 }),
        async (list, cuts) => {
          const stream = [begin(0), begin(1), ...list, call('{}'), end(0), end(1), DONE].join('')
          const places = [
            0,
            ...cuts.map((cut) => Math.min(cut, stream.length)).sort((a, b) => a - b),
            stream.length,
          ]
          sent = places
            .slice(1)
            .map((to, at) => stream.slice(places[at], to))
            .filter((part) => part !== '')
          expect(await heard(ours)).toEqual(await heard(plain))
        },
      ),
      { numRuns: rounds(60, 20), seed: 11 },
    )
  })

  test('is given chunks that are not regular in regular form, each of them', async () => {
    // Without an object, an id and a role: what the helpers of the client need is added to every chunk.
    const bare = (content: string) => event({ choices: [{ delta: { content } }] })
    server = await startCaseServer(() => streamCase([...'abcdefgh'].map(bare).concat(DONE)))
    const ours = openai<OpenAI>({
      OpenAI: NewestClient,
      baseURL: server.baseURL,
      apiKey: 'none',
      maxRetries: 0,
    })
    const chunks = (await heard(ours)) as OpenAI.ChatCompletionChunk[]
    const texts = chunks.filter(({ choices }) => choices[0]?.delta.content)
    expect(texts.map(({ choices }) => choices[0]?.delta.content).join('')).toBe('abcdefgh')
    for (const { object, choices } of chunks) {
      expect(object).toBe('chat.completion.chunk')
      expect(choices[0]?.index).toBe(0)
    }
  })

  test('is given nothing of what follows a broken event', async () => {
    const list = [begin(0), text('a'), text('b'), text('c'), 'data: {"choices":\n\n', text('d'), text('e')]
    server = await startCaseServer(() => streamCase([...list, DONE]))
    const ours = openai<OpenAI>({
      OpenAI: NewestClient,
      baseURL: server.baseURL,
      apiKey: 'none',
      maxRetries: 0,
    })
    const asked = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }], stream: true as const }
    let said = ''
    const read = async (): Promise<void> => {
      for await (const { choices } of await ours.chat.completions.create(asked))
        said += choices[0]?.delta.content ?? ''
    }
    await expect(read()).rejects.toMatchObject({ code: 'parse' })
    expect(said).toBe('abc')
  })
})
