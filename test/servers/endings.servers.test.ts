/**
 * How answers of llama.cpp's server end that do not come to their end: Stop, a server that dies, and what it refuses.
 */
import { errorOf } from '../support/kernel'
import { startLlama, type LlamaServer } from './support/llama-server'
import { openNotebook, type Notebook } from './support/notebook'
import { findFreePort } from './support/server-process'

/** The model says this many tokens, which takes it a good while, unless it is stopped. */
const LIMIT = 4000
const BODY = JSON.stringify({ stream: true, max_tokens: LIMIT, messages: [{ role: 'user', content: 'Hi' }] })
const CURL = `curl -sN "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json '${BODY}'`
const CREATE = `await openai({ maxRetries: 0 }).chat.completions.create({ model, messages: [{ role: "user", content: "Hi" }], max_tokens: ${LIMIT}, stream: true })`

/** Every way to an answer that grows. */
const WAYS: readonly (readonly [string, string])[] = [
  ['chat', `await chat({ model, messages: "Hi", max_tokens: ${LIMIT}, retries: 0 })`],
  ['stream with the client', `await stream(${CREATE})`],
  [
    'a loop over the client',
    `for await (const part of ${CREATE}) process.stdout.write(part.choices[0]?.delta?.content ?? "")`,
  ],
  [
    'stream with a response',
    `await stream(await fetch(process.env.BASE_URL + "/chat/completions", { method: "POST", headers: { authorization: "Bearer " + process.env.ACCESS_TOKEN }, body: ${JSON.stringify(BODY)} }))`,
  ],
  ['the tag curl', `await curl\`${CURL}\``],
  ['%%curl', `%%curl\n${CURL.replace('curl ', '')}`],
  ['%%bash', `%%bash\n${CURL}`],
  ['!', `! ${CURL}`],
]

/** A word of the model, in a chunk or in the text of them all. */
const WORD = ' the'

describe('Stop', () => {
  let server: LlamaServer
  let notebook: Notebook

  beforeAll(async () => {
    server = await startLlama({ model: 'endless' })
    notebook = await openNotebook(server, { MODEL_NAME: 'endless' })
  })

  afterAll(async () => {
    await notebook?.close()
    await server?.kill()
  })

  test.each(WAYS)(
    'of %s ends the cell, keeps the text, and frees the slot of the server',
    async (_name, code) => {
      const msg = await notebook.kernel.start(code)
      expect((await notebook.kernel.until(msg, WORD)).seen).toBe(true)
      expect(await server.busySlots()).toBe(1)
      await notebook.kernel.interrupt()
      const cell = await notebook.ended(msg)
      expect(cell.reply?.status).not.toBe('ok')
      expect(cell.shown + cell.out).toContain(WORD)
      expect(cell.shown + cell.out).not.toMatch(/finished|without \[DONE\]/)
      await server.untilBusy(0)
      expect(await server.heldTokens()).toBeLessThan(LIMIT)
    },
  )

  test('of twenty chats at once frees every slot, and starts none of those that waited', async () => {
    const msg = await notebook.kernel.start(
      `await Promise.all(Array.from({ length: 20 }, () => chat({ model, messages: "Hi", max_tokens: ${LIMIT}, retries: 0 })))`,
    )
    await server.untilBusy(4)
    await notebook.kernel.interrupt()
    expect((await notebook.ended(msg)).reply?.status).not.toBe('ok')
    await server.untilBusy(0)
    expect(await server.heldTokens()).toBeLessThan(LIMIT)
  })

  test('leaves the notebook as it was: the next chat comes to its end', async () => {
    const { finishReason } = await notebook.told<{ finishReason: string }>(
      'tell(await chat({ model, messages: "Hi", max_tokens: 3, retries: 0 }))',
    )
    expect(finishReason).toBe('length')
  })
})

