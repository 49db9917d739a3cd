// Snippets of all writers, executed: `npm run test:snippets`. Every request of test/snippets/support/requests.ts is written
// by each of the five writers, run by the real curl, Node and Python against a server on 127.0.0.1, and what comes is
// compared with what was to be sent. The TypeScript is checked by its compiler too. Python's openai and httpx come from
// PyPI, into an environment of their own in the user's cache.
//
//   node scripts/outside/snippets.mjs [--verbose] [--print NAME]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import ts from 'typescript'
import { loadSource } from '../load-source.mjs'
import { root } from './kernel.mjs'
import { installPython } from './python.mjs'

const { values } = parseArgs({ options: { verbose: { type: 'boolean' }, print: { type: 'string' } } })
const python = await installPython('snippets', join(import.meta.dirname, 'snippets', 'python.txt'), {
  log: console.error,
})
const { execute, REQUESTS } = await loadSource(
  'test/snippets/support/execute',
  'test/snippets/support/requests',
)
const WRITERS = [
  { language: 'curl' },
  { language: 'ts' },
  { language: 'ts', client: 'fetch' },
  { language: 'python' },
  { language: 'python', client: 'httpx' },
]
const requests = values.print ? { [values.print]: REQUESTS[values.print] } : REQUESTS
let failures = 0
let passes = 0
const typescript = new Map()
for (const writer of WRITERS) {
  const name = [writer.language, writer.client].filter(Boolean).join(' with ')
  const { passed, refused, failed, code } = await execute(requests, writer, python)
  for (const [request, problem] of failed) console.log(`FAIL ${name}: ${request}: ${problem}`)
  if (values.verbose) for (const [request, why] of refused) console.log(`refused ${name}: ${request}: ${why}`)
  if (values.print) console.log(`--- ${name}\n${code.get(values.print)}`)
  if (writer.language === 'ts')
    for (const [request, text] of code) typescript.set(`${request}, ${name}`, text)
  console.log(`${name}: ${passed.length} of ${Object.keys(requests).length} sent, ${refused.size} refused`)
  failures += failed.size
  passes += passed.length
}
for (const problem of typeErrors(typescript)) {
  failures++
  console.log(`FAIL types: ${problem}`)
}
console.log(`${passes} passed, ${failures} failed`)
process.exitCode = failures > 0 ? 1 : 0

/** What the compiler says of snippets, strict, with the installed client. */
function typeErrors(snippets) {
  const folder = mkdtempSync(join(root, 'node_modules/.cache/snippet-types-'))
  try {
    // A package of modules, as Node takes them for top-level await.
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    const files = [...snippets].map(([name, text], index) => {
      const file = join(folder, `${index}.ts`)
      writeFileSync(file, `${text}\nexport {}\n`)
      return [file, name]
    })
    const program = ts.createProgram(
      files.map(([file]) => file),
      {
        strict: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        skipLibCheck: true,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        moduleDetection: ts.ModuleDetectionKind.Force,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.asynciterable.d.ts'],
        types: ['node'],
      },
    )
    const names = new Map(files)
    return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
      const line = file ? file.text.slice(0, start).split('\n').length : 0
      return `${names.get(file?.fileName) ?? file?.fileName} line ${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300)}`
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
