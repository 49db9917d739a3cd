// Cells that people paste, each case on a kernel of its own: `node scripts/outside/language.mjs [FILE…]`. A file is a
// list of `{ id, group, title, steps, want, needs }`: a step is a cell (`code`) or a file beside the notebook (`file`,
// `text`); `want` is a regular expression over what the last cell shows; a case is skipped when the kernel's Node lacks
// what `needs` names. A line for each failure, a count by group, then `N passed, N failed`.
//
//   --only NAME…        ids or groups          --setup import|kernelspec|stock|plain
//   --node PATH|MAJOR   Node of the kernel     --library FOLDER                  another checkout
//   --json FILE         every result as data   --verbose                         passing cases too
//   --types VERSION     of @types/node
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { installPackages, KERNEL_PACKAGES, makeNotebookFolder } from './folders.mjs'
import { shownBy, startKernel } from './kernel.mjs'
import { startMock } from './mock/server.mjs'
import { readOptions } from './options.mjs'

const DEFAULT_FILE = join(import.meta.dirname, '..', '..', 'test', 'fixtures', 'language', 'cells.json')
const PACKAGES = { ...KERNEL_PACKAGES, openai: '6.49.0', zod: '4.6.7' }
/** tslab alone brings 18; other packages often bring a newer one. */
const NODE_TYPES = '24.19.4'

const options = await readOptions()
const files = options.files.length > 0 ? options.files : [DEFAULT_FILE]
const all = files
  .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')))
  .filter(({ id, group }) => options.wants(id, group))
const cases = all.filter(({ needs }) => needs === undefined || hasNode(needs))
const packages = { ...PACKAGES, '@types/node': options.types ?? NODE_TYPES }
const modules = await installPackages('outside-language', packages, { log: console.error })
const mock = await startMock()
const env = { MOCK: mock.url, OPENAI_BASE_URL: `${mock.url}/v1`, OPENAI_API_KEY: 'mock-key' }

const results = []
for (const one of cases) {
  const problem = await runCase(one).catch((error) => `the runner failed: ${error.message}`)
  results.push({ id: one.id, group: one.group, passed: problem === undefined, problem })
  if (problem !== undefined)
    console.log(`FAIL ${one.group}/${one.id} (${one.title}): ${problem.replaceAll('\n', '⏎')}`)
  else if (options.verbose) console.log(`ok   ${one.group}/${one.id}`)
}
await mock.close()
report(results)

/** Whether the kernel's Node has what an expression names. */
function hasNode(expression) {
  const code = `try { process.exit(${expression} === undefined ? 1 : 0) } catch { process.exit(1) }`
  return spawnSync(options.node, ['-e', code]).status === 0
}

/** @returns What is wrong with a case; undefined when it passes. */
async function runCase({ steps, want }) {
  const folder = makeNotebookFolder({ modules, library: options.library })
  const kernel = await startKernel({ ...options, cwd: folder.path, modules: folder.modules, env })
  try {
    let last
    for (const step of steps) {
      if (step.file === undefined) last = await kernel.run(step.code, 40)
      else write(join(folder.path, step.file), step.text)
    }
    return check(last, want)
  } finally {
    await kernel.close()
    folder.remove()
  }
}

/** A cell may say more on stderr, a note on a type for one, so the pattern is tried without it first. */
function check(cell, want) {
  const shown = shownBy(cell)
  const pattern = new RegExp(want)
  if (!cell.finished) return `no end after 40 s; shows ${brief(shown)}`
  if (cell.reply.status !== 'ok' && !want.includes('ERROR')) return `the cell failed: ${brief(shown)}`
  if (pattern.test(shownBy(cell, { stderr: false })) || pattern.test(shown)) return undefined
  return `wants /${want}/, shows ${brief(shown)}`
}

function brief(text) {
  return text === '' ? 'nothing' : text.slice(0, 300)
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function report(done) {
  const groups = [...new Set(done.map(({ group }) => group))]
  for (const group of groups) {
    const own = done.filter((one) => one.group === group)
    console.log(`${group}: ${own.filter(({ passed }) => passed).length} of ${own.length}`)
  }
  if (options.json) writeFileSync(options.json, JSON.stringify(done, null, 1))
  const passed = done.filter((one) => one.passed).length
  const skipped = all.length - done.length
  console.log(`${passed} passed, ${done.length - passed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  process.exitCode = passed === done.length ? 0 : 1
}
