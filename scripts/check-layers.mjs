// Checks that imports in src/ point down the layers, never up, and that no files import each other in a circle.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import ts from 'typescript'

// Top first: a folder may import from the folders after it. The root file `index.ts` is above all of them.
const LAYERS = [
  'kernel-entry',
  'cli',
  'docs',
  'practice',
  'magics',
  'curl',
  'chat',
  'shell',
  'env',
  'display',
  'kernel',
  'secrets',
  'errors',
]
const root = resolve(import.meta.dirname, '..', 'src')
const files = readdirSync(root, { recursive: true })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(root, file))
const known = new Set(files)

const layerOf = (file) => {
  const [top] = relative(root, file).split(sep)
  return top === 'index.ts' ? -1 : LAYERS.indexOf(top.replace(/\.ts$/, ''))
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
const problems = []
const name = (file) => relative(root, file)

for (const [file, imports] of graph) {
  if (layerOf(file) === -1 && name(file) !== 'index.ts') problems.push(`${name(file)} is in no layer`)
  for (const target of imports)
    if (layerOf(target) < layerOf(file)) problems.push(`${name(file)} imports upwards from ${name(target)}`)
}

const state = new Map()
const visit = (file, path) => {
  if (state.get(file) === 'done') return
  if (state.get(file) === 'open') {
    problems.push(`cycle: ${[...path.slice(path.indexOf(file)), file].map(name).join(' -> ')}`)
    return
  }
  state.set(file, 'open')
  for (const target of graph.get(file)) visit(target, [...path, file])
  state.set(file, 'done')
}
for (const file of files) visit(file, [])

for (const problem of problems) console.error(problem)
console.log(`layers: ${files.length} files, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
