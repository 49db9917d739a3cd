// A streamed answer in JupyterLab (Chromium): how long a token takes from the wire to the page at 100 tokens a second,
// and whether a long Markdown answer keeps up with the wire.
import { loadSource } from '../load-source.mjs'
import { setUp } from '../setup.mjs'

const PER_SECOND = 100
const RUNS = [
  { name: '2 kB', chars: 2_000, tokens: 100, rounds: 5 },
  { name: '200 kB', chars: 200_000, tokens: 1000, rounds: 3 },
]

export async function run() {
  await setUp()
  const { Lab, startPacedServer, watchTokens, until } = await loadSource(
    'test/support/jupyterlab',
    'test/support/paced-answer',
  )
  const server = await startPacedServer()
  const lab = await Lab.start()
  const figures = {}
  try {
    console.log(`token on the wire → token in the page, ${PER_SECOND} tokens/s, p50 / p95 / longest:`)
    for (const { name, chars, tokens, rounds } of RUNS) {
      const file = `${tokens}.ipynb`
      lab.write(file, [
        'import { chat } from "tslab-magics"',
        ...Array(rounds).fill(
          `void await chat({ baseURL: "${server.origin}/${chars}/${tokens}/${PER_SECOND}/v1", apiKey: "none", model: "m", messages: "x" })`,
        ),
      ])
      const page = await lab.open(file)
      await page.runCell(0)
      await page.idle()
      const results = []
      for (let cell = 1; cell <= rounds; cell++) {
        const seenTokens = await watchTokens(page.page, cell)
        await page.runCell(cell)
        // Asked seldom: looking at the page takes its time.
        await until(async () => (await seenTokens()).at(-1)?.[0] === tokens - 1, 120_000)
        results.push(measure(server.last().sentAt, await seenTokens()))
        await page.idle()
      }
      await page.page.context().close()
      const delays = results.flatMap((result) => result.delays).sort((a, b) => a - b)
      const at = (part) => delays[Math.min(delays.length - 1, Math.floor(delays.length * part))]
      const stretch = median(results.map((result) => result.stretch))
      const perSecond = median(results.map((result) => result.framesPerSecond))
      console.log(
        `  ${name.padStart(6)}: ${at(0.5)} / ${at(0.95)} / ${at(1)} ms; ${perSecond.toFixed(1)} frames/s, ` +
          `ends after ${stretch.toFixed(3)} × the wire's time (median of ${rounds})`,
      )
      figures[`p95 ms, ${name}`] = at(0.95)
      figures[`page ÷ wire time, ${name}`] = stretch
    }
  } finally {
    await lab.close()
    server.close()
  }
  return figures
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
