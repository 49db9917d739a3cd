/**
 * LiteLLM's proxy in front of llama.cpp's server: what it rewrites on the way, and how it words what fails.
 */
import { errorOf } from '../support/kernel'
import { MASTER_KEY, startLitellm } from './support/litellm-proxy'
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'
import { findFreePort, type ServerProcess } from './support/server-process'

// Its start alone takes half a minute on a busy machine.
jest.setTimeout(240_000)

const LIMIT = 3500

let talk: LlamaServer
let think: LlamaServer
let endless: LlamaServer
let proxy: ServerProcess & { readonly baseURL: string }
let notebook: Notebook
let endlessPort: number

const startEndless = () => startLlama({ model: 'endless', settings: { port: endlessPort } })

beforeAll(async () => {
  endlessPort = await findFreePort()
  talk = await startLlama()
  think = await startLlama({ model: 'think' })
  endless = await startEndless()
  const gone = `http://127.0.0.1:${await findFreePort()}/v1`
  proxy = await startLitellm({ talk: talk.baseURL, think: think.baseURL, endless: endless.baseURL, gone })
  notebook = await openNotebook(proxy, { ACCESS_TOKEN: MASTER_KEY })
})

afterAll(async () => {
  await notebook?.close()
  for (const server of [proxy, talk, think, endless]) await server?.kill()
})

interface Told {
  readonly text: string
  readonly reasoning: string
  readonly finishReason: string | null
  readonly usage: { readonly total_tokens?: number; readonly completion_tokens: number } | null
}

describe('an answer', () => {
  test.each([
    ['streamed', ''],
    ['in one piece', ', stream: false'],
  ])('%s comes to its end, with usage', async (_way, field) => {
    const cell = await notebook.cell(`tell(await chat({ model, messages: "Hi"${field} }))`)
    expect(JSON.parse(cell.out)).toMatchObject({
      finishReason: 'stop',
      text: expect.stringMatching(/ \.$/) as string,
      usage: { completion_tokens: expect.any(Number) as number },
    })
    expect(cell.shown).toMatch(/talk · finished/)
  })

  test('comes twelve times in a row', async () => {
    const ends = await notebook.told<readonly unknown[]>(`
      const ends: unknown[] = []
      for (let round = 0; round < 12; round++)
        ends.push(await chat({ model, messages: "Hi", quiet: true }).then((result) => result.finishReason, (error) => error.message))
      tell(ends)`)
    expect(ends).toEqual(Array<string>(12).fill('stop'))
  })

  // Now and then the proxy itself writes to a connection that llama.cpp has closed, and says 500.
  test('comes twenty times at once', async () => {
    const ends = await notebook.told<readonly Told[]>(
      'tell(await Promise.all(Array.from({ length: 20 }, () => chat({ model, messages: "Hi", retries: 5, quiet: true }))))',
    )
    expect(ends.map(({ finishReason }) => finishReason)).toEqual(Array<string>(20).fill('stop'))
  })

  test('tells a thought apart', async () => {
    const { text, reasoning } = await notebook.told<Told>(
      'tell(await chat({ model: "think", messages: "Why?" }))',
    )
    expect(reasoning).toMatch(/Hmm perhaps/)
    expect(text).toMatch(/ \.$/)
    expect(text).not.toMatch(/Hmm/)
  })

  test('says when max_tokens cut it off', async () => {
    const cell = await notebook.cell('tell(await chat({ model, messages: "Hi", max_tokens: 4 }))')
    expect(JSON.parse(cell.out)).toMatchObject({ finishReason: 'length' })
    expect(cell.shown).toMatch(/cut off/)
  })

  test('calls tools until it ends in words', async () => {
    const told = await notebook.told<{ finishReason: string; runs: number }>(`
      let runs = 0
      const add = tool({
        description: "Adds two numbers",
        parameters: { type: "object", properties: { a: { type: "integer" }, b: { type: "integer" } }, required: ["a", "b"] },
        run: ({ a, b }: { a: number; b: number }) => { runs++; return a + b },
      })
      const { finishReason } = await chat({ model, messages: "Sum", tools: { add }, retries: 0 })
      tell({ finishReason, runs })`)
    expect(told.finishReason).toBe('stop')
    expect(told.runs).toBeGreaterThanOrEqual(2)
  })

  test.each([
    [
      'Messages',
      '/messages',
      '{"model":"talk","stream":true,"max_tokens":600,"messages":[{"role":"user","content":"Hi"}]}',
    ],
    ['Responses', '/responses', '{"model":"talk","stream":true,"input":"Hi"}'],
  ])('in the format of %s is one for curl and for stream', async (_format, path, body) => {
    const cell = await notebook.cell(
      `tell((await curl\`curl -sN "$BASE_URL${path}" -H "Authorization: Bearer $ACCESS_TOKEN" --json '${body}'\`).chat)`,
    )
    const response = `fetch(process.env.BASE_URL + "${path}", { method: "POST", headers: { "content-type": "application/json", authorization: "Bearer " + process.env.ACCESS_TOKEN }, body: ${JSON.stringify(body)} })`
    for (const told of [
      JSON.parse(cell.out) as Told,
      await notebook.told<Told>(`tell(await stream(await ${response}))`),
    ])
      expect(told).toMatchObject({
        finishReason: expect.stringMatching(/^(stop|end_turn)$/) as string,
        text: expect.stringMatching(/ \.$/) as string,
      })
    expect(cell.shown).toMatch(/talk · finished/)
  })
})

