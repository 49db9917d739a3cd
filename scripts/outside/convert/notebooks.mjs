// Python notebooks in a Python kernel and, converted, in tslab's, cell by cell: what each sends to the mock server and
// what it prints. Hosts are rewritten in both kernels (redirect.py, ../mock/redirect.cjs), and no address is set by a
// variable: the address that a client takes by itself is part of what is compared.
//
// A cell counts by its class (classify_cells.py). It is left out of the bars, with a reason, when Python itself fails here
// (a package or data that is not there), and when it needs what a cell of the data world gives.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { installPackages } from '../folders.mjs'
import { startMock } from '../mock/server.mjs'
import { installPython } from '../python.mjs'
import { judge } from './judge.mjs'
import { runPython, runTypeScript } from './kernels.mjs'

const NPM = {
  tslab: '1.0.22',
  '@anthropic-ai/sdk': '1.14.0',
  '@google/genai': '3.3.0',
  'groq-sdk': '1.6.0',
  openai: '7.59.0',
  'together-ai': '0.52.0',
  zod: '4.6.7',
}
const CLASSES = ['plain', 'functions', 'sdk', 'data', 'kept']
/** Of the cells that are plain or with functions: run and equal. Of all: converted. */
const BARS = { equal: 95, converted: 70 }

/** Runs notebooks in both languages and prints the table. @returns {Promise<number>} The exit code. */
export async function compareNotebooks(options) {
  const files = options.files
    .flatMap((path) => (statSync(path).isDirectory() ? notebooksIn(path) : [path]))
    .filter((file) => options.only.length === 0 || options.only.some((part) => basename(file).includes(part)))
  const log = console.error
  const python = await installPython('convert', join(import.meta.dirname, 'python.txt'), { log })
  const modules = await installPackages('convert', NPM, { log })
  const all = []
  for (const file of files) {
    const cells = await compareNotebook(file, { python, modules, options })
    all.push(...cells)
    for (const cell of cells) tell(cell, options.verbose)
  }
  if (options.json) writeFileSync(options.json, JSON.stringify(all, null, 1))
  return report(all)
}

function notebooksIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ipynb') && !name.endsWith('.ts.ipynb'))
    .sort()
    .map((name) => join(folder, name))
}

async function compareNotebook(file, { python, modules, options }) {
  const sources = codeOf(JSON.parse(readFileSync(file, 'utf8')))
  const classes = classify(python, sources)
  const mock = await startMock()
  try {
    const env = environmentOf(sources.join('\n'), mock.url)
    const before = await runPython({ python, sources, mock, env })
    const { cells, head, report: told } = await runTypeScript({ file, sources, modules, mock, env, options })
    return judge({ name: basename(file, '.ipynb'), sources, classes, before, after: cells, head, told })
  } finally {
    await mock.close()
  }
}

const codeOf = ({ cells }) =>
  cells.filter(({ cell_type: type }) => type === 'code').map(({ source }) => [source].flat().join(''))

/** Magics and shell lines stand in the source as the converter writes them down for the parser. */
function classify(python, sources) {
  const plain = sources.map((source) =>
    /^\s*%%(?!time|capture)/.test(source) ? '%' : source.replace(/^(\s*)([!%?].*(?:\\\n.*)*)$/gm, '$1__magic__(0)').replace(/^(\s*\w+\s*=\s*)!.*$/gm, '$1__magic__(0)'),
  ) // prettier-ignore
  const script = join(import.meta.dirname, 'classify_cells.py')
  const { stdout, stderr, status } = spawnSync(python, ['-B', script], {
    input: JSON.stringify(plain),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** Every variable that the notebook names has a value, the same in both kernels. */
function environmentOf(text, url) {
  // The module's own client asks which of two it is, where there are keys of both.
  const env = { OUTSIDE_MOCK: url, OPENAI_API_TYPE: 'openai' }
  const names = [...text.matchAll(/(?:environ(?:\.get)?|getenv|userdata\.get)\s*[[(]\s*["'](\w+)["']/g)].map(([, name]) => name) // prettier-ignore
  const clients = ['OPENAI', 'ANTHROPIC', 'FIREWORKS', 'GEMINI', 'GOOGLE', 'GROQ', 'MISTRAL', 'TOGETHER', 'AZURE_OPENAI'].map((name) => `${name}_API_KEY`) // prettier-ignore
  for (const name of [...clients, ...names])
    env[name] = /ENDPOINT|URL|HOST|BASE/.test(name)
      ? `https://${name.toLowerCase().replaceAll('_', '-')}.example.com`
      : `mock-${name.toLowerCase()}`
  return env
}

function tell(cell, isVerbose) {
  if (['equal', 'empty'].includes(cell.outcome) && !isVerbose) return
  console.log(`${cell.notebook} cell ${cell.cell} (${cell.class}): ${cell.outcome}${cell.reason ? `: ${cell.reason}` : ''}`) // prettier-ignore
  if (isVerbose) console.log(`${cell.source}\n  became\n${cell.text}\n  python: ${cell.printed[0]}\n  tslab:  ${cell.printed[1]}\n`) // prettier-ignore
}

function report(all) {
  const counted = all.filter(({ outcome }) => outcome !== 'empty')
  const row = (cells) => ({
    cells: cells.length,
    converted: cells.filter(({ isConverted }) => isConverted).length,
    'left out': cells.filter(({ outcome }) => outcome === 'left out').length,
    ran: cells.filter(({ ran }) => ran).length,
    equal: cells.filter(({ outcome }) => outcome === 'equal').length,
    marked: cells.filter(({ outcome }) => outcome === 'marked').length,
    silent: cells.filter(({ outcome }) => outcome === 'SILENT DIFFERENCE').length,
    types: cells.filter(({ types }) => types.length > 0).length,
  })
  const rows = CLASSES.map((name) => [name, row(counted.filter((cell) => cell.class === name))])
  console.table(Object.fromEntries([...rows, ['all', row(counted)]]))
  const own = counted.filter(({ class: name, outcome }) => /^(plain|functions)$/.test(name) && outcome !== 'left out') // prettier-ignore
  const equal = percent(own.filter(({ outcome }) => outcome === 'equal' || outcome === 'marked').length, own.length) // prettier-ignore
  const converted = percent(counted.filter(({ isConverted }) => isConverted).length, counted.length)
  const silent = counted.filter(({ outcome }) => outcome === 'SILENT DIFFERENCE').length
  const types = counted.filter((cell) => cell.types.length > 0).length
  console.log(`plain and with functions: ${equal} % run and send and print the same (bar ${BARS.equal} %)`)
  console.log(`all cells: ${converted} % converted (bar ${BARS.converted} %)`)
  console.log(`silent differences: ${silent} (bar 0); cells with type errors: ${types} (bar 0)`)
  return equal >= BARS.equal && converted >= BARS.converted && silent === 0 && types === 0 ? 0 : 1
}

const percent = (part, whole) => (whole === 0 ? 100 : Number(((100 * part) / whole).toFixed(1)))
