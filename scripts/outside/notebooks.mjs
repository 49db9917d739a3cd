// Public notebooks on a real kernel against mock servers: `node scripts/outside/notebooks.mjs NOTEBOOK|FOLDER…`. Cells
// run in order, and go on after a failed one. Every request to another machine goes to the mock (mock/redirect.cjs), so
// nothing leaves. A line for each cell that did not run and whose fault that is (classify.mjs), a table, the totals,
// then `N passed, N failed` over the cells that need no network, package or repair of the notebook.
//
//   --only NAME…        parts of file names    --setup import|kernelspec|stock|plain
//   --node PATH|MAJOR   Node of the kernel     --library FOLDER                  another checkout
//   --timeout SECONDS   for a cell (60)        --json FILE   every cell as data  --verbose   what cells show
//   --baseline FILE     the data of a `--setup plain` run: a cell that fails there too is the notebook's own
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { classify, namesIn, REASONS } from './classify.mjs'
import { installPackages, isInstalled, makeNotebookFolder } from './folders.mjs'
import { shownBy, startKernel } from './kernel.mjs'
import { startMock } from './mock/server.mjs'
import { readOptions } from './options.mjs'

/** Parts of langchain that version 1 has no more. */
const OLD_LANGCHAIN =
  /["'](langchain\/(text_splitter|vectorstores|hub|document_loaders|chains|agents|memory|output_parsers|retrievers|tools|util|embeddings)\b|@langchain\/langgraph\/pregel["'])/
const KEYS = ['OPENAI', 'ANTHROPIC', 'FIREWORKS', 'GOOGLE', 'GROQ', 'LANGCHAIN', 'LANGSMITH', 'MISTRAL', 'TAVILY', 'TOGETHER_AI', 'COHERE'] // prettier-ignore

const options = await readOptions()
const files = options.files
  .flatMap((path) => (statSync(path).isDirectory() ? notebooksIn(path) : [path]))
  .filter((file) => options.only.length === 0 || options.only.some((part) => basename(file).includes(part)))
if (files.length === 0) {
  console.error(
    'usage: node scripts/outside/notebooks.mjs NOTEBOOK|FOLDER… [--only NAME…] [--setup import|kernelspec|stock|plain]',
  )
  process.exit(2)
}
const baseline = options.baseline ? JSON.parse(readFileSync(options.baseline, 'utf8')) : []
const sets = JSON.parse(readFileSync(join(import.meta.dirname, 'notebook-packages.json'), 'utf8'))
const mock = await startMock()
const env = {
  NODE_OPTIONS: `--require=${join(import.meta.dirname, 'mock', 'redirect.cjs')}`,
  OUTSIDE_MOCK: mock.url,
  OPENAI_BASE_URL: `${mock.url}/v1`,
  ANTHROPIC_BASE_URL: mock.url,
  ...Object.fromEntries(KEYS.map((name) => [`${name}_API_KEY`, 'mock-key'])),
}

const all = []
const table = []
for (const file of files) {
  const cells = await runNotebook(file).catch((error) => [{ at: 0, reason: 'hang', shown: `the runner failed: ${error.message}` }]) // prettier-ignore
  for (const { at, reason, shown, code } of cells)
    if (reason !== 'ran') console.log(`${basename(file)} cell ${at}: ${REASONS[reason].means}: ${lineOf(shown)}${options.verbose ? `\n${code}\n=> ${shown}\n` : ''}`) // prettier-ignore
  all.push(...cells.map((cell) => ({ file: basename(file), ...cell })))
  if (cells.length > 0) table.push({ name: basename(file), cells: cells.length, ...countsOf(cells) })
}
await mock.close()
report()

/** Runs the cells of one notebook; an empty list when it is no TypeScript notebook. */
async function runNotebook(file) {
  const notebook = JSON.parse(readFileSync(file, 'utf8'))
  const { name, language } = notebook.metadata?.kernelspec ?? {}
  if (!/tslab|deno|typescript/i.test(`${name} ${language}`)) return []
  const cells = notebook.cells.filter(({ cell_type: type }) => type === 'code').map(readCell)
  const set = cells.some(({ code }) => OLD_LANGCHAIN.test(code)) ? 'langchain-0.3' : 'current'
  const modules = await installPackages(`outside-notebooks-${set}`, sets[set], { log: console.error })
  const folder = makeNotebookFolder({ modules, library: options.library })
  const kernel = await startKernel({ ...options, cwd: folder.path, modules: folder.modules, env })
  const lost = new Set()
  const declared = new Set()
  try {
    const results = []
    for (const [at, { code, failedBefore }] of cells.entries()) {
      const asked = mock.requests.length
      const record = await kernel.run(code, options.timeout ?? 60)
      const unknown = mock.requests.slice(asked).filter(({ known }) => !known)
      const shown = shownBy(record)
      const own = namesIn(code)
      for (const name of own) declared.add(name)
      const failsAnyway = baseline.some(
        (one) => one.file === basename(file) && one.at === at && one.reason !== 'ran',
      )
      const reason =
        unknown.length > 0 && record.reply?.status !== 'ok'
          ? 'network'
          : classify({
              record,
              shown,
              failedBefore: failedBefore || failsAnyway,
              lost,
              declared,
              isInstalled: (name) => isInstalled(name, modules),
            })
      if (reason !== 'ran') for (const name of own) lost.add(name)
      results.push({ at, reason, shown: shown.slice(0, 4000), code, seconds: record.seconds, unknown })
      if (reason === 'hang') await kernel.ask({ do: 'interrupt' })
    }
    return results
  } finally {
    await kernel.close()
    folder.remove()
  }
}

function readCell({ source, outputs, metadata }) {
  const failed = outputs?.some(({ output_type: type }) => type === 'error')
  const mayFail = metadata?.tags?.includes('raises-exception')
  return { code: [source].flat().join(''), failedBefore: Boolean(failed || mayFail) }
}

function notebooksIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ipynb') && !name.includes('.ipynb_checkpoints'))
    .sort()
    .map((name) => join(folder, name))
}

function countsOf(cells) {
  return Object.fromEntries(Object.keys(REASONS).map((reason) => [reason, cells.filter((cell) => cell.reason === reason).length])) // prettier-ignore
}

/** The line of an output that says most: the error's own, else the first of a compiler's. */
function lineOf(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => line.startsWith('ERROR')) ?? lines.find((line) => /^\d+:\d+/.test(line)) ?? lines.at(-1) ?? 'nothing shown').slice(0, 220) // prettier-ignore
}

function report() {
  const totals = countsOf(all)
  console.table(Object.fromEntries([...table, { name: 'all', cells: all.length, ...totals }].map(({ name, ...row }) => [name, row]))) // prettier-ignore
  if (options.json) writeFileSync(options.json, JSON.stringify(all, null, 1))
  const failed = all.filter(({ reason }) => REASONS[reason].ours).length
  console.log(`${((100 * totals.ran) / (totals.ran + failed)).toFixed(1)} % of the cells that can run here`)
  console.log(`${totals.ran} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
