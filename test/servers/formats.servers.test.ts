/**
 * The other formats that llama.cpp's server offers: Anthropic's Messages and OpenAI's Responses, with text, thoughts, tool
 * calls, limits and refusals.
 *
 * @see https://docs.anthropic.com/en/docs/build-with-claude/streaming
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
import { displaysOf, errorOf } from '../support/kernel'
import { shownJson } from '../support/shown-json'
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'

const servers: LlamaServer[] = []
let talk: Notebook
let think: Notebook

beforeAll(async () => {
  for (const model of ['talk', 'think'] as const) servers.push(await startLlama({ model }))
  talk = await openNotebook(servers[0]!)
  think = await openNotebook(servers[1]!, { MODEL_NAME: 'think' })
})

afterAll(async () => {
  for (const notebook of [talk, think]) await notebook?.close()
  for (const server of servers) await server.kill()
})

interface Told {
  readonly text: string
  readonly reasoning: string
  readonly finishReason: string | null
  readonly model: string
  readonly usage: { readonly completion_tokens: number } | null
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[]
}

/** Messages have a word of their own for it. */
const END = /^(stop|end_turn)$/

const PARAMETERS = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] }

/** What differs between the formats: the path, a question, and how a request names its limit and its tools. */
const FORMATS = [
  {
    format: 'Messages',
    path: '/messages',
    question: { messages: [{ role: 'user', content: 'Hi' }], max_tokens: 600 },
    limit: 'max_tokens',
    tools: [{ name: 'add', description: 'Adds', input_schema: PARAMETERS }],
  },
  {
    format: 'Responses',
    path: '/responses',
    question: { input: 'Hi' },
    limit: 'max_output_tokens',
    tools: [{ type: 'function', name: 'add', description: 'Adds', parameters: PARAMETERS }],
  },
]

type Format = (typeof FORMATS)[number]

/** The ways from a cell to such an answer; each gives a result. */
const WAYS = {
  curl: ({ path }: Format, body: object) =>
    `(await curl\`curl -sN "$BASE_URL${path}" -H "Authorization: Bearer $ACCESS_TOKEN" --json \${${JSON.stringify(JSON.stringify(body))}}\`).chat`,
  'stream(Response)': ({ path }: Format, body: object) =>
    `await stream(await fetch(process.env.BASE_URL + "${path}", { method: "POST", headers: { "content-type": "application/json", authorization: "Bearer " + process.env.ACCESS_TOKEN }, body: ${JSON.stringify(JSON.stringify(body))} }))`,
}

const table = FORMATS.flatMap((format) =>
  Object.entries(WAYS).map(([way, code]) => ({ way, code, name: format.format, format })),
)

describe.each(table)('$name through $way', ({ format, code }) => {
  const model = (name: string) => ({ model: name, ...format.question, stream: true })

  test('grow as text, with usage and an end', async () => {
    const cell = await talk.cell(`tell(${code(format, model('talk'))})`)
    const { text, finishReason, usage } = JSON.parse(cell.out) as Told
    expect(finishReason).toMatch(END)
    expect(text).toMatch(/ \.$/)
    expect(usage?.completion_tokens).toBeGreaterThan(0)
    expect(cell.shown).toMatch(/\[talk · finished/)
    expect(cell.shown).not.toContain('output_text')
    expect(cell.shown).not.toContain('content_block')
  })

  // In the other format this server says that such an answer is completed.
  const limited = format.format === 'Messages' ? test : test.skip
  limited('are not finished when the limit of tokens cut them off', async () => {
    const cell = await talk.cell(`tell(${code(format, { ...model('talk'), [format.limit]: 4 })})`)
    expect(JSON.parse(cell.out)).toMatchObject({
      finishReason: expect.stringMatching(/length|max_/) as string,
    })
    expect(cell.shown).toMatch(/cut off/)
    expect(cell.shown).not.toContain('finished')
  })

  test('tell thoughts apart', async () => {
    const { text, reasoning } = await think.told<Told>(`tell(${code(format, model('think'))})`)
    expect(reasoning).toMatch(/Hmm perhaps/)
    expect(text).not.toMatch(/Hmm/)
    expect(text).toMatch(/ \.$/)
  })

  test('hold the calls of tools', async () => {
    const { toolCalls, finishReason } = await talk.told<Told>(
      `tell(${code(format, { ...model('talk'), tools: format.tools })})`,
    )
    expect(finishReason).toMatch(/tool/)
    expect(toolCalls[0]?.name).toBe('add')
    expect(JSON.parse(toolCalls[0]?.arguments ?? '')).toEqual({ a: expect.any(Number) as number })
  })
})

describe.each(FORMATS)('$format', (format) => {
  const whole = { model: 'talk', ...format.question }

  test('in one piece is an answer for stream', async () => {
    const { text, finishReason, usage } = await talk.told<Told>(
      `tell(${WAYS['stream(Response)'](format, whole)})`,
    )
    expect(finishReason).toMatch(END)
    expect(text).toMatch(/ \.$/)
    expect(usage?.completion_tokens).toBeGreaterThan(0)
  })

  test('in one piece is JSON for curl', async () => {
    const cell = await talk.cell(WAYS.curl(format, whole))
    expect(errorOf(cell)).toBeUndefined()
    expect(displaysOf(cell).map(shownJson)).toContainEqual(expect.objectContaining({ model: 'talk' }))
  })

  test.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
    'refused for its key fails the cell of %s',
    async (way) => {
      const code = WAYS[way](format, { ...whole, stream: true }).replace(
        /\$ACCESS_TOKEN|process\.env\.ACCESS_TOKEN/,
        (name) => (name.startsWith('$') ? 'wrong' : '"wrong"'),
      )
      const cell = await talk.cell(code)
      expect(errorOf(cell)?.evalue).toMatch(/401|Invalid API Key/)
    },
  )

  test.each(Object.keys(WAYS) as (keyof typeof WAYS)[])(
    'that is too long fails the cell of %s',
    async (way) => {
      const words = 'moon '.repeat(20_000)
      const question =
        format.format === 'Messages' ? { messages: [{ role: 'user', content: words }] } : { input: words }
      const cell = await talk.cell(WAYS[way](format, { ...whole, ...question, stream: true }))
      expect(errorOf(cell)?.evalue).toMatch(/exceed/)
    },
  )
})

test('Responses through the official client and stream are an answer', async () => {
  const cell = await talk.cell(
    'tell(await stream(await openai().responses.create({ model, input: "Hi", stream: true })))',
  )
  expect(JSON.parse(cell.out)).toMatchObject({
    finishReason: 'stop',
    text: expect.stringMatching(/ \.$/) as string,
  })
  expect(cell.shown).toMatch(/\[talk · finished/)
})
