// Quickstarts of the packages that a notebook on LLMs uses (test/packages/): `npm run test:packages`. Exact versions are
// installed once, each set in a folder of its own; each quickstart gets a new kernel and mock providers. Three checks
// each: `run` (its last cell shows what it must), `hover` (Shift-Tab knows the type of a name, and it is not `any`),
// `member` (Tab offers a member). A line for each failure, counts by group, then `N passed, N failed`.
//
//   --only NAME…        ids, sets or groups    --setup import|kernelspec|stock|plain
//   --node PATH|MAJOR   Node of the kernel     --library FOLDER   another checkout
//   --subset            a few light packages, one for each cause of docs, for CI
//   --json FILE         every result as data   --verbose          passing quickstarts too
import { readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installPackages, KERNEL_PACKAGES, makeNotebookFolder } from './folders.mjs'
import { root, shownBy, startKernel } from './kernel.mjs'
import { startMock } from './mock/server.mjs'
import { readOptions } from './options.mjs'

const FOLDER = join(root, 'test', 'packages')
const KEYS = ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'MISTRAL_API_KEY', 'GROQ_API_KEY', 'CO_API_KEY', 'GEMINI_API_KEY', 'TOGETHER_API_KEY', 'OPENROUTER_API_KEY'] // prettier-ignore
const CHECKS = ['run', 'hover', 'member']
const NOT_RUN = 'did not run'

const options = await readOptions()
const groups = await readGroups()
const mock = await startMock()
const env = {
  // Requests to the providers' own addresses, which quickstarts leave at their defaults, come to the mock.
  NODE_OPTIONS: `--require=${join(import.meta.dirname, 'mock', 'redirect.cjs')}`,
  OUTSIDE_MOCK: mock.url,
  MOCK: mock.url,
  OPENAI_BASE_URL: `${mock.url}/v1`,
  ...Object.fromEntries(KEYS.map((name) => [name, 'mock-key'])),
}

const results = []
for (const { group, sets, cases } of groups) {
  for (const one of cases) {
    if (!options.wants(one.id, one.set, group) || (options.subset && !one.subset)) continue
    const problems = await runCase(group, sets, one).catch((error) => ({
      run: `the runner failed: ${error.message}`,
    }))
    const checks = CHECKS.filter((check) => check === 'run' || (options.setup !== 'plain' && one[check]))
    results.push({ group, id: one.id, checks, problems })
    for (const [check, problem] of Object.entries(problems)) {
      if (check === 'seconds' || problem === NOT_RUN) continue
      console.log(`FAIL ${group}/${one.id} ${check}: ${problem.replaceAll('\n', '⏎').slice(0, 400)}`)
    }
    if (options.verbose) console.log(`${group}/${one.id}: ${problems.seconds?.toFixed(1)} s`)
  }
}
await mock.close()
report()

/** @returns The problem of each failed check, and the seconds of its cells. */
async function runCase(group, sets, { id, set, cells, want, hover, member, env: more }) {
  const modules = await installPackages(`outside-${group}-${set}`, { ...KERNEL_PACKAGES, ...sets[set] }, { log: console.error }) // prettier-ignore
  const folder = makeNotebookFolder({ modules, library: options.library })
  const kernel = await startKernel({
    ...options,
    cwd: folder.path,
    modules: folder.modules,
    env: { ...env, ...more },
  })
  try {
    let seconds = 0
    for (const [at, code] of cells.entries()) {
      const cell = await kernel.run(code, options.timeout ?? 90)
      seconds += cell.seconds
      const problem = problemOf(cell, at === cells.length - 1 ? want : '')
      if (problem) return { run: cells.length > 1 ? `cell ${at + 1}: ${problem}` : problem, hover: NOT_RUN, member: NOT_RUN, seconds } // prettier-ignore
    }
    const found = { seconds }
    if (options.setup === 'plain') return found
    const wrongType = hover && (await checkHover(kernel, cells.at(-1), hover))
    if (wrongType) found.hover = wrongType
    const wrongMember = member && (await checkMember(kernel, member))
    if (wrongMember) found.member = wrongMember
    return found
  } finally {
    await kernel.close()
    folder.remove()
  }
}

function problemOf(cell, want) {
  const shown = shownBy(cell)
  if (!cell.finished) return `no end in time; shows ${shown.slice(-200)}`
  if (cell.reply.status !== 'ok') return `the cell failed: ${shown}`
  const pattern = new RegExp(want)
  return pattern.test(shownBy(cell, { stderr: false })) || pattern.test(shown)
    ? undefined
    : `wants /${want}/, shows ${shown || 'nothing'}`
}

async function checkHover(kernel, code, name) {
  const place = code.search(new RegExp(`(?<![\\w$.'"])${name.replaceAll('$', '\\$')}(?![\\w$])`))
  if (place < 0) throw new Error(`no ${name} in the cell`)
  const text = await kernel.inspect(code, place + 1)
  if (text === '') return `nothing on ${name}`
  const [first] = text.split('\n')
  return /:\s*any\s*$/.test(first) || !first.includes(name) || /^import /.test(first)
    ? `${name} is ${first}`
    : undefined
}

async function checkMember(kernel, [expression, member]) {
  const matches = await kernel.complete(expression, expression.length)
  const names = matches.map((match) => match.slice(match.lastIndexOf('.') + 1))
  return names.includes(member) ? undefined : `${expression} offers ${names.length} names, no ${member}`
}

async function readGroups() {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.mjs')).sort() // prettier-ignore
  return await Promise.all(
    files.map(async (file) => ({
      group: basename(file, '.mjs'),
      ...(await import(pathToFileURL(join(FOLDER, file)))),
    })),
  )
}

function report() {
  if (options.json) writeFileSync(options.json, JSON.stringify(results, null, 1))
  const countsOf = (list, check) => {
    const tried = list.filter(({ checks }) => checks.includes(check))
    return { tried: tried.length, passed: tried.filter(({ problems }) => !problems[check]).length }
  }
  for (const { group } of groups) {
    const own = results.filter((one) => one.group === group)
    const counts = CHECKS.map((check) => ({ check, ...countsOf(own, check) })).filter(
      ({ tried }) => tried > 0,
    )
    if (counts.length === 0) continue
    console.log(
      `${group}: ${counts.map(({ check, tried, passed }) => `${check} ${passed} of ${tried}`).join(', ')}`,
    )
  }
  const all = CHECKS.map((check) => countsOf(results, check))
  const passed = all.reduce((sum, one) => sum + one.passed, 0)
  const failed = all.reduce((sum, one) => sum + one.tried, 0) - passed
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1
}
