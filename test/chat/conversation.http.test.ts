import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod/v4'
import { chat } from '../../src/chat/chat'
import type { ChatOptions } from '../../src/chat/chat-options'
import { compare } from '../../src/chat/compare'
import { openai } from '../../src/chat/openai'
import { stream } from '../../src/chat/stream'
import { tool } from '../../src/chat/tools/tools'
import { usage } from '../../src/chat/usage'
import type { MimeBundle } from '../../src/base/mime-bundle'
import { answer, delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import { startDrawing } from '../support/drawing-scope'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, type SeenRequest, startCaseServer } from '../support/sse-server'
import { shownJson } from '../support/shown-json'

let server: CaseServer | undefined
let shown: MimeBundle[] = []

beforeEach(() => {
  shown = startDrawing().outputs
  usage.reset()
})

afterEach(async () => {
  await server?.close()
  server = undefined
})

interface Body {
  model: string
  messages: { role: string; content: string | null; tool_call_id?: string }[]
  tools?: unknown[]
  response_format?: { json_schema: { schema: unknown } }
  stream: boolean
}
const serve = async (reply: (body: Body, index: number) => SseCase): Promise<void> => {
  server = await startCaseServer((index, request: SeenRequest) =>
    // Asked for the names of its models, it knows of none.
    request.head.startsWith('GET ') ? httpCase(404, ['{}']) : reply(JSON.parse(request.body) as Body, index),
  )
}
const bodies = () => server!.requests.map(({ body }) => JSON.parse(body) as Body)
const common = () => ({ model: 'm', baseURL: server!.baseURL, retries: 0 })
const ask = (options: Partial<ChatOptions> = {}) => chat({ ...common(), messages: 'Hi', ...options })
const drawn = () => shown.map(({ data }) => data['text/plain']).join('\n')

describe('a conversation', () => {
  test('remembers what was said, and forgets on reset', async () => {
    await serve(({ messages }) => streamCase(answer(`heard ${messages.length}`)))
    const c = chat.with({ ...common(), system: 'Be brief.' })
    await c('one')
    await c('two', { temperature: 0 })
    expect(bodies()[1]!.messages.map(({ role, content }) => `${role}: ${content}`)).toEqual([
      'system: Be brief.',
      'user: one',
      'assistant: heard 2',
      'user: two',
    ])
    expect(c.messages).toHaveLength(5)
    c.reset()
    expect(c.messages).toEqual([{ role: 'system', content: 'Be brief.' }])
  })

  test('does not remember a turn that failed', async () => {
    await serve((_body, index) =>
      index === 0 ? streamCase([delta({ content: 'Hel' })], { framing: 'close' }) : streamCase(answer('Hi')),
    )
    const c = chat.with(common())
    await expect(c('one')).rejects.toMatchObject({ code: 'truncated' })
    expect(c.messages).toEqual([])
    await c('one')
    expect(c.messages).toHaveLength(2)
  })

  test('takes turns one after the other, also when nobody waits', async () => {
    await serve(({ messages }) => streamCase(answer(String(messages.length))))
    const c = chat.with(common())
    const results = await Promise.all([c('one'), c('two')])
    expect(results.map(String)).toEqual(['1', '3'])
  })
})