describe('a server that is killed in the middle of an answer', () => {
  let port: number
  let server: LlamaServer
  let notebook: Notebook

  beforeAll(async () => {
    port = await findFreePort()
    notebook = await openNotebook({ baseURL: `http://127.0.0.1:${port}/v1` }, { MODEL_NAME: 'endless' })
  })

  beforeEach(async () => {
    server = await startLlama({ model: 'endless', settings: { port } })
  })

  afterEach(() => server?.kill())
  afterAll(() => notebook?.close())

  /** Runs a cell, and kills the server as soon as some text is there. */
  async function runAndKill(code: string) {
    const msg = await notebook.kernel.start(code)
    expect((await notebook.kernel.until(msg, WORD)).seen).toBe(true)
    await server.kill()
    return await notebook.ended(msg)
  }

  test.each(WAYS)('turns the cell of %s red and keeps the text', async (_name, code) => {
    const cell = await runAndKill(code)
    expect(errorOf(cell)?.evalue).toMatch(/clos|reset|cut|exit code 18|exit code 56/)
    expect(errorOf(cell)?.evalue).not.toContain('\n')
    expect(cell.shown + cell.out).toContain(WORD)
    expect(cell.shown).not.toContain('finished')
  })

  test('gives what there is of a chat to the one who catches the error', async () => {
    const { out } = await runAndKill(`tell(await failureOf(${WAYS[0]![1].replace('await ', '')}))`)
    expect(JSON.parse(out)).toMatchObject({
      name: 'ChatError',
      code: 'network',
      text: expect.stringContaining(WORD) as string,
      finishReason: null,
    })
  })
})

describe('a request that is refused', () => {
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

  const ask = (more: string) => [
    ['chat', `await chat({ model, messages: "Hi", ${more} })`] as const,
    ['chat, whole', `await chat({ model, messages: "Hi", stream: false, ${more} })`] as const,
  ]

  test.each([
    ...ask('apiKey: "wrong"'),
    ['the client', 'await openai({ apiKey: "wrong" }).models.list()'] as const,
    ['curl', 'await curl`curl -s "$BASE_URL/models" -H "Authorization: Bearer wrong"`'] as const,
  ])('for its key says so: %s', async (_name, code) => {
    expect(errorOf(await notebook.cell(code))?.evalue).toMatch(/401.*Invalid API Key/)
  })

  test('for its key names the key and the server in the hint', async () => {
    const { status, hint } = await notebook.told<{ status: number; hint: string }>(
      'tell(await failureOf(chat({ model, messages: "Hi", apiKey: "wrong" })))',
    )
    expect(status).toBe(401)
    expect(hint).toMatch(/key/i)
  })

  test.each(ask('messages: "moon ".repeat(20000)'))(
    "for its length gives the server's numbers: %s",
    async (_name, code) => {
      const { evalue } = errorOf(await notebook.cell(code)) ?? {}
      expect(evalue).toMatch(/400.*\(\d+ tokens\) exceeds the available context size \(\d+ tokens\)/)
    },
  )
})

test('nobody there is told with the address, by chat and by the client', async () => {
  const port = await findFreePort()
  const notebook = await openNotebook({ baseURL: `http://127.0.0.1:${port}/v1` })
  try {
    const { code, message } = await notebook.told<{ code: string; message: string }>(
      'tell(await failureOf(chat({ model, messages: "Hi", retries: 0 })))',
    )
    expect(code).toBe('network')
    expect(message).toContain(`127.0.0.1:${port}`)
    expect(message).toMatch(/nothing listens there/)
    const client = await notebook.cell('await openai({ maxRetries: 0 }).models.list()')
    expect(errorOf(client)?.evalue).toMatch(/Connection error/)
  } finally {
    await notebook.close()
  }
})

test('a server that loads its model is waited for, and the cell says so', async () => {
  const port = await findFreePort()
  const notebook = await openNotebook({ baseURL: `http://127.0.0.1:${port}/v1` })
  const server = await startLlama({ model: 'load', settings: { port }, until: 'listening' })
  try {
    const cell = await notebook.cell('tell(await chat({ model, messages: "Are you there?" }))')
    expect(errorOf(cell)).toBeUndefined()
    expect(JSON.parse(cell.out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ finishReason: 'stop' })
    expect(JSON.stringify(cell.outputs)).toMatch(/load/i)
  } finally {
    await notebook.close()
    await server.kill()
  }
})
