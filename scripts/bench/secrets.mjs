// What masking costs: on a large output, on a long stream, and the check of a thousand notebooks.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSource } from '../load-source.mjs'

const CHARS = 100_000
const SECRETS = 20
const CHUNKS = 20_000
const NOTEBOOKS = 1000

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

function timeOf(work, runs = 60) {
  for (let i = 0; i < 30; i++) work()
  const times = []
  for (let i = 0; i < runs; i++) {
    const started = performance.now()
    work()
    times.push(performance.now() - started)
  }
  return median(times)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
let seed = 1
const random = (length) => {
  let text = ''
  while (text.length < length) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    text += alphabet[seed >>> 26]
  }
  return text
}

const sentence =
  'The quick brown fox jumps over the lazy dog, {"model": "deci-nano", "id": 1234567} and more text. '
const items = Array.from({ length: 900 }, (_, id) => ({
  id,
  name: `item ${id}`,
  ok: true,
  text: 'hello\nagain',
}))
const TEXTS = {
  prose: sentence.repeat(1100).slice(0, CHARS),
  lines: `${sentence}\n`.repeat(1100).slice(0, CHARS),
  json: JSON.stringify(items, null, 2).slice(0, CHARS),
  base64: Buffer.from(random(CHARS)).toString('base64').slice(0, CHARS),
}

export async function run() {
  const parts = await loadSource(
    'src/secrets/redact-text',
    'src/secrets/redact-stream',
    'src/secrets/registry',
    'src/chat/answer/answer-reader',
    'src/cli/check/check',
  )
  parts.clearSecrets()
  const empty = Object.entries(TEXTS).map(([name, text]) => [name, timeOf(() => parts.redact(text))])
  for (let i = 0; i < SECRETS; i++)
    parts.registerSecret(`${i % 2 ? 'sk-proj-' : ''}${random(48)}`, `KEY_${i}`)
  const full = Object.entries(TEXTS).map(([name, text]) => [name, timeOf(() => parts.redact(text))])
  for (const [index, [name, ms]] of full.entries())
    console.log(
      `100 kB of ${name}: ${ms.toFixed(2)} ms with ${SECRETS} secrets, ${empty[index][1].toFixed(2)} ms with none`,
    )

  const stream = await timeStream(parts)
  console.log(
    `a stream of ${CHUNKS} chunks: ${stream.total.toFixed(0)} ms, of which masking ${stream.masking.toFixed(0)} ms`,
  )

  const seconds = await timeCheck(parts)
  console.log(`check of ${NOTEBOOKS} notebooks: ${seconds.toFixed(2)} s`)
  return {
    redact100kBMs: Math.max(...full.map(([, ms]) => ms)),
    redact100kBWithoutSecretsMs: Math.max(...empty.map(([, ms]) => ms)),
    streamShare: stream.masking / stream.total,
    check1000NotebooksSeconds: seconds,
  }
}

/** Reads a chat stream over a socket as `chat` does; masking is timed by itself on the same pieces of text. */
async function timeStream({ createAnswerReader, createRedactor }) {
  const words = ['The', ' quick', ' bro', 'wn fox', ' jumps', ' over', ' sk', '-ating', ' dogs', '.\n']
  const frames = Array.from({ length: CHUNKS }, (_, index) => {
    const choices = [{ index: 0, delta: { content: words[index % words.length] }, finish_reason: null }]
    return `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`
  })
  const end = `data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/event-stream')
    for (let at = 0; at < CHUNKS; at += 20) response.write(frames.slice(at, at + 20).join(''))
    response.end(end)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${server.address().port}/`
  const { default: fetch } = await import('node-fetch')
  const totals = []
  let deltas = []
  for (let i = 0; i < 7; i++) {
    deltas = []
    const redactor = createRedactor()
    const reader = createAnswerReader({
      onDelta(delta) {
        if (delta.type !== 'text-delta') return
        deltas.push(delta.text)
        redactor.push(delta.text)
      },
    })
    const started = performance.now()
    const response = await fetch(url)
    for await (const bytes of response.body) reader.push(bytes)
    reader.end()
    totals.push(performance.now() - started)
  }
  server.close()
  const masking = timeOf(() => {
    const redactor = createRedactor()
    for (const text of deltas) redactor.push(text)
  }, 15)
  return { total: median(totals), masking }
}

async function timeCheck({ checkCommand }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-check-'))
  try {
    mkdirSync(join(folder, '.git'))
    writeFileSync(join(folder, '.env'), `ACCESS_TOKEN=${random(48)}\nOTHER_KEY=${random(32)}\n`, {
      mode: 0o600,
    })
    const output = (text) => ({ output_type: 'stream', name: 'stdout', text: text.match(/.*\n|.+$/g) })
    const cells = Array.from({ length: 20 }, (_, index) => ({
      cell_type: 'code',
      execution_count: index,
      id: `cell-${index}`,
      metadata: {},
      source: ['const answer = await chat({ model, messages })\n', 'console.log(answer.usage)'],
      outputs: [output(TEXTS.lines.slice(0, 2000)), output(TEXTS.json.slice(0, 2000))],
    }))
    const json = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)
    for (let i = 0; i < NOTEBOOKS; i++) writeFileSync(join(folder, `${i}.ipynb`), json)
    const started = performance.now()
    const code = await checkCommand([folder], {}, { cwd: folder, env: {}, out() {}, err() {} })
    if (code !== 0) throw new Error('the notebooks of the benchmark hold no secrets')
    return (performance.now() - started) / 1000
  } finally {
    rmSync(folder, { recursive: true })
  }
}
