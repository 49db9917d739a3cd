/**
 * Answers of llama.cpp's server, whole and streamed, through `chat` and the official client.
 */
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'

let server: LlamaServer
let notebook: Notebook

beforeAll(async () => {
  server = await startLlama()
  notebook = await openNotebook(server)
})

afterAll(async () => {
  await notebook?.close()
  await server?.kill()
})

interface Told {
  readonly text: string
  readonly finishReason: string | null
  readonly model: string
  readonly usage: Readonly<Record<'prompt_tokens' | 'completion_tokens' | 'total_tokens', number>>
}

describe('a chat', () => {
  test.each([
    ['streamed', ''],
    ['whole', ', stream: false'],
  ])('%s comes to its end, is counted and drawn', async (_way, field) => {
    const cell = await notebook.cell(
      `tell(await chat({ model, messages: "How far is the moon?", as: "text"${field} }))`,
    )
    const { text, finishReason, model, usage } = JSON.parse(cell.out) as Told
    expect({ finishReason, model }).toEqual({ finishReason: 'stop', model: 'talk' })
    expect(text).toMatch(/ \.$/)
    expect(usage.prompt_tokens + usage.completion_tokens).toBe(usage.total_tokens)
    expect(cell.shown).toContain(text.trim())
    expect(cell.shown).toMatch(/\[talk · finished · \d+ (\(\d+ cached\) )?\+ \d+ tokens · /)
  })

  test('draws no pace for an answer in one piece but the one that the server tells', async () => {
    const { timing } = await notebook.told<{ timing: object }>(
      'tell(await chat({ model, messages: "Hi", stream: false, quiet: true }))',
    )
    expect(timing).toMatchObject({
      firstTokenMs: null,
      tokensPerSecond: null,
      server: { tokensPerSecond: expect.any(Number) as number },
    })
  })

  test('joins what comes in bytes, and characters that are made of several', async () => {
    const { text } = await notebook.told<Told>(
      'tell(await chat({ model, messages: "Hi", ignore_eos: true, max_tokens: 1000, quiet: true }))',
    )
    expect(text).not.toContain('\uFFFD')
    for (const piece of ['🚀', '👩‍👩‍👧', '月が遠い', 'e\u0301te\u0301', '<b>snow</b>'])
      expect(text).toContain(piece)
  })

  test('says when max_tokens cut it off', async () => {
    const cell = await notebook.cell(
      'const short = await chat({ model, messages: "Hi", max_tokens: 5, ignore_eos: true })\ntell(short)',
    )
    const { finishReason, usage } = JSON.parse(cell.out) as Told
    expect({ finishReason, tokens: usage.completion_tokens }).toEqual({ finishReason: 'length', tokens: 5 })
    expect(cell.shown).toMatch(/cut off: the token limit was reached/)
    expect(cell.shown).not.toContain('finished')
  })

  test('ends at a stop word, and gives each of several answers', async () => {
    const { choices } = await notebook.told<{ choices: readonly Told[] }>(
      'tell(await chat({ model, messages: "Hi", n: 2, stop: [" ."], quiet: true }))',
    )
    expect(choices.map(({ finishReason }) => finishReason)).toEqual(['stop', 'stop'])
    for (const { text } of choices) expect(text).toMatch(/^[^.]+$/)
  })

  test('says when another model answered than was asked for', async () => {
    const cell = await notebook.cell('await chat({ model: "no-such-model", messages: "Hi" })')
    expect(cell.shown).toMatch(/no-such-model/)
    expect(cell.shown).toMatch(/talk/)
  })

  test('fills a schema', async () => {
    const told = await notebook.told<{ object: unknown; finishReason: string }>(`
      const schema = { type: "object", properties: { title: { type: "string" }, stars: { type: "integer" }, tags: { type: "array", items: { type: "string" } } },
        required: ["title", "stars", "tags"], additionalProperties: false } as const
      tell(await chat({ model, messages: "Name a star", schema }))`)
    expect(told).toMatchObject({
      finishReason: 'stop',
      object: { title: expect.any(String) as string, stars: expect.any(Number) as number },
    })
    expect(Array.isArray((told.object as { tags: unknown }).tags)).toBe(true)
  })

  test('says that a schema was not filled when max_tokens cut it off', async () => {
    const failure = await notebook.told<{ text: string; hint: string }>(`
      const properties = Object.fromEntries("abcdefgh".split("").map((name) => [name, { type: "string" }]))
      const long = { type: "object", properties, required: Object.keys(properties) } as const
      tell(await failureOf(chat({ model, messages: "Name a star", schema: long, max_tokens: 6 })))`)
    expect(failure.hint).toMatch(/max_tokens/)
    expect(failure.text).toMatch(/^\s*(?:\{|$)/)
  })

  test('keeps the probabilities that were asked for', async () => {
    const { logprobs, usage } = await notebook.told<{ logprobs: { content: readonly object[] } } & Told>(
      'tell(await chat({ model, messages: "Hi", logprobs: true, top_logprobs: 2, quiet: true }))',
    )
    // The server gives none for tokens that are a part of a character.
    expect(logprobs.content.length).toBeGreaterThan(usage.completion_tokens / 2)
    expect(logprobs.content.length).toBeLessThanOrEqual(usage.completion_tokens)
    expect(logprobs.content[0]).toMatchObject({
      token: expect.any(String) as string,
      logprob: expect.any(Number) as number,
    })
  })
})

describe('calls in a row', () => {
  const twelve = (call: string) => `
    const ends: unknown[] = []
    for (let round = 0; round < 12; round++) ends.push(await (async () => ${call})().catch((error) => error.message))
    tell(ends)`

  // The server closes the connection behind each streamed answer, although it promised to keep it.
  test.each([
    ['chat', '(await chat({ model, messages: "Hi", retries: 0, quiet: true })).finishReason'],
    [
      'chat, whole',
      '(await chat({ model, messages: "Hi", retries: 0, quiet: true, stream: false })).finishReason',
    ],
    [
      'chat, streamed and whole in turn',
      '(await chat({ model, messages: "Hi", retries: 0, quiet: true, stream: round % 2 === 0 })).finishReason',
    ],
    [
      'stream with the client',
      '(await stream(await openai({ maxRetries: 0 }).chat.completions.create({ model, messages: [{ role: "user", content: "Hi" }], stream: true }), { quiet: true })).finishReason',
    ],
    [
      'the client, whole',
      '(await openai({ maxRetries: 0 }).chat.completions.create({ model, messages: [{ role: "user", content: "Hi" }] })).choices[0].finish_reason',
    ],
    [
      'curl',
      '(await curl({ quiet: true })`curl -s "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json \'{"stream":true,"messages":[{"role":"user","content":"Hi"}]}\'`).chat?.finishReason',
    ],
  ])('of %s never meet a closed connection', async (_name, call) => {
    expect(await notebook.told(twelve(call))).toEqual(Array<string>(12).fill('stop'))
  })

  test('are turns of one conversation, which the server reads from its beginning', async () => {
    const turns = await notebook.told<readonly { prompt: number; roles: readonly string[] }[]>(`
      const talk = chat.with({ model, system: "Be brief.", retries: 0 })
      const turns: unknown[] = []
      for (const question of ["How far is the moon?", "And the sun?", "Why?"]) {
        const { usage, messages } = await talk(question)
        turns.push({ prompt: usage?.prompt_tokens, roles: messages.map(({ role }) => role) })
      }
      tell(turns)`)
    expect(turns[2]?.roles).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user', 'assistant'])
    const prompts = turns.map(({ prompt }) => prompt)
    expect(prompts).toEqual([...new Set(prompts)].sort((one, other) => one - other))
  })
})

describe('twenty chats at once, on four slots', () => {
  test.each([
    ['streamed', ''],
    ['whole', ', stream: false'],
  ])('%s, all come to their end', async (_way, field) => {
    const told = await notebook.told<readonly Told[]>(`
      const questions = Array.from({ length: 20 }, (_, at) => "Question " + at)
      tell(await Promise.all(questions.map((messages) => chat({ model, messages, retries: 0, quiet: true${field} }))))`)
    expect(told).toHaveLength(20)
    for (const { text, finishReason, usage } of told) {
      expect(finishReason).toBe('stop')
      expect(text).toMatch(/ \.$/)
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens)
    }
  })
})

describe('the official client', () => {
  test('streams into a cell, with usage', async () => {
    const cell = await notebook.cell(`
      const oai = openai()
      const parts = await oai.chat.completions.create({ model, messages: [{ role: "user", content: "Hi" }], stream: true, stream_options: { include_usage: true } })
      tell(await stream(parts))`)
    expect(JSON.parse(cell.out)).toMatchObject({
      finishReason: 'stop',
      usage: { total_tokens: expect.any(Number) as number },
    })
    expect(cell.shown).toMatch(/\[talk · finished/)
  })

  test('loops over an answer, and lists the models', async () => {
    const told = await notebook.told<{ text: string; models: readonly string[] }>(`
      let text = ""
      for await (const part of await oai.chat.completions.create({ model, messages: [{ role: "user", content: "Hi" }], stream: true }))
        text += part.choices[0]?.delta?.content ?? ""
      const models: string[] = []
      for await (const one of oai.models.list()) models.push(one.id)
      tell({ text, models })`)
    expect(told).toEqual({ text: expect.stringMatching(/ \.$/) as string, models: ['talk'] })
  })
})
