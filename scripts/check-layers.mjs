// Checks the tree of src/: imports point down, never up, between folders and between the parts of a folder, and no
// files import each other in a circle. The lists below are the order; `docs/architecture.md` says what lives where.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import ts from 'typescript'

/**
 * Parts of a folder, top first: each may import from those after it, and from its own. A name is a sub-folder or a
 * file; `*` stands for all that is not named. Names in one list stand side by side.
 */
const LAYERS = {
  '': [
    'index',
    'kernel-entry',
    'cli',
    'convert',
    'teach',
    'practice',
    'recording',
    'magics',
    'docs',
    'curl',
    'script',
    'chat',
    'snippets',
    'shell',
    'env',
    'display',
    'kernel',
    'secrets',
    'base',
    'errors',
  ],
  recording: ['start', 'process', ['keep', 'recorder', 'replay'], ['wire', 'match'], 'file', 'errors'],
  docs: ['*', 'targets', 'notebook', 'requests', 'markdown', ['fence', 'page']],
  practice: [
    '*',
    'server',
    ['embeddings', 'messages', 'responses'],
    'answer',
    ['faults', 'models', 'pace', 'refusals', 'routes', 'served'],
  ],
  magics: [
    ['start', 'install-magics'],
    'builtin',
    '*',
    'read',
    ['registry', 'missing-magics', 'options'],
    'values',
  ],
  curl: [
    '*',
    'draw',
    ['transfer', 'to-argv'],
    'connection',
    'request',
    'options',
    ['transfer-error', 'wire-text'],
  ],
  script: [
    '*',
    'run',
    ['commands', 'words'],
    ['shell', 'shell-state', 'streams', 'script-error', 'script-exit', 'curl-contract'],
  ],
  chat: ['*', 'cell', 'client', 'source', 'call', ['chat-options', 'compare-options'], 'tools', 'answer'],
  snippets: [
    '*',
    'clients',
    ['write-curl', 'headers'],
    ['typescript', 'python'],
    ['print-value', 'shell-text', 'request', 'read-json'],
    ['text', 'string-text', 'comment'],
  ],
  display: ['value', '*', 'live', 'markdown', ['html', 'look', 'one-line', 'mask', 'terminal-text']],
  kernel: ['start', 'patch', 'cell', 'compiler', ['stop', 'scope'], 'repair', ['language', 'tslab-types']],
  'kernel/compiler': [
    '*',
    'transform',
    'modules',
    'checker',
    'positions',
    ['emit', 'load-typescript', 'code-cache', 'runtime-names', 'typescript-error'],
  ],
  secrets: [
    '*',
    'search',
    [
      'registry',
      'known-keys',
      'secret-names',
      'secret-parts',
      'settings',
      'plain-values',
      'placeholders',
      'environment-secrets',
    ],
  ],
}

const root = resolve(import.meta.dirname, '..', 'src')
const files = readdirSync(root, { recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(root, file))
const known = new Set(files)
const name = (file) => relative(root, file)
const problems = new Set()

/** Place of a part in its folder's order; those that stand side by side share it. */
function rankOf(folder, part) {
  const layers = LAYERS[folder].map((entry) => [entry].flat())
  const rank = layers.findIndex((entry) => entry.includes(part))
  return rank === -1 ? layers.findIndex((entry) => entry.includes('*')) : rank
}

/** Compares two files in each folder that holds both. */
function checkOrder(file, target) {
  const [from, to] = [file, target].map((path) => name(path).replace(/\.ts$/, '').split(sep))
  for (let depth = 0; depth < from.length && depth < to.length; depth++) {
    const folder = from.slice(0, depth).join('/')
    if (folder in LAYERS) {
      const [own, other] = [rankOf(folder, from[depth]), rankOf(folder, to[depth])]
      if (own === -1) problems.add(`${name(file)} is in no layer of ${folder || 'src'}`)
      else if (other < own) problems.add(`${name(file)} imports upwards from ${name(target)}`)
    }
    if (from[depth] !== to[depth]) return
  }
}

/** A name in the lists that nothing bears any more would hide a misplaced file. */
function checkLists() {
  for (const [folder, layers] of Object.entries(LAYERS))
    for (const part of layers.flat()) {
      const path = join(root, folder, part)
      const isThere =
        part === '*' || files.some((file) => file === `${path}.ts` || file.startsWith(path + sep))
      if (!isThere) problems.add(`${join(folder, part)} is in the list of layers and nowhere else`)
    }
}

const importsOf = (file) => {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true)
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => resolve(dirname(file), name.replace(/\.js$/, '')))
    .map((path) => [`${path}.ts`, join(path, 'index.ts')].find((candidate) => known.has(candidate)))
    .filter(Boolean)
}

const graph = new Map(files.map((file) => [file, importsOf(file)]))
for (const [file, imports] of graph) for (const target of imports) checkOrder(file, target)
checkLists()

const state = new Map()
const visit = (file, path) => {
  if (state.get(file) === 'done') return
  if (state.get(file) === 'open') {
    problems.add(`cycle: ${[...path.slice(path.indexOf(file)), file].map(name).join(' -> ')}`)
    return
  }
  state.set(file, 'open')
  for (const target of graph.get(file)) visit(target, [...path, file])
  state.set(file, 'done')
}
for (const file of files) visit(file, [])

for (const problem of problems) console.error(problem)
console.log(`layers: ${files.length} files, ${problems.size} problems`)
if (problems.size > 0) process.exitCode = 1
