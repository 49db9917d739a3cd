/**
 * Where a module's name leads, from a notebook or from a file beside it: what Node would find, and what TypeScript lets
 * people write besides, a `.ts` file without its extension or under the name of the `.js` that it becomes.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportsForImport } from './package-exports'

/** What a name stands for. */
export type ResolvedModule =
  /** A file that is the notebook's own: compiled when it is loaded, and again when it has changed. */
  | { readonly kind: 'local'; readonly file: string }
  /** A package or one of Node's own modules. `mayWait`: it may have to be loaded by `import()`. */
  | { readonly kind: 'package'; readonly specifier: string; readonly mayWait: boolean }
  /** Only types: there is nothing to load. */
  | { readonly kind: 'types' }

/** Modules that exist in memory only: absolute path to what it is. */
export type VirtualFiles = ReadonlyMap<string, unknown>

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx', '.json', '.node']
/** TypeScript files that are written in imports as what they become. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

/**
 * Finds a module.
 *
 * @param specifier - As written in the import.
 * @param folder - Folder of the file that imports.
 * @param virtual - Modules that are in no file.
 * @returns `undefined` when there is none.
 */
export function resolveModule(
  specifier: string,
  folder: string,
  virtual: VirtualFiles = new Map(),
): ResolvedModule | undefined {
  if (isBuiltin(specifier)) return { kind: 'package', specifier, mayWait: false }
  if (specifier.startsWith('file:')) return localFile(fileURLToPath(specifier), virtual)
  if (isPath(specifier)) return localFile(resolve(folder, specifier), virtual, specifier.endsWith('/'))
  return packageModule(specifier.replace(NPM_SPECIFIER, '$1$2'), folder)
}

/** Whether a name is that of a file. */
export function isPath(specifier: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(specifier) || isAbsolute(specifier)
}

/** `npm:zod@3/mini`, as Deno's documentation writes what everyone else calls `zod/mini`. */
const NPM_SPECIFIER = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/

function localFile(path: string, virtual: VirtualFiles, isFolder = false): ResolvedModule | undefined {
  const candidates = isFolder ? [] : [path, ...sourcesOf(path), ...EXTENSIONS.map((each) => path + each)]
  const file = [...candidates, ...mainOf(path), ...indexOf(path)].find(
    (each) => virtual.has(each) || isFile(each),
  )
  return file === undefined ? undefined : { kind: 'local', file }
}

function sourcesOf(path: string): string[] {
  const extension = extname(path)
  return (SOURCES[extension] ?? []).map((each) => path.slice(0, -extension.length) + each)
}

function indexOf(folder: string): string[] {
  return EXTENSIONS.map((each) => join(folder, `index${each}`))
}

/** A folder's `package.json` may name another file than `index`, or another folder. */
function mainOf(folder: string): string[] {
  try {
    const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main?: unknown }
    if (typeof main !== 'string') return []
    const path = join(folder, main)
    return [path, ...EXTENSIONS.map((each) => path + each), ...indexOf(path)]
  } catch {
    return []
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function packageModule(specifier: string, folder: string): ResolvedModule | undefined {
  if (specifier === '') return undefined
  const from = createRequire(join(folder, 'x.js'))
  try {
    return { kind: 'package', specifier, mayWait: isModuleFile(from.resolve(specifier)) }
  } catch {
    // Perhaps it has something for `import()` alone, or types.
  }
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  const folders = from.resolve.paths(specifier) ?? []
  const found = folders.map((each) => join(each, name)).find((each) => existsSync(join(each, 'package.json')))
  if (found !== undefined) return hasEntry(found, specifier, name)
  return folders.some((each) => hasTypes(each, name, specifier.slice(name.length)))
    ? { kind: 'types' }
    : undefined
}

/** Whether `@types` has declarations of a package, or of a path in it. */
function hasTypes(folder: string, name: string, path: string): boolean {
  const own = join(folder, '@types', name.startsWith('@') ? name.slice(1).replace('/', '__') : name)
  return path === '' ? existsSync(own) : isFile(`${own}${path}.d.ts`) || isFile(join(own, path, 'index.d.ts'))
}

function hasEntry(folder: string, specifier: string, name: string): ResolvedModule | undefined {
  const { exports, main, module, types, typings } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Record<string, unknown>
  if (specifier === name && exports === undefined && main === undefined && module === undefined)
    return types === undefined && typings === undefined ? undefined : { kind: 'types' }
  const isExported = exportsForImport(exports, `.${specifier.slice(name.length)}`)
  return isExported ? { kind: 'package', specifier, mayWait: true } : undefined
}

/** Whether Node takes a file for an ECMAScript module: only such a one can have an `await` at its top level. */
function isModuleFile(file: string): boolean {
  const extension = extname(file)
  if (extension === '.mjs' || extension === '.mts') return true
  if (extension !== '.js' && extension !== '.ts') return false
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = readIfThere(join(folder, 'package.json'))
    if (text !== undefined) return /"type"\s*:\s*"module"/.test(text)
    if (folder === dirname(folder)) return false
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
