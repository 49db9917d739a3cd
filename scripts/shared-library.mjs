// The library's code once, in six files: library.js is what its import needs, masks.js what finds secrets in output, chat.js
// what most notebooks import, helpers.js what the other names need, cells.js what reads and compiles the cells after it,
// later.js what is imported when something is called. A program of a kernel holds what it does at its start, and finds every other module in one of them.
import { join, relative, sep } from 'node:path'

/** Modules whose import does something: what they import, and all that needs at once, is in library.js. */
const STARTS = ['src/kernel/start.ts', 'src/magics/start.ts']
/** Files, each with what it needs at once and none before it has. */
export const FILES = ['library.js', 'masks.js', 'chat.js', 'helpers.js', 'cells.js', 'later.js']
/** The helper that most notebooks import, in a file of its own with what it needs. */
const FIRST = ['src/chat/chat.ts']
/** What the first output needs: a cell that only imports has none. */
const MASKS = ['src/secrets/redact-text.ts', 'src/secrets/redact-stream.ts', 'src/secrets/redact-bundle.ts', 'src/kernel/scope/stock-scope.ts', 'src/kernel/scope/terminal-scope.ts'] // prettier-ignore
/** What the cell after the import needs. */
const CELLS = ['src/kernel/patch/make-engine.ts', 'src/magics/builtin/builtin-magics.ts', 'src/magics/define-magic.ts', 'src/display/value/value-bundle.ts'] // prettier-ignore
/** Modules whose import does nothing by itself, and which no import of the library calls: loaded when a name is used. */
const ON_DEMAND = [...MASKS, ...CELLS]
/** Loads them. */
const LOADER = 'src/kernel/compiler/cached-library.ts'
/** What has to run before one of them is read, with all that it imports. */
const BEFORE = ['src/kernel/compiler/cached-from-here.ts', LOADER]

const STUB = 'shared-library'

/**
 * Builds the programs and the files.
 *
 * @param build - esbuild's.
 * @param root - Folder of the repository.
 * @param options - For each build; `entryPoints` are the programs by the name of their file.
 */
export async function buildShared(build, root, { entryPoints, ...options }) {
  const programs = [...Object.values(entryPoints), ...STARTS]
  const all = [...programs, ...BEFORE]
  const { metafile } = await build({ ...options, entryPoints: all, write: false, metafile: true })
  const imports = new Map(
    Object.entries(metafile.inputs).map(([file, input]) => [
      file,
      input.imports.filter(({ external }) => !external),
    ]),
  )
  const targetsOf = (file) => imports.get(file).map(({ path }) => path)
  const named = programs.flatMap(targetsOf)
  const roots = [STARTS, MASKS, FIRST, named, CELLS, [...imports.keys()]]
  /** The file that holds a module; none for those of programs. */
  const places = new Map(programs.map((program) => [program, undefined]))
  for (const [tier, file] of FILES.entries()) {
    const isApart = (module) => ON_DEMAND.includes(module) && !roots[tier].includes(module)
    for (const module of staticallyFrom(roots[tier], imports, isApart))
      if (!places.has(module)) places.set(module, file)
  }
  const asked = [...imports.keys()].flatMap((from) =>
    targetsOf(from).filter((module) => places.get(module) !== places.get(from)),
  )
  const late = named.filter((module) => ![undefined, FILES[0]].includes(places.get(module)))
  const names = await namesOf([...late, ...ON_DEMAND], build, options)
  // What loads the files stands in each of them that needs it.
  const loaders = staticallyFrom(BEFORE, imports)
  const plugins = (file) => [stubPlugin({ root, places, loaders, names, file }), ...options.plugins]
  await Promise.all([
    build({ ...options, entryPoints, plugins: plugins(undefined) }),
    ...FILES.map((file) =>
      build({
        ...options,
        stdin: sourceOf(
          asked.filter((module) => places.get(module) === file),
          root,
        ),
        outdir: undefined,
        outfile: join(options.outdir, file),
        plugins: plugins(file),
      }),
    ),
  ])
}

/** Has the modules of one file find those of the others. */
function stubPlugin({ root, places, loaders, names, file }) {
  const beside = new RegExp(`^\\./(?:${FILES.join('|').replaceAll('.', '\\.')})$`)
  return {
    name: STUB,
    setup(esbuild) {
      esbuild.onResolve(
        { filter: /^\.{1,2}\//, namespace: 'file' },
        async ({ path, importer, resolveDir, kind, pluginData }) => {
          const from = fromRoot(root, importer)
          if (pluginData === STUB || !places.has(from) || loaders.has(from)) return undefined
          if (file === undefined && places.get(from) !== undefined) return undefined
          const found = await esbuild.resolve(path, { importer, resolveDir, kind, pluginData: STUB })
          const module = fromRoot(root, found.path)
          const place = places.get(module)
          if (found.errors.length > 0 || found.external || place === undefined || place === file || BEFORE.includes(module)) return found // prettier-ignore
          return { path: module, namespace: STUB, pluginData: { place } }
        },
      )
      esbuild.onLoad({ filter: /.*/, namespace: STUB }, ({ path, pluginData: { place } }) => ({
        contents: stub({ place, module: path, names: file === undefined || ON_DEMAND.includes(path) ? names.get(path) : undefined }), // prettier-ignore
        resolveDir: root,
      }))
      esbuild.onResolve({ filter: beside, namespace: STUB }, ({ path }) => ({ path, external: true }))
    },
  }
}

/** A module that stands for one in another file; with names, it is loaded when one of them is asked for. */
function stub({ place, module, names }) {
  const file = JSON.stringify(`./${place}`)
  const load = `const { cachedFile } = require(${JSON.stringify(`./${LOADER}`)})
    const load = () => (cachedFile(${JSON.stringify(place)}) ?? require(${file}))[${JSON.stringify(module)}]`
  if (names === undefined) return `${load}\nmodule.exports = load()`
  return `${load}
    for (const name of ${JSON.stringify(names)})
      Object.defineProperty(exports, name, { get: () => load()[name], enumerable: true })`
}

/** The source of a file that holds modules: each under its path, run when it is asked for. */
function sourceOf(modules, root) {
  const lines = [...new Set(modules)].sort().map((module) => {
    const name = JSON.stringify(module)
    return `Object.defineProperty(exports, ${name}, { get: () => require('./${module}'), enumerable: true })`
  })
  return { contents: lines.join('\n'), resolveDir: root, sourcefile: 'library.cjs' }
}

/** All that modules import at once. */
function staticallyFrom(modules, imports, isApart = () => false) {
  const found = new Set()
  const visit = (module) => {
    if (found.has(module) || isApart(module)) return
    found.add(module)
    for (const { path, kind } of imports.get(module)) if (kind !== 'dynamic-import') visit(path)
  }
  modules.forEach(visit)
  return found
}

/** What modules export. */
async function namesOf(modules, build, options) {
  const { metafile } = await build({
    ...options,
    entryPoints: [...new Set(modules)],
    format: 'esm',
    write: false,
    metafile: true,
  })
  return new Map(
    Object.values(metafile.outputs)
      .filter(({ entryPoint }) => entryPoint !== undefined)
      .map(({ entryPoint, exports }) => [entryPoint, exports]),
  )
}

const fromRoot = (root, path) => relative(root, path).split(sep).join('/')
