// `tslab-magics check` over as much as a large collection of public notebooks: 574 files, 141 MB. Sources, logs, tables,
// JSON, colour codes and pictures in the shares in which such notebooks have them; a key in one of fifty.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSource } from '../load-source.mjs'

const NOTEBOOKS = 574
const MEGABYTES = 141

export async function run() {
  const { checkCommand } = await loadSource('src/cli/check/check')
  const folder = mkdtempSync(join(tmpdir(), 'bench-check-'))
  try {
    mkdirSync(join(folder, '.git'))
    writeFileSync(join(folder, '.env'), `ACCESS_TOKEN=${random(48)}\nOTHER_KEY=${random(32)}\n`, {
      mode: 0o600,
    })
    let bytes = 0
    let keys = 0
    for (let i = 0; i < NOTEBOOKS; i++) {
      const hasKey = i % 50 === 0
      const json = notebook(i, (MEGABYTES * 1e6 - bytes) / (NOTEBOOKS - i), hasKey)
      bytes += json.length
      keys += hasKey ? 1 : 0
      writeFileSync(join(folder, `${i}.ipynb`), json)
    }
    let out = ''
    const before = process.cpuUsage()
    await checkCommand([folder], {}, { cwd: folder, env: {}, out: (text) => (out += text), err() {} })
    const { user, system } = process.cpuUsage(before)
    const found = out.split('\n').length - 1
    if (found !== keys) throw new Error(`${found} finds, not ${keys}`)
    const seconds = (user + system) / 1e6
    console.log(
      `${NOTEBOOKS} notebooks, ${(bytes / 1e6).toFixed(0)} MB: ${seconds.toFixed(1)} s of CPU, ${found} finds`,
    )
    return { cpuSeconds: seconds }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

let state = 42
const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const random = (length) => Array.from({ length }, () => ALPHABET[Math.floor(next() * 62)]).join('')
const repeat = (count, line) => Array.from({ length: count }, (_, at) => line(at)).join('')
const picture = Buffer.from(Array.from({ length: 60_000 }, () => Math.floor(next() * 256))).toString('base64')
const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g)

/** One notebook of about so many bytes. */
function notebook(number, size, hasKey) {
  const cells = []
  const parts = [source, log, table, json, colours, image, frame, script, embedded, chart]
  let bytes = 0
  // The last cell goes over the size, by half of its own on the average.
  for (let i = 0; bytes < size * 0.9; i++) {
    const outputs = [parts[(number + i) % parts.length](i)]
    const cell = {
      cell_type: 'code',
      execution_count: i,
      id: `c${i}`,
      metadata: {},
      source: lines(code(i)),
      outputs,
    }
    bytes += JSON.stringify(cell, null, 1).length
    cells.push(cell)
  }
  if (hasKey) cells[1].source.push(`\nclient = Client(api_key="${random(40)}")`)
  const metadata = { kernelspec: { name: 'python3', language: 'python', display_name: 'Python 3' } }
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)
}

const code = (i) =>
  `# Step ${i}: ask the model and count its tokens\nresponse = client.chat.completions.create(\n    model="gpt-4o-mini", messages=messages, max_tokens=${i * 16}\n)\n` +
  `for key, value in response.items():\n    print(f"{key}: {value}")\napi_key = os.environ["OPENAI_API_KEY"]\n`
const stream = (text) => ({ output_type: 'stream', name: 'stdout', text: lines(text) })
const data = (bundle) => ({ output_type: 'display_data', data: bundle, metadata: {} })
const source = (i) =>
  stream(
    repeat(120, (at) => `INFO step ${at}: ${i} tokens read from https://example.com/a/${at}?page=${i}\n`),
  )
const log = (i) =>
  stream(
    repeat(
      200,
      (at) =>
        `2026-11-28 10:00:${at % 60} [worker ${i}] cache key chunk-${at} loss=0.${at}31 accuracy: 0.9${at}\n`,
    ),
  )
const table = (i) =>
  data({
    'text/html': lines(
      `<table>${repeat(200, (at) => `<tr><th>${at}</th><td>user_${i}_${at}</td><td>${(at / 7).toFixed(6)}</td></tr>\n`)}</table>`,
    ),
    'text/plain': lines(repeat(200, (at) => `${at}  user_${i}_${at}  ${(at / 7).toFixed(6)}\n`)),
  })
const json = (i) =>
  data({
    'application/json': Array.from({ length: 100 }, (_, at) => ({
      id: `chunk-${i}-${at}`,
      tokens: at,
      text: 'The quick brown fox jumps.',
    })),
    'text/plain': ['<IPython.core.display.JSON object>'],
  })
const colours = (i) =>
  stream(
    repeat(
      150,
      (at) => `\u001b[35mTOKENS: \u001b[0m\u001b[35min\u001b[0m=\u001b[1;35m${at}\u001b[0m, step ${i}\n`,
    ),
  )
const image = () => data({ 'image/png': picture, 'text/plain': ['<Figure size 640x480 with 1 Axes>'] })
const frame = (i) =>
  stream(
    repeat(300, (at) => `${at} ${random(10)} word${i} another-word ${at * 31} and some more prose in it.\n`),
  )
// What plotting libraries put into a page: their own code, a picture in an address, numbers on one line.
const minified = repeat(
  900,
  (at) =>
    `function k${at}(t,e){return t.key===e?{type:"token",value:t[${at}]}:n.pass(t,e||"auth_${at}")}var m${at}={};`,
)
const script = () => data({ 'text/html': [`<script type="text/javascript">${minified}</script>`] })
const embedded = () =>
  data({ 'text/html': [`<img alt="key: value" src="data:image/png;base64,${picture.slice(0, 40_000)}">`] })
const chart = (i) =>
  data({
    'application/vnd.plotly.v1+json': {
      data: [{ x: Array.from({ length: 2000 }, (_, at) => at / 7), hovertext: [`key ${i}`] }],
    },
    'text/html': [
      `<script>Plotly.newPlot("${random(8)}", [${repeat(2000, (at) => `{"x":${at},"key":"k${at}"},`)}])</script>`,
    ],
  })