describe('a refusal', () => {
  test.each([
    ['chat', 'await chat({ model, messages: "Hi", apiKey: "sk-wrong-1a2b3c4d5e6f7a8b" })'],
    ['curl', 'await curl`curl -s "$BASE_URL/models" -H "Authorization: Bearer sk-wrong-1a2b3c4d5e6f7a8b"`'],
  ])('for a wrong key is told as one: %s', async (_name, code) => {
    const cell = await notebook.cell(code)
    expect(errorOf(cell)).toBeDefined()
    expect(JSON.stringify(cell.outputs)).toMatch(/\bkey\b/i)
  })

  test('for an unknown model names it', async () => {
    const cell = await notebook.cell('await chat({ model: "no-such-model", messages: "Hi" })')
    expect(errorOf(cell)?.evalue).toMatch(/no-such-model/)
  })

  test('for its length gives the reason of the server behind it', async () => {
    const cell = await notebook.cell('await chat({ model, messages: "moon ".repeat(20000) })')
    expect(errorOf(cell)?.evalue).toMatch(/exceeds the available context size \(\d+ tokens\)/)
  })

  test('of a server that is not there is told', async () => {
    const cell = await notebook.cell('await chat({ model: "gone", messages: "Hi", retries: 0 })')
    expect(errorOf(cell)?.evalue).toMatch(/connect/i)
  })
})

describe('an answer without an end', () => {
  const CHAT = `await chat({ model: "endless", messages: "Hi", max_tokens: ${LIMIT}, retries: 0 })`

  test('is stopped in the server behind the proxy, too', async () => {
    const msg = await notebook.kernel.start(CHAT)
    expect((await notebook.kernel.until(msg, ' the')).seen).toBe(true)
    await notebook.kernel.interrupt()
    const cell = await notebook.ended(msg)
    expect(cell.reply?.status).not.toBe('ok')
    expect(cell.shown).toContain(' the')
    await endless.untilBusy(0)
    expect(await endless.heldTokens()).toBeLessThan(LIMIT)
  })

  test('is an error with the text so far when the server behind the proxy dies', async () => {
    const msg = await notebook.kernel.start(CHAT)
    expect((await notebook.kernel.until(msg, ' the')).seen).toBe(true)
    await endless.kill()
    const cell = await notebook.ended(msg)
    expect(errorOf(cell)).toBeDefined()
    expect(cell.shown).toContain(' the')
    expect(cell.shown).not.toContain('finished')
    endless = await startEndless()
  })

  test('is an error with the text so far when the proxy dies', async () => {
    const msg = await notebook.kernel.start(CHAT)
    expect((await notebook.kernel.until(msg, ' the')).seen).toBe(true)
    await proxy.kill()
    const cell = await notebook.ended(msg)
    expect(errorOf(cell)).toBeDefined()
    expect(cell.shown).toContain(' the')
    expect(cell.shown).not.toContain('finished')
  })
})
