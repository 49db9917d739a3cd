/**
 * Stop at seeded random moments: over streams, commands, endless waits, timers and loops.
 */
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { longSuite } from '../support/extent'
import { errorOf, streamText, type CellRecord } from '../support/kernel'
import { KERNEL_SETUPS, startWithLibrary } from '../support/kernel-setups'

/** Random numbers from 0 to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** A server that streams lines until the client leaves. */
async function startEndlessServer() {
  const server = createServer((_request, response) => {
    const timer = setInterval(() => response.write('data: {"tick":1}\n\n'), 20)
    response.on('close', () => clearInterval(timer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => (server.closeAllConnections(), server.close()),
  }
}

/** Command lines of living processes that hold a text. */
function processesWith(text: string): string[] {
  const list = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
  return list.split('\n').filter((line) => line.includes(text) && !line.includes('kernel_client'))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50))
}

/** How often Stop is pressed on the usual kernel, and on each of the others. */
const [STOPS, OTHER_STOPS] = [100, 25]

longSuite.each(KERNEL_SETUPS)('interrupts on %s', (name, options) => {
  jest.setTimeout(600_000)
  const stops = name === KERNEL_SETUPS[0]?.[0] ? STOPS : OTHER_STOPS

  test(`end a cell within 3 s, ${stops} times, and leave nothing behind`, async () => {
    const kernel = await startWithLibrary(options)
    const server = await startEndlessServer()
    open.push(kernel, server)
    const random = seeded(20_261_123 + name.length)
    const mark = `31536.${process.pid}`
    // The compiler of 1.0.15 knows no `for await` outside of functions.
    const readBody =
      options.tslab === '1.0.15'
        ? 'const reader = r.body.getReader()\nfor (;;) console.log((await reader.read()).value.length)'
        : 'for await (const c of r.body as any) console.log(String(c).length)'
    const busy = [
      `const r = await (globalThis as any).fetch("${server.url}")\n${readBody}`,
      `%%bash\nfor i in $(seq 1000); do echo tick $i; sleep 0.02; done; sleep ${mark}`,
      `! sleep ${mark}`,
      `const never = !sleep ${mark}`,
      `%%bash\ntrap "" INT\nsleep ${mark} & sleep ${mark}`,
      `%%curl\ncurl -sN ${server.url}`,
      '%%time\nawait new Promise(() => {})',
      'await new Promise(() => {})',
      'setInterval(() => console.log("tick"), 5)\nawait new Promise(() => {})',
      'while (true) {}',
      'await null\nwhile (true) {}',
      '! echo tick\nwhile (true) {}',
      '%%capture got\nconsole.log(1)\nawait new Promise(() => {})',
      `for (;;) {\n  ! echo tick; sleep 0.05\n}`,
    ]
    // Node loads its fetch when it is first called, and never finishes that when it is interrupted in it.
    await kernel.run(
      `const warm = await (globalThis as any).fetch("${server.url}"); await warm.body.cancel()`,
    )
    await kernel.run('let counter = 0\nconst kept = { value: 42 }')
    // The look for processes finds one that is there.
    const sleeping = await kernel.start(`! sleep ${mark}`)
    await until(() => processesWith(mark).length > 0)
    await kernel.interrupt()
    await kernel.wait([sleeping])
    await kernel.pump(0.25)
    const slow: unknown[] = []
    for (let i = 0; i < stops; i++) {
      const code = busy[Math.floor(random() * busy.length)] as string
      const msg = await kernel.start(code)
      // Not before the kernel has taken the cell: until then there is nothing to stop.
      for (let types: readonly string[] = []; types.length === 0;)
        types = (await kernel.pump(0.005), await kernel.ask<CellRecord>({ do: 'look', msg })).types
      // Half of them while the cell is compiled and starts.
      await kernel.pump(random() * (random() < 0.5 ? 0.1 : 0.6))
      const from = performance.now()
      await kernel.interrupt()
      const [cell] = await kernel.wait([msg], { timeout: 10 })
      const tookMs = performance.now() - from
      if (tookMs > 3000) slow.push([i, code, tookMs])
      const { ename, evalue } = errorOf(cell ?? { outputs: [] }) ?? {}
      expect([i, code, cell?.finished, cell?.reply?.status, ename]).toEqual([
        i,
        code,
        true,
        'error',
        ename === 'KeyboardInterrupt' ? ename : evalue,
      ])
      // tslab drops requests for 200 ms after a failure.
      await kernel.pump(0.4)
      const next = await kernel.run(
        'counter += 1\nawait new Promise((done) => setTimeout(done, 30))\ncounter + kept.value',
      )
      expect([i, code, streamText(next), streamText(next, 'stderr')]).toEqual([i, code, `${i + 43}\n`, ''])
    }
    expect(slow).toEqual([])
    await kernel.pump(1)
    expect(processesWith(mark)).toEqual([])
  })
})
