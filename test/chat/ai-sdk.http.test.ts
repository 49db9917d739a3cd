import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { answer, delta, DONE, event, streamCase } from '../support/chat-wire'
import type { SseCase } from '../support/sse-cases'
import { startCaseServer } from '../support/sse-server'

const root = join(__dirname, '../..')
const folder = join(root, 'node_modules/.cache/ai-sdk-test')
const bundle = join(folder, 'stream.cjs')

// The AI SDK is ESM only, which jest cannot load: it runs in a process of its own, as in a notebook.
beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  const entry = join(root, 'src/chat/stream.ts')
  buildSync({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: bundle,
    logLevel: 'error',
  })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What `stream(streamText(…))` makes of an answer. */
async function streamText(one: SseCase): Promise<{ text: string; code: string | null; tokens?: number }> {
  const server = await startCaseServer(() => one)
  const script = `
    import { streamText } from 'ai'
    import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
    import { createRequire } from 'node:module'
    const { stream } = createRequire(${JSON.stringify(bundle)})(${JSON.stringify(bundle)})
    const provider = createOpenAICompatible({ name: 'test', baseURL: ${JSON.stringify(server.baseURL)}, apiKey: 'none', includeUsage: true })
    const result = streamText({ model: provider('m'), prompt: 'Hi', maxRetries: 0, onError: () => {} })
    const { text, error, usage } = await stream(result, { quiet: true, reject: false })
    console.log(JSON.stringify({ text, code: error?.code ?? null, tokens: usage?.completion_tokens }))`
  try {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
    let out = ''
    let problem = ''
    child.stdout.on('data', (bytes) => (out += bytes))
    child.stderr.on('data', (bytes) => (problem += bytes))
    await new Promise((resolve) => child.once('close', resolve))
    const line = out.trim().split('\n').at(-1)
    if (!line) throw new Error(problem)
    return JSON.parse(line) as { text: string; code: string | null }
  } finally {
    await server.close()
  }
}

describe('stream of the AI SDK', () => {
  test('gives the text and the tokens of a whole answer', async () => {
    const usage = event({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } })
    const one = streamCase([delta({ content: 'Hel' }), delta({ content: 'lo' }, 'stop'), usage, DONE])
    expect(await streamText(one)).toEqual({ text: 'Hello', code: null, tokens: 2 })
  }, 30_000)

  test('throws, with the text so far, where the SDK reports an error', async () => {
    const one = streamCase([
      delta({ content: 'Hel' }),
      event({ error: { message: 'boom' } }),
      ...answer('never'),
    ])
    expect(await streamText(one)).toMatchObject({ text: 'Hel', code: 'stream' })
  }, 30_000)

  test('throws where the stream was cut, in the words of the SDK', async () => {
    const one = streamCase([delta({ content: 'Hel' })], { framing: 'close' })
    expect(await streamText(one)).toMatchObject({ text: 'Hel', code: 'stream' })
  }, 30_000)

  test('throws where the connection was reset', async () => {
    const one = streamCase([delta({ content: 'Hel' })], { end: 'reset', connection: 'keep-alive' })
    const { text, code } = await streamText(one)
    expect(text).toBe('Hel')
    expect(code).not.toBeNull()
  }, 30_000)
})
