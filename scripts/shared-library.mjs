// The library's code once, for the two programs that load it: what a notebook imports, and the kernelspec's own. They hold
// what they do at their start; every other module they share is in library.js, read once where both run.
import { relative, sep } from 'node:path'

/** Programs, and modules whose import does something: what they import is in library.js. */
const PROGRAMS = ['src/index.ts', 'src/kernel-entry.ts', 'src/kernel/start.ts', 'src/magics/start.ts']
/** Loads library.js. */
const LOADER = 'src/kernel/compiler/cached-library.ts'
/** What has to run before library.js is read, with all that it imports. */
const BEFORE = ['src/kernel/compiler/cached-from-here.ts', LOADER]

const SHARED = 'shared-library'

/**
 * Has programs find the modules they import in library.js.
 *
 * @param root - Folder of the repository.
 * @param modules - Gets the path from `root` of each module that library.js has to hold.
 */
export function fromLibrary(root, modules) {
  const isOneOf = (files, path) => files.includes(fromRoot(root, path))
  return {
    name: SHARED,
    setup(esbuild) {
      esbuild.onResolve({ filter: /^\./ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        if (pluginData === SHARED || !isOneOf(PROGRAMS, importer)) return
        const found = await esbuild.resolve(path, { importer, resolveDir, kind, pluginData: SHARED })
        if (found.errors.length > 0 || isOneOf([...PROGRAMS, ...BEFORE], found.path)) return found
        const module = fromRoot(root, found.path)
        modules.add(module)
        return { path: module, namespace: SHARED }
      })
      esbuild.onLoad({ filter: /.*/, namespace: SHARED }, ({ path }) => ({
        contents: `const { cachedLibrary } = require(${JSON.stringify(`./${LOADER}`)})
          module.exports = (cachedLibrary() ?? require('./library.js'))[${JSON.stringify(path)}]`,
        resolveDir: root,
      }))
      esbuild.onResolve({ filter: /^\.\/library\.js$/, namespace: SHARED }, ({ path }) => ({
        path,
        external: true,
      }))
    },
  }
}

/**
 * The source of library.js: each module under its path.
 *
 * @param modules - Paths from the repository's folder.
 */
export function librarySource(modules) {
  return [...modules]
    .sort()
    .map((module) => `export * as ${JSON.stringify(module)} from './${module}'`)
    .join('\n')
}

const fromRoot = (root, path) => relative(root, path).split(sep).join('/')
