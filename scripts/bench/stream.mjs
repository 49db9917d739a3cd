// Streams, side by side with what people write or use instead: 20,000 chunks over loopback, drawing included; then the
// bytes of messages a notebook gets for answers of several lengths, and memory over a million tokens.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createParser } from 'eventsource-parser'
import nodeFetch from 'node-fetch'
import OpenAI from 'openai'
import { loadSource } from '../load-source.mjs'

const CHUNKS = 20_000
const ROUNDS = 9
const BODY = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: true }

export async function run() {
  const library = await loadSource('src/chat/chat', 'src/chat/stream', 'src/chat/openai')
  const server = await startServer()
  const page = installPage()
  const figures = {}
  try {
    await race(library, server, page, figures)
    await messageBytes(library, server, page, figures)
    await memory(library, server, page, figures)
  } finally {
    page.remove()
    server.stop()
  }
  return figures
}

/** Runs all loops in turn, several times, and compares medians. */
async function race(library, server, page, figures) {
  const url = `${server.origin}/${CHUNKS}/v1`
  const loops = {
    'hand-written loop': () => handWritten(`${url}/chat/completions`),
    'chat, drawn': () => library.chat({ ...BODY, baseURL: url }),
    'stream of a Response, drawn': () =>
      library.stream(nodeFetch(`${url}/chat/completions`, { method: 'POST' })),
    'openai client': () => openaiLoop(new OpenAI({ baseURL: url, apiKey: 'none' })),
    'openai() of ours': () => openaiLoop(library.openai({ OpenAI, baseURL: url, apiKey: 'none' })),
    ...(await aiSdkLoop(url)),
  }
  const times = Object.fromEntries(Object.keys(loops).map((name) => [name, []]))
  const cpuTimes = Object.fromEntries(Object.keys(loops).map((name) => [name, []]))
  for (let round = -1; round < ROUNDS; round++) {
    for (const [name, loop] of Object.entries(loops)) {
      // No forced collection between rounds: it throws compiled code away, and every loop would start cold.
      page.clear()
      const startedAt = performance.now()
      const cpuStarted = process.cpuUsage()
      const result = await loop()
      const elapsed = performance.now() - startedAt
      const { user, system } = process.cpuUsage(cpuStarted)
      const length = String(result.text ?? result).length
      if (length !== CHUNKS * TOKEN.length) throw new Error(`${name} gave ${length} characters`)
      // The first round warms everything up.
      if (round < 0) continue
      times[name].push(elapsed)
      cpuTimes[name].push((user + system) / 1000)
    }
  }
  const ours = median(times['chat, drawn'])
  console.log(
    `${CHUNKS} chunks, median of ${ROUNDS} (the server is another process; cpu is the client's own):`,
  )
  for (const [name, list] of Object.entries(times)) {
    const ms = median(list)
    const cpu = `${median(cpuTimes[name]).toFixed(0).padStart(6)} ms cpu`
    console.log(
      `  ${name.padEnd(28)} ${ms.toFixed(0).padStart(6)} ms ${cpu} ${(ms / ours).toFixed(2).padStart(6)} × chat`,
    )
  }
  const compare = (label, name, other) => {
    if (!times[name] || !times[other]) return
    figures[label] = median(times[name]) / median(times[other])
    figures[`${label} (cpu)`] = median(cpuTimes[name]) / median(cpuTimes[other])
  }
  compare('chat ÷ hand-written loop', 'chat, drawn', 'hand-written loop')
  compare('openai client ÷ chat', 'openai client', 'chat, drawn')
  compare('openai() ÷ openai client', 'openai() of ours', 'openai client')
  compare('AI SDK ÷ chat', 'AI SDK', 'chat, drawn')
}

