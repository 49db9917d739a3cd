// Runs a case file of chat answers: `npm run conformance -- sse CASES.json`. Each case goes through `chat` as its
// chunks are, as one chunk, byte by byte and over a real socket; with `--openai` also through the official client of
// every major version. A line for each failure, then the count.
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { loadSource } from '../load-source.mjs'
import { installClient7 } from '../outside/clients.mjs'

const root = resolve(import.meta.dirname, '../..')
const CLIENTS = {
  'openai 4': 'openai-4',
  'openai 5': 'openai-5',
  'openai 6': 'openai',
}
const CASES_AT_ONCE = 8

/** @returns {Promise<boolean>} Whether every case passed. */
export async function run(argv) {
  const path = argv.find((word) => !word.startsWith('-'))
  if (path === undefined) {
    console.error('usage: npm run conformance -- sse CASES.json [--openai]')
    return false
  }
  const { readCases, runCase, runClientCase } = await loadSource(
    'test/support/sse-cases',
    'test/support/sse-runs',
  )
  const cases = readCases(resolve(path))
  const runs = [{ name: '', run: runCase }]
  if (argv.includes('--openai')) {
    const require = createRequire(join(root, 'package.json'))
    for (const [name, path] of Object.entries({ ...CLIENTS, 'openai 7': await installClient7() })) {
      runs.push({ name: ` · ${name}`, run: (one) => runClientCase(one, require(path).default) })
    }
  }
  let passed = 0
  let failed = 0
  const waiting = runs.flatMap((way) => cases.map((one) => ({ ...way, one })))
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const differences = await next.run(next.one).catch((error) => [String(error)])
      if (differences.length === 0) passed++
      else failed++
      if (differences.length > 0) console.log(`${next.one.name}${next.name}: ${differences.join(' | ')}`)
    }
  }
  await Promise.all(Array.from({ length: CASES_AT_ONCE }, work))
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0
}