describe('tools', () => {
  const add = tool({
    description: 'Adds',
    parameters: z.object({ a: z.number(), b: z.number() }),
    run: ({ a, b }) => a + b,
  })
  const callOf = (text: string, id = 'c1', name = 'add') =>
    streamCase([
      delta({ tool_calls: [{ index: 0, id, function: { name, arguments: text } }] }, 'tool_calls'),
      DONE,
    ])

  test('are run, and the model is told, until it answers', async () => {
    await serve(({ messages }) => {
      const told = messages.find(({ role }) => role === 'tool')
      return told ? streamCase(answer(`It is ${told.content}.`)) : callOf('{"a":2,"b":3}')
    })
    const result = await ask({ tools: { add } })
    expect(result.text).toBe('It is 5.')
    expect(result.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant'])
    expect(bodies()[0]!.tools).toMatchObject([
      {
        type: 'function',
        function: { name: 'add', description: 'Adds', parameters: { type: 'object', required: ['a', 'b'] } },
      },
    ])
    expect(bodies()[1]!.messages[2]).toMatchObject({ role: 'tool', tool_call_id: 'c1', content: '5' })
    expect(drawn()).toContain('add({"a":2,"b":3}) → 5')
  })

  test.each([
    ['of a name that is none', callOf('{}', 'c1', 'toString'), /no tool toString/],
    ['with arguments that are no JSON', callOf('{"a":'), /not JSON/],
    ['with arguments that do not fit', callOf('{"a":"two","b":3}'), /do not fit: a: /],
  ])('tell the model of a call %s', async (_name, first, words) => {
    await serve(({ messages }) => (messages.length === 1 ? first : streamCase(answer('Sorry.'))))
    await ask({ tools: { add } })
    expect(bodies()[1]!.messages[2]!.content).toMatch(words)
  })

  test('give a call an id where the server gave none', async () => {
    await serve(({ messages }) =>
      messages.length === 1 ? callOf('{"a":1,"b":1}', '') : streamCase(answer('2')),
    )
    await ask({ tools: { add } })
    const { messages } = bodies()[1]!
    expect(messages[1]).toMatchObject({ tool_calls: [{ id: 'call_0' }] })
    expect(messages[2]).toMatchObject({ tool_call_id: 'call_0' })
  })

  test('throw what their function throws', async () => {
    await serve(() => callOf('{}'))
    const broken = { run: () => Promise.reject(new Error('no network here')) }
    await expect(ask({ tools: { add: broken } })).rejects.toThrow('no network here')
  })

  test('stop at the limit of rounds, with the last answer attached', async () => {
    await serve(() => callOf('{"a":1,"b":1}'))
    await expect(ask({ tools: { add }, maxSteps: 2 })).rejects.toMatchObject({
      code: 'tool-loop',
      partial: { toolCalls: [{ name: 'add' }] },
    })
    expect(server!.requests).toHaveLength(3)
  })

  test('come back with the last answer and its error with reject: false', async () => {
    await serve(() => callOf('{"a":1,"b":1}'))
    const result = await ask({ tools: { add }, maxSteps: 1, reject: false })
    expect(result).toMatchObject({ error: { code: 'tool-loop' }, toolCalls: [{ name: 'add' }] })
    // What the last answer asked for was not done, so it is no part of the conversation.
    expect(result.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool'])
  })

  describe.each(['length', 'max_tokens', 'content_filter'])('of an answer that ended with %s', (reason) => {
    const whole = { index: 0, id: 'c1', function: { name: 'add', arguments: '{"a":1,"b":1}' } }
    const half = { index: 1, id: 'c2', function: { name: 'add', arguments: '{' } }

    test.each([
      ['one half call', [{ ...half, index: 0 }]],
      ['a whole and a half call', [whole, half]],
      ['whole calls', [whole]],
    ])('are neither run nor sent back: %s', async (_name, calls) => {
      const run = jest.fn()
      await serve(() => streamCase([delta({ tool_calls: calls }, reason), DONE]))
      const error: unknown = await ask({ tools: { add: { run } } }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'truncated', partial: { finishReason: reason } })
      expect((error as Error).message).toContain(`(${reason}) while the model asked for tools (add`)
      expect(run).not.toHaveBeenCalled()
      expect(server!.requests).toHaveLength(1)
    })
  })

  test('of an answer that was cut off come back with the error, and what to do', async () => {
    const calls = [{ index: 0, id: 'c', function: { name: 'add', arguments: '{' } }]
    await serve(() => streamCase([delta({ tool_calls: calls }, 'length'), DONE]))
    const result = await ask({ tools: { add }, reject: false })
    expect(result.error).toMatchObject({ code: 'truncated', hint: 'Raise max_tokens.' })
    expect(drawn()).toContain('Raise max_tokens.')
  })

  test('whose arguments are no JSON are sent back as JSON, and quoted to the model', async () => {
    await serve(({ messages }) => (messages.length === 1 ? callOf('{"a":') : streamCase(answer('Sorry.'))))
    await ask({ tools: { add } })
    const [, asked, told] = bodies()[1]!.messages
    expect(asked).toMatchObject({ tool_calls: [{ function: { arguments: '{}' } }] })
    expect(told!.content).toBe('Error: the arguments are not JSON: {"a":')
  })

  test('given as a list are sent as they are', async () => {
    await serve(() => callOf('{}'))
    const tools = [{ type: 'function', function: { name: 'add' } }]
    expect((await ask({ tools })).toolCalls).toMatchObject([{ id: 'c1', name: 'add' }])
    expect(bodies()[0]!.tools).toEqual(tools)
  })
})

describe('an answer with a schema', () => {
  const schema = z.object({ city: z.string(), people: z.number() })

  test('is a checked value, drawn as a tree', async () => {
    await serve(() => streamCase(answer('{"city":"Oslo","people":7}')))
    expect((await ask({ schema })).object).toEqual({ city: 'Oslo', people: 7 })
    expect(bodies()[0]!.response_format?.json_schema.schema).toMatchObject({
      type: 'object',
      required: ['city', 'people'],
    })
    expect(shownJson(shown.at(-1)?.data)).toBeDefined()
  })

  test('is read out of a fence', async () => {
    await serve(() => streamCase(answer('```json\n{"a":1}\n```')))
    expect((await ask({ schema: { type: 'object' } })).object).toEqual({ a: 1 })
  })

  test.each([
    ['no JSON', 'Oslo', /not the JSON/],
    ['other JSON', '{"city":"Oslo","people":"many"}', /does not fit its schema: people/],
  ])('fails on %s with the text so far', async (_name, text, words) => {
    await serve(() => streamCase(answer(text)))
    const error = await ask({ schema }).catch((reason: Error) => reason)
    expect(error).toMatchObject({ code: 'parse', partial: { text } })
    expect((error as Error).message).toMatch(words)
  })
})

describe('compare', () => {
  test('gives the answers in the order of the models, side by side', async () => {
    await serve(({ model }) => streamCase(answer(`I am <${model}>`), { gapMs: model === 'a' ? 20 : 1 }))
    const results = await compare(['a', { model: 'b', label: 'Bee' }], 'Who?', { baseURL: server!.baseURL })
    expect(results.map(String)).toEqual(['I am <a>', 'I am <b>'])
    expect(shown).toHaveLength(1)
    expect(shown[0]!.data['text/html']).toMatch(/Bee.*I am &lt;a&gt;.*I am &lt;b&gt;/s)
  })

  test('fails when one model does, after all have ended, with every result attached', async () => {
    await serve(({ model }) =>
      model === 'a' ? httpCase(404, ['{"detail":"no such model"}']) : streamCase(answer('Hi')),
    )
    const error = await compare(['a', 'b'], 'Who?', { baseURL: server!.baseURL }).catch(
      (reason: unknown) => reason,
    )
    expect(error).toMatchObject({ code: 'compare', message: 'a: 404 no such model' })
    expect(drawn()).toMatch(/\(No answer: 404 no such model — Check http:\S+ and the name of the model\.\)/)
    expect((error as { partial: { text: string }[] }).partial[1]?.text).toBe('Hi')
    const kept = await compare(['a', 'b'], 'Who?', { baseURL: server!.baseURL, reject: false })
    expect(kept.map((result) => result.error?.code)).toEqual(['http', undefined])
  })
})

describe('usage', () => {
  const counted = (model: string, prompt: number, completion: number) => {
    const counts = { prompt_tokens: prompt, completion_tokens: completion }
    return streamCase([
      event({ model, choices: [{ delta: { content: 'x' }, finish_reason: 'stop' }], usage: counts }),
      DONE,
    ])
  }

  test('adds up the answers of each model, with costs where there is a price', async () => {
    await serve(({ model }) => counted(model, 1000, 500))
    await ask({ model: 'big-2024' })
    await ask({ model: 'big-2024' })
    await ask({ model: 'small' })
    const path = join(mkdtempSync(join(tmpdir(), 'prices-')), 'prices.json')
    writeFileSync(path, JSON.stringify({ big: { input: 2, output: 10 } }))
    const totals = usage({ prices: path })
    expect(totals).toMatchObject({ calls: 3, promptTokens: 3000, completionTokens: 1500, cost: 0.014 })
    expect(totals.models).toMatchObject([
      { model: 'big-2024', calls: 2, cost: 0.014 },
      { model: 'small', calls: 1, cost: null },
    ])
    expect(shown.at(-1)!.data['text/plain']).toMatch(/3 answers · 3000 \+ 1500 tokens · \$0\.014/)
  })

  test('says which answers the server did not count', async () => {
    await serve(() => streamCase(answer('Hi')))
    await ask()
    expect(usage().models).toMatchObject([{ model: 'm', calls: 1, uncounted: 1 }])
  })

  test('counts the answers of the official client once, streamed, in one piece, and shown by stream', async () => {
    const counts = { prompt_tokens: 1000, completion_tokens: 500 }
    const whole = {
      model: 'm',
      choices: [{ message: { content: 'x' }, finish_reason: 'stop' }],
      usage: counts,
    }
    const response = {
      object: 'response',
      model: 'm',
      status: 'completed',
      output: [],
      usage: { input_tokens: 1000, output_tokens: 500 },
    }
    server = await startCaseServer((_index, { head, body }) => {
      if (/^POST \S*responses/.test(head)) return httpCase(200, [JSON.stringify(response)])
      return body.includes('"stream":true') ? counted('m', 1000, 500) : httpCase(200, [JSON.stringify(whole)])
    })
    const oai = openai({ baseURL: server.baseURL, apiKey: 'none' })
    const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] }
    for await (const _chunk of await oai.chat.completions.create({ ...request, stream: true }));
    await stream(oai.chat.completions.create({ ...request, stream: true }))
    await oai.chat.completions.create(request)
    await oai.responses.create({ model: 'm', input: 'Hi' })
    const prices = { m: { input: 2, output: 10 } }
    expect(usage({ prices })).toMatchObject({
      calls: 4,
      promptTokens: 4000,
      completionTokens: 2000,
      cost: 0.028,
    })
  })

  test('refuses prices that are none', () => {
    expect(() => usage({ prices: { m: { input: 1 } as never } })).toThrow(/price of m/)
    expect(() => usage({ prices: '/nowhere/prices.json' })).toThrow(/no such file/)
  })
})

