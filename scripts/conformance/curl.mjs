// Case files of curl: `npm run conformance -- curl CORPUS.json EXPECTED.json`. The runner is TypeScript, shared with the tests.
import { mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '../..')

/** @param {readonly string[]} argv - Paths of the corpus and of what is expected. */
export async function run(argv) {
  const [corpus, expected] = argv
  if (corpus === undefined || expected === undefined) {
    console.error('usage: npm run conformance -- curl CORPUS.json EXPECTED.json')
    return false
  }
  // Inside the repository, so that packages are found.
  const folder = join(root, 'node_modules/.cache/conformance')
  const outfile = join(folder, `curl-${process.pid}.cjs`)
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [join(root, 'test/curl/support/conformance-main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
  })
  try {
    const { runCorpus } = createRequire(import.meta.url)(outfile)
    const ok = await runCorpus(resolve(corpus), resolve(expected), (line) => console.log(line))
    if (!ok) process.exitCode = 1
    return ok
  } finally {
    rmSync(outfile, { force: true })
  }
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2))
