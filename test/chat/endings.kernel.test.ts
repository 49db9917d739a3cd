import { answer, delta, DONE, event, httpCase, streamCase } from '../support/chat-wire'
import { rounds } from '../support/extent'
import { displaysOf, errorOf, Kernel } from '../support/kernel'
import type { SseCase } from '../support/sse-cases'
import { type CaseServer, startCaseServer } from '../support/sse-server'

let kernel: Kernel
let server: CaseServer
let next: SseCase = streamCase(answer('Hello'))

beforeAll(async () => {
  server = await startCaseServer(() => next)
  kernel = await Kernel.start()
  await kernel.run('import { chat, openai, stream } from "tslab-magics"')
  await kernel.run(`const options = { model: "m", messages: "Hi", baseURL: "${server.baseURL}", retries: 0 }`)
})

afterAll(async () => {
  await kernel.close()
  await server.close()
})

/** Lets the kernel get over a red cell: for some time it refuses what follows one, as tslab does. */
const recover = () => kernel.pump(0.3)

/** What a cell shows in its last state, as plain text. */
const shown = (cell: Parameters<typeof displaysOf>[0]) =>
  displaysOf(cell)
    .map((data) => String(data['text/plain']))
    .join('\n')

describe('an answer in a cell', () => {
  afterEach(recover)

  test('is shown once, with its footer; in another cell it prints as one line', async () => {
    next = streamCase([delta({ content: 'Hel' }), delta({ content: 'lo' }, 'length'), DONE])
    const cell = await kernel.run('const whole = await chat(options)\nwhole')
    expect(errorOf(cell)).toBeUndefined()
    expect(shown(cell)).toMatch(/Hello[\s\S]*cut off: the token limit was reached \(length\)/)
    expect(JSON.stringify(cell.outputs)).not.toContain('ChatResult')
    expect(JSON.stringify((await kernel.run('whole')).outputs)).toMatch(/ChatResult \\?"Hello/)
  })

  test.each([
    ['truncated', streamCase([delta({ content: 'Hel' })], { framing: 'close' }), /without \[DONE\]/],
    ['stream', streamCase([delta({ content: 'Hel' }), event({ error: { message: 'boom' } })]), /boom/],
    ['network', streamCase([delta({ content: 'Hel' })], { end: 'reset' }), /connection/],
    ['parse', streamCase([delta({ content: 'Hel' }), 'data: {"a":\n\n', DONE]), /malformed/],
    ['timeout', streamCase([delta({ content: 'Hel' })], { end: 'hold' }), /no byte came for 300 ms/],
  ])('keeps its text in a red cell when it ends as %s', async (code, one, words) => {
    next = one
    const cell = await kernel.run('await chat({ ...options, timeouts: { idleMs: 300 } })')
    expect(errorOf(cell)).toMatchObject({ ename: 'ChatError', evalue: expect.stringMatching(words) })
    expect(shown(cell)).toContain('Hel')
    await recover()
    const look =
      'try { await chat({ ...options, timeouts: { idleMs: 300 } }) } catch (e: any) { console.log(e.code, e.partial.text) }'
    expect(JSON.stringify((await kernel.run(look)).outputs)).toContain(`${code} Hel`)
  })

  test.each([
    ['http', httpCase(401, ['{"error":{"message":"wrong key"}}']), /^401 wrong key$/],
    ['empty', streamCase([': ping\n\n']), /without any/],
    ['not_sse', httpCase(200, ['<title>Sign in</title>'], { 'content-type': 'text/html' }), /Sign in/],
  ])('is a red cell when it ends as %s', async (_code, one, words) => {
    next = one
    const cell = await kernel.run('await chat(options)')
    expect(errorOf(cell)).toMatchObject({ ename: 'ChatError', evalue: expect.stringMatching(words) })
  })

  test('throws out of the loop of the official client where it was cut', async () => {
    next = streamCase([delta({ content: 'Hel' })], { framing: 'close' })
    const cell = await kernel.run(`
      const oai = openai({ baseURL: options.baseURL })
      const parts = await oai.chat.completions.create({ model: "m", messages: [{ role: "user", content: "Hi" }], stream: true })
      for await (const part of parts) console.log(part.choices[0]?.delta?.content)`)
    expect(JSON.stringify(cell.outputs)).toContain('Hel')
    expect(errorOf(cell)).toMatchObject({ ename: 'ChatError' })
  })
})

const MOMENTS = rounds(50, 4)

describe('Stop', () => {
  test(`at ${MOMENTS} moments ends the cell and its connection, keeps the text, and leaves the next cell alone`, async () => {
    const words = Array.from({ length: 4000 }, (_, at) => delta({ content: `w${at} ` }))
    next = streamCase([...words, ...answer('end')], { gapMs: 2 })
    for (let round = 0; round < MOMENTS; round++) {
      const before = server.requests.length
      const msg = await kernel.start('await chat(options)')
      while (server.requests.length === before) await kernel.pump(0.002)
      // Moments from before the answer's head to well into its text, the same in every run.
      await kernel.pump((round * (350 / MOMENTS)) / 1000)
      await kernel.interrupt()
      const [cell] = await kernel.wait([msg], { timeout: 5 })
      expect({ round, finished: cell!.finished }).toEqual({ round, finished: true })
      expect(cell!.reply?.status).not.toBe('ok')
      for (const request of server.requests.slice(before)) await request.closed
      await recover()
      const after = await kernel.run('console.log("fine", 1 + 1)')
      expect(after.outputs.map((output) => output.text ?? output.type).join('')).toBe('fine 2\n')
    }
    // Most of it is waiting for the kernel to take cells again.
  }, 240_000)

  test('keeps the text that was there', async () => {
    const msg = await kernel.start('await chat(options)')
    await kernel.until(msg, 'w20 ')
    await kernel.interrupt()
    const [cell] = await kernel.wait([msg], { timeout: 5 })
    expect(shown(cell!)).toMatch(/w0 w1 w2 /)
    expect(shown(cell!)).not.toContain('end')
  })
})
