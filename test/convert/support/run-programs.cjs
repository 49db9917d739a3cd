/**
 * Runs JavaScript programs, a JSON list on standard input, one after the other and writes what each printed and whether
 * it failed as JSON: run_programs.py for Node.
 */
const { createRequire } = require('node:module')
const { text } = require('node:stream/consumers')

const AsyncFunction = (async () => {}).constructor
// Packages are those of the project.
const load = createRequire(__filename)

async function run(script) {
  const out = []
  const err = []
  const show =
    (pieces) =>
    (...values) =>
      void pieces.push(`${values.join(' ')}\n`)
  const stream = (pieces) => ({ write: (piece) => void pieces.push(piece) })
  const console = { log: show(out), error: show(err) }
  const cwd = () => process.cwd()
  const own = { env: {}, stdout: stream(out), stderr: stream(err), argv: [], cwd }
  let failed = null
  try {
    await new AsyncFunction('console', 'process', 'require', 'exports', script)(console, own, load, {})
  } catch (error) {
    failed = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
  return { out: out.join(''), err: err.join(''), failed }
}

async function main() {
  const results = []
  for (const script of JSON.parse(await text(process.stdin))) results.push(await run(script))
  process.stdout.write(JSON.stringify(results))
}

void main()
