/**
 * Tools with llama.cpp's server, whose grammar makes the arguments. The model calls tools in two rounds, and
 * then says something.
 */
import { errorOf } from '../support/kernel'
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'

let server: LlamaServer
let notebook: Notebook

beforeAll(async () => {
  server = await startLlama()
  notebook = await openNotebook(server)
  await notebook.cell(`
    const runs: unknown[] = []
    const add = tool({
      description: "Adds two numbers",
      parameters: { type: "object", properties: { a: { type: "integer" }, b: { type: "integer" } }, required: ["a", "b"] },
      run: ({ a, b }: { a: number; b: number }) => { runs.push([a, b]); return a + b },
    })
    const broken = tool({
      description: "Looks something up",
      parameters: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      run: () => { runs.push("broken"); throw new Error("the shelf is empty") },
    })
    const report = ({ text, finishReason, toolCalls, messages, error }: any) =>
      tell({ text, finishReason, toolCalls, messages, runs: runs.splice(0), error: error && { code: error.code, message: error.message } })`)
})

afterAll(async () => {
  await notebook?.close()
  await server?.kill()
})

interface Message {
  readonly role: string
  readonly content: string | null
  readonly tool_call_id?: string
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly arguments: string } }[]
}

interface Report {
  readonly text: string
  readonly finishReason: string | null
  readonly toolCalls: readonly { readonly name: string; readonly arguments: string }[]
  readonly messages: readonly Message[]
  readonly runs: readonly unknown[]
  readonly error?: { readonly code: string; readonly message: string }
}

const WAYS = [
  ['streamed', ''],
  ['whole', ', stream: false'],
] as const

/** Each call was run once, with its own arguments, and the model was told what came of it under the call's id. */
function checkRounds({ messages, runs }: Report): void {
  const calls = messages.flatMap(({ tool_calls }) => tool_calls ?? [])
  const results = messages.filter(({ role }) => role === 'tool')
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length)
  expect(results.map(({ tool_call_id }) => tool_call_id)).toEqual(calls.map(({ id }) => id))
  const words = calls.map((call) => JSON.parse(call.function.arguments) as { a: number; b: number })
  expect(runs).toEqual(words.map(({ a, b }) => [a, b]))
  expect(results.map(({ content }) => content)).toEqual(words.map(({ a, b }) => String(a + b)))
}

describe('tools', () => {
  beforeEach(() => notebook.cell('runs.length = 0'))

  test.each(WAYS)('are called round by round until the model answers in words, %s', async (_way, field) => {
    const cell = await notebook.cell(
      `report(await chat({ model, messages: "What is the sum?", tools: { add }, retries: 0${field} }))`,
    )
    const report = JSON.parse(cell.out) as Report
    expect(report).toMatchObject({ finishReason: 'stop', text: expect.stringMatching(/ \.$/) as string })
    expect(report.runs.length).toBeGreaterThanOrEqual(2)
    expect(report.messages.at(-1)).toMatchObject({ role: 'assistant', content: report.text })
    checkRounds(report)
    expect(cell.shown).toMatch(/add\(\{.*\}\) → -?\d+/s)
  })

  test.each(WAYS)('are called several in one answer, %s', async (_way, field) => {
    // Which seeds give several calls depends on the random numbers of the server's own library.
    const report = await notebook.told<Report>(`
      for (let seed = 1; ; seed++) {
        const result = await chat({ model, messages: "Sums", tools: { add }, seed, parallel_tool_calls: true, retries: 0, quiet: true${field} })
        const most = Math.max(...result.messages.map((message) => message.tool_calls?.length ?? 0))
        if (most > 1 || seed > 60) { report(result); break }
        runs.length = 0
      }`)
    const most = Math.max(...report.messages.map(({ tool_calls }) => tool_calls?.length ?? 0))
    expect(most).toBeGreaterThan(1)
    checkRounds(report)
  })

  test('that fail turn the cell red with their own error', async () => {
    const cell = await notebook.cell(
      'await chat({ model, messages: "Look", tools: { broken }, quiet: true })',
    )
    expect(errorOf(cell)).toMatchObject({ ename: 'Error', evalue: 'the shelf is empty' })
  })

  // A call is 40 tokens long at least.
  test.each([3, 12, 30])('are not run when max_tokens cut the answer at %d tokens', async (max) => {
    const report = await notebook.told<Report>(`
      report(await chat({ model, messages: "Sum", tools: { add, broken }, max_tokens: ${max}, reject: false, quiet: true }))`)
    expect(report).toMatchObject({ finishReason: 'length', runs: [] })
    expect(report.messages.filter(({ role }) => role === 'tool')).toEqual([])
  })

  test('say in the cell that max_tokens cut them off', async () => {
    const cell = await notebook.cell('await chat({ model, messages: "Sum", tools: { add }, max_tokens: 12 })')
    expect(cell.shown + JSON.stringify(cell.outputs)).toMatch(/max_tokens|token limit/)
    expect(cell.shown).not.toContain('→')
    expect(cell.shown).not.toContain('finished')
  })

  test('are given back when the rounds run out', async () => {
    const report = await notebook.told<Report>(`
      report(await chat({ model, messages: "Sum", tools: { add }, maxSteps: 1, reject: false, quiet: true }))`)
    expect(report.error?.code).toBe('tool-loop')
    const failure = await notebook.told<{ code: string }>(`
      tell(await failureOf(chat({ model, messages: "Sum", tools: { add }, maxSteps: 1, quiet: true })))`)
    expect(failure.code).toBe('tool-loop')
  })

  test('of the form that goes over the wire are given back and not run', async () => {
    const report = await notebook.told<Report>(`
      const wire = [{ type: "function", function: { name: "add", parameters: { type: "object", properties: { a: { type: "integer" } }, required: ["a"] } } }]
      report(await chat({ model, messages: "Sum", tools: wire, quiet: true }))`)
    expect(report.finishReason).toBe('tool_calls')
    expect(report.toolCalls[0]?.name).toBe('add')
    expect(JSON.parse(report.toolCalls[0]?.arguments ?? '')).toEqual({ a: expect.any(Number) as number })
  })

  test('come through the official client and stream', async () => {
    const report = await notebook.told<Report>(`
      const parts = await openai().chat.completions.create({ model, messages: [{ role: "user", content: "Sum" }], tools: wire, stream: true })
      report({ messages: [], ...(await stream(parts, { quiet: true })) })`)
    expect(report.finishReason).toBe('tool_calls')
    expect(JSON.parse(report.toolCalls[0]?.arguments ?? '')).toEqual({ a: expect.any(Number) as number })
  })
})