describe('anatomy', () => {
  test('shows raw events and the text they add up to, also of the same call in one piece', async () => {
    const whole = { model: 'm', choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] }
    await serve(({ stream }) =>
      stream
        ? streamCase([delta({ content: 'Hel' }), delta({ content: 'lo' }, 'stop'), DONE])
        : httpCase(200, [JSON.stringify(whole)]),
    )
    await ask({ anatomy: 'both' })
    const [, chart, table] = shown
    expect(chart!.data).toHaveProperty(['application/vnd.vegalite.v5+json'])
    expect(JSON.stringify(chart!.data)).toContain('"characters":5')
    expect(table!.data['text/plain']).toMatch(/streamed[\s\S]*Hel[\s\S]*Hello[\s\S]*in one piece[\s\S]*Hello/)
  })

  test('draws the tokens of the text where they are counted, without those of the reasoning', async () => {
    const usage = { completion_tokens: 7, completion_tokens_details: { reasoning_tokens: 3 } }
    await serve(() => streamCase([delta({ content: 'Hello' }, 'stop'), event({ choices: [], usage }), DONE]))
    await ask({ anatomy: true })
    expect(JSON.stringify(shown[1]!.data)).toMatch(/"tokens":4\b/)
  })

  test('shows what came of an answer that was cut', async () => {
    await serve(() => streamCase([delta({ content: 'Hel' })], { framing: 'close' }))
    await expect(ask({ anatomy: true })).rejects.toMatchObject({ code: 'truncated' })
    expect(drawn()).toMatch(/streamed, incomplete: 1 event[\s\S]*Hel/)
  })

  test('keeps a whole answer whose second way failed, and says so', async () => {
    await serve(({ stream }) =>
      stream ? streamCase(answer('Hello')) : httpCase(400, ['{"detail":"streams only"}']),
    )
    expect((await ask({ anatomy: 'both' })).text).toBe('Hello')
    expect(drawn()).toMatch(/in one piece, failed: 400 streams only: 0 events/)
  })
})