/** What careful people write themselves. */
async function handWritten(url) {
  const response = await nodeFetch(url, { method: 'POST', body: JSON.stringify(BODY) })
  let text = ''
  const parser = createParser({
    onEvent({ data }) {
      if (data === '[DONE]') return
      text += JSON.parse(data).choices[0]?.delta?.content ?? ''
    },
  })
  const decoder = new TextDecoder()
  for await (const bytes of response.body) parser.feed(decoder.decode(bytes, { stream: true }))
  return text
}

async function openaiLoop(client) {
  let text = ''
  for await (const chunk of await client.chat.completions.create(BODY))
    text += chunk.choices[0]?.delta?.content ?? ''
  return text
}

async function aiSdkLoop(url) {
  try {
    const { streamText } = await import('ai')
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    const provider = createOpenAICompatible({ name: 'bench', baseURL: url, apiKey: 'none' })
    return {
      'AI SDK': async () => {
        let text = ''
        for await (const delta of streamText({ model: provider('m'), prompt: 'Hi' }).textStream) text += delta
        return text
      },
    }
  } catch (error) {
    console.log(`AI SDK left out: ${error.message}`)
    return {}
  }
}

/** How many bytes a notebook is sent while answers of several lengths grow at 100 kB a second. */
async function messageBytes(library, server, page, figures) {
  console.log('messages of a growing answer:')
  for (const kilobytes of [20, 200, 2000]) {
    const count = (kilobytes * 1000) / TOKEN.length
    page.clear()
    const startedAt = performance.now()
    await library.chat({ ...BODY, baseURL: `${server.origin}/${count}/paced/v1` })
    const seconds = (performance.now() - startedAt) / 1000
    const ratio = page.bytes / (kilobytes * 1000)
    const perSecond = page.messages / seconds
    console.log(
      `  ${String(kilobytes).padStart(5)} kB: ${page.messages} messages (${perSecond.toFixed(0)}/s), ` +
        `${(page.bytes / 1e6).toFixed(2)} MB, ${ratio.toFixed(1)} × the answer`,
    )
    figures[`message bytes ÷ answer, ${kilobytes} kB`] = ratio
    figures[`messages a second, ${kilobytes} kB`] = perSecond
  }
}

/** Memory held while a million tokens come, beyond the text itself. */
async function memory(library, server, page, figures) {
  const tokens = 1_000_000
  page.clear()
  let peak = 0
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  gc()
  const before = process.memoryUsage().heapUsed
  const timer = setInterval(() => {
    gc()
    peak = Math.max(peak, process.memoryUsage().heapUsed)
  }, 100)
  await library.chat({ ...BODY, baseURL: `${server.origin}/${tokens}/v1` })
  clearInterval(timer)
  const grownMB = (peak - before) / 1e6
  console.log(
    `1,000,000 tokens: heap grows by ${grownMB.toFixed(0)} MB at most, ${(tokens * TOKEN.length) / 1e6} MB of it text`,
  )
  figures['MB for 1M tokens'] = grownMB
}

/** A cell that takes outputs as a kernel does: as bytes of JSON. */
function installPage() {
  const source = Symbol.for('tslab-magics.scope')
  const page = {
    messages: 0,
    bytes: 0,
    clear: () => Object.assign(page, { messages: 0, bytes: 0 }),
    remove: () => delete globalThis[source],
  }
  const send = (bundle) => {
    page.messages++
    page.bytes += Buffer.byteLength(JSON.stringify(bundle))
  }
  const scope = {
    kind: 'patched',
    signal: new AbortController().signal,
    write: () => {},
    display: (bundle) => {
      send(bundle)
      return { update: send }
    },
    clearOutput: () => {},
    input: async () => '',
  }
  globalThis[source] = () => scope
  return page
}

const TOKEN = 'token '

/** The server runs in a process of its own, so that its work is not counted. */
function startServer() {
  const child = fork(join(import.meta.dirname, '_stream_server.mjs'))
  return new Promise((resolve) => {
    child.once('message', (origin) => resolve({ origin, stop: () => child.kill() }))
  })
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
}
