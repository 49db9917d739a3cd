// Case files against this library: `npm run conformance -- sse CASES.json`, `npm run conformance -- curl CORPUS.json
// EXPECTED.json`. A line for each failure, then `N passed, N failed`.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const [suite, ...argv] = process.argv.slice(2)
const file = join(import.meta.dirname, 'conformance', `${suite}.mjs`)
if (!/^\w+$/.test(suite ?? '') || !existsSync(file)) {
  console.error('usage: npm run conformance -- sse CASES.json | curl CORPUS.json EXPECTED.json')
  process.exitCode = 2
} else {
  const { run } = await import(file)
  process.exitCode = (await run(argv)) ? 0 : 1
}
