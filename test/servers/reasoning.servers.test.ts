/**
 * A model of llama.cpp's server that thinks before it answers.
 */
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'

let server: LlamaServer
let notebook: Notebook

beforeAll(async () => {
  server = await startLlama({ model: 'think' })
  notebook = await openNotebook(server, { MODEL_NAME: 'think' })
})

afterAll(async () => {
  await notebook?.close()
  await server?.kill()
})

interface Told {
  readonly text: string
  readonly reasoning: string
  readonly finishReason: string | null
}

const THOUGHT = /^\s*Hmm perhaps .* !\s*$/s
const CREATE =
  'openai().chat.completions.create({ model, messages: [{ role: "user", content: "Why?" }], stream: true })'

describe('a thought', () => {
  test.each([
    ['chat', 'chat({ model, messages: "Why?" })'],
    ['chat, whole', 'chat({ model, messages: "Why?", stream: false })'],
    ['stream with the client', `stream(await ${CREATE})`],
    [
      'stream with a response',
      'stream(await fetch(process.env.BASE_URL + "/chat/completions", { method: "POST", headers: { authorization: "Bearer " + process.env.ACCESS_TOKEN }, body: JSON.stringify({ stream: true, messages: [{ role: "user", content: "Why?" }] }) }))',
    ],
    [
      'curl',
      '(await curl`curl -s "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json \'{"stream":true,"messages":[{"role":"user","content":"Why?"}]}\'`).chat',
    ],
  ])('is told apart from the answer by %s', async (_name, call) => {
    const cell = await notebook.cell(`tell(await ${call})`)
    const { text, reasoning, finishReason } = JSON.parse(cell.out) as Told
    expect(finishReason).toBe('stop')
    expect(reasoning).toMatch(THOUGHT)
    expect(text).toMatch(/ \.$/)
    expect(text).not.toMatch(/Hmm|think>/)
    expect(cell.shown).toMatch(/\[think · finished/)
  })

  test('that used up max_tokens is no empty answer: the cell says what to raise', async () => {
    const cell = await notebook.cell('tell(await chat({ model, messages: "Why?", max_tokens: 4 }))')
    const { text, reasoning, finishReason } = JSON.parse(cell.out) as Told
    expect({ text, finishReason }).toEqual({ text: '', finishReason: 'length' })
    expect(reasoning).toMatch(/Hmm/)
    expect(cell.shown).toMatch(/reasoning/i)
    expect(cell.shown).toMatch(/max_tokens|token limit/)
  })

  test('is no part of what a conversation sends back', async () => {
    const told = await notebook.told<{ finishReason: string; messages: readonly { content: string }[] }>(`
      const talk = chat.with({ model, retries: 0, quiet: true })
      await talk("Why?")
      tell(await talk("And then?"))`)
    expect(told.finishReason).toBe('stop')
    for (const { content } of told.messages) expect(content).not.toMatch(/Hmm/)
  })
})
