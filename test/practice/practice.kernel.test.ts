/**
 * `practice()` in a real kernel: what the cell shows, and that the endpoint shares the kernel's life, not its interrupts.
 */
import { displaysOf, errorOf, Kernel, streamText } from '../support/kernel'
import { bareEnv } from '../support/notebook'

const ASK = `await (await fetch(process.env.BASE_URL + "/v1/models", {
  headers: { authorization: "Bearer " + process.env.ACCESS_TOKEN }
})).status`

let kernel: Kernel
let origin = ''
const unset = Object.keys(bareEnv()).filter((name) => bareEnv()[name] === undefined)

beforeAll(async () => {
  kernel = await Kernel.start({ env: Object.fromEntries(unset.map((name) => [name, ''])) })
})
afterAll(() => kernel.close())

describe('practice in a kernel', () => {
  test('says in the importing cell that answers are canned', async () => {
    const cell = await kernel.run(
      'import { practice } from "tslab-magics"\nconst endpoint = await practice()',
    )
    const [badge] = displaysOf(cell)
    const line = String(badge?.['text/plain'])
    origin = /http:\S+/.exec(line)?.[0] ?? ''
    expect(line).toBe(
      `[practice] Answers are canned: no model is asked. Endpoint: ${origin} · Set: BASE_URL, ACCESS_TOKEN, WORKSPACE_ID`,
    )
    expect(badge?.['text/html']).toContain(`Answers are canned: no model is asked. Endpoint: ${origin}`)
    expect(errorOf(cell)).toBeUndefined()
  })

  test('shows its token nowhere', async () => {
    const cell = await kernel.run(
      'console.log(endpoint.token, process.env.ACCESS_TOKEN, { ...endpoint })\nendpoint',
    )
    expect(streamText(cell)).not.toContain('practice-')
    expect(streamText(cell)).toMatch(/^•••• •••• /)
    expect(streamText(cell).trimEnd().split('\n').at(-1)).toBe(`Practice endpoint ${origin}`)
  })

  test('outlives Stop', async () => {
    const msg = await kernel.start('console.log("on")\nawait new Promise(() => {})')
    await kernel.until(msg, 'on')
    // Node loses a Stop in the instant in which the cell's synchronous part ends: not at once, and again if need be.
    for (let finished: boolean | undefined = false; !finished;) {
      await kernel.pump(0.3)
      await kernel.interrupt()
      finished = (await kernel.wait([msg], { timeout: 5 }))[0]?.finished
    }
    await kernel.pump(0.3)
    expect(streamText(await kernel.run(ASK))).toBe('200\n')
  })

  test('does not start a second endpoint', async () => {
    const cell = await kernel.run(
      'import { practice as again } from "tslab-magics"\nconst other = await again()',
    )
    expect(String(displaysOf(cell)[0]?.['text/plain'])).toMatch(new RegExp(`Endpoint: ${origin}$`))
  })

  test('ends with the kernel, also when it is killed', async () => {
    expect((await fetch(origin)).status).toBe(404)
    const pid = Number(streamText(await kernel.run('process.pid')))
    process.kill(pid, 'SIGKILL')
    for (let isUp = true; isUp;)
      isUp = await fetch(origin).then(
        () => true,
        () => false,
      )
    await expect(fetch(origin)).rejects.toThrow()
  })
})
