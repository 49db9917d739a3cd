// Case files of curl: `npm run conformance -- curl CORPUS.json EXPECTED.json`. The runner is TypeScript, shared with the tests.
import { resolve } from 'node:path'
import { loadSource } from '../load-source.mjs'

/** @param {readonly string[]} argv - Paths of the corpus and of what is expected. */
export async function run(argv) {
  const [corpus, expected] = argv
  if (corpus === undefined || expected === undefined) {
    console.error('usage: npm run conformance -- curl CORPUS.json EXPECTED.json')
    return false
  }
  const { runCorpus } = await loadSource('test/curl/support/conformance-main')
  const ok = await runCorpus(resolve(corpus), resolve(expected), (line) => console.log(line))
  if (!ok) process.exitCode = 1
  return ok
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2))
