// A streamed answer in JupyterLab (Chromium): how long a token takes from the wire to the page at 100 tokens a second,
// and whether a long Markdown answer keeps up with the wire. On the machine as it is, and beside two processes that keep two
// cores busy; for comparison the same text printed as it comes, which is the share of JupyterLab and the machine.
import { spawn } from 'node:child_process'
import { loadSource } from '../load-source.mjs'
import { setUp } from '../setup.mjs'

const PER_SECOND = 100
const BUSY_PROCESSES = 2
const SIZES = [
  { size: '2 kB', chars: 2_000, tokens: 100, rounds: 4 },
  { size: '200 kB', chars: 200_000, tokens: 1000, rounds: 2 },
]
const chatCell = (url) => `void await chat({ baseURL: "${url}", apiKey: "none", model: "m", messages: "x" })`
/** Prints the same pieces as they come: text that JupyterLab appends, and draws without Markdown. */
const printCell = (url) => `const { body } = await fetch("${url}/chat/completions", { method: "POST" })
let rest = ""
for await (const bytes of body as any) {
  const events = (rest + String(bytes)).split("\\n\\n")
  rest = events.pop() ?? ""
  for (const event of events)
    if (!event.endsWith("[DONE]")) process.stdout.write(JSON.parse(event.slice(6)).choices[0].delta.content ?? "")
}`
const RUNS = [false, true].flatMap((isLoaded) =>
  SIZES.flatMap((size) => [
    { ...size, isLoaded, name: `${size.size}${isLoaded ? ', under load' : ''}`, cellOf: chatCell },
    { ...size, isLoaded, name: `${size.size}, printed${isLoaded ? ', under load' : ''}`, cellOf: printCell },
  ]),
)

export async function run() {
  await setUp()
  const { Lab, startPacedServer, watchTokens, until } = await loadSource(
    'test/support/jupyterlab',
    'test/support/paced-answer',
  )
  const server = await startPacedServer()
  const lab = await Lab.start()
  const load = createLoad()
  const figures = {}
  try {
    console.log(`token on the wire → token in the page, ${PER_SECOND} tokens/s, p50 / p95 / longest:`)
    for (const { name, chars, tokens, rounds, isLoaded, cellOf } of RUNS) {
      const file = `${name.replace(/\W+/g, '-')}.ipynb`
      const cell = cellOf(`${server.origin}/${chars}/${tokens}/${PER_SECOND}/v1`)
      lab.write(file, [
        'import { chat } from "tslab-magics"\nimport fetch from "node-fetch"',
        ...Array(rounds).fill(cell),
      ])
      const page = await lab.open(file)
      await page.runCell(0)
      await page.idle()
      if (isLoaded) load.start()
      const results = []
      for (let cell = 1; cell <= rounds; cell++) {
        const seenTokens = await watchTokens(page.page, cell)
        await page.runCell(cell)
        // Asked seldom: looking at the page takes its time.
        await until(async () => (await seenTokens()).at(-1)?.[0] === tokens - 1, 120_000)
        results.push(measure(server.last().sentAt, await seenTokens()))
        await page.idle()
      }
      load.stop()
      await page.page.context().close()
      const delays = results.flatMap((result) => result.delays).sort((a, b) => a - b)
      const at = (part) => delays[Math.min(delays.length - 1, Math.floor(delays.length * part))]
      const stretch = median(results.map((result) => result.stretch))
      const perSecond = median(results.map((result) => result.framesPerSecond))
      console.log(
        `  ${name.padEnd(27)} ${at(0.5)} / ${at(0.95)} / ${at(1)} ms; ${perSecond.toFixed(1)} frames/s, ` +
          `ends after ${stretch.toFixed(3)} × the wire's time (median of ${rounds})`,
      )
      figures[`p95 ms, ${name}`] = at(0.95)
      figures[`page ÷ wire time, ${name}`] = stretch
    }
  } finally {
    load.stop()
    await lab.close()
    server.close()
  }
  return figures
}

/** Other work at the same priority: keeps two cores busy. */
function createLoad() {
  const busy = []
  return {
    start() {
      for (let i = 0; i < BUSY_PROCESSES; i++)
        busy.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }))
    },
    stop: () => busy.splice(0).forEach((child) => child.kill('SIGKILL')),
  }
}

/** Delays of all tokens: each is in the page from the first sighting of it or of a later one on. */
function measure(sentAt, seen) {
  let next = 0
  const delays = sentAt.map((sent, token) => {
    while (seen[next][0] < token) next++
    return seen[next][1] - sent
  })
  const wireMs = sentAt.at(-1) - sentAt[0]
  return {
    delays,
    stretch: (seen.at(-1)[1] - sentAt[0]) / wireMs,
    framesPerSecond: (seen.length * 1000) / (seen.at(-1)[1] - seen[0][1]),
  }
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
