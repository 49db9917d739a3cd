/**
 * Compiled code that is kept on disk, so that a large module loads in a third of the time. Owns the folder and its files.
 *
 * Node has such a cache from 22.1 on (`module.enableCompileCache`), which is the whole process's; where it is off, a script
 * is compiled here with what an earlier kernel has left. What V8 reads from such a file it runs: the folder belongs to the user alone.
 * @see https://nodejs.org/api/vm.html#scriptcreatecacheddata
 */
import { lstatSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import vm from 'node:vm'
import { makeFolders } from '../../base/make-folders'
import { processWide } from '../../base/process-wide'
import { replaceFile } from '../../base/replace-file'

interface CompileCache {
  enableCompileCache?(folder: string): unknown
  getCompileCacheDir?(): string | undefined
  flushCompileCache?(): void
}

const node = Module as unknown as CompileCache

/** Files that are kept of one module: builds and versions of Node that take turns on this machine. */
const MAX_KEPT = 6

/** What is to be written when the kernel has nothing better to do. */
const waiting = processWide<(() => void)[]>('compiled-code')

/**
 * Has everything that this process loads from now on come from the cache, where Node can do that.
 *
 * @returns Whether Node can.
 */
export function useCompileCache(): boolean {
  const folder = cacheFolder()
  if (node.enableCompileCache === undefined || folder === undefined || !makeCache(folder)) return false
  node.enableCompileCache(join(folder, 'node'))
  return true
}

/**
 * Loads a module by its file, with the code that an earlier process has left. It may have no `import()` of its own.
 *
 * @param file - Absolute path of a CommonJS module.
 * @returns What the module exports.
 */
export function requireCached(file: string): unknown {
  const load = createRequire(file)
  // What Node keeps is not kept twice.
  const folder = node.getCompileCacheDir?.() === undefined ? cacheFolder() : undefined
  if (load.cache[file] !== undefined || folder === undefined) return load(file) as unknown
  const { size, mtimeMs } = statSync(file)
  const build = `${versionOf(file)}-${size}-${Math.trunc(mtimeMs)}`
  const cacheFile = join(folder, `${basename(file)}-${build}-node${process.versions.node}-${process.arch}`)
  const cachedData = readIfThere(cacheFile)
  const script = new vm.Script(Module.wrap(readFileSync(file, 'utf8')), {
    filename: file,
    ...(cachedData !== undefined && { cachedData }),
  })
  const module = new Module(file)
  Object.assign(module, { filename: file, require: load })
  load.cache[file] = module as NodeJS.Module
  const run = script.runInThisContext() as (...args: unknown[]) => void
  try {
    run.call(module.exports, module.exports, load, module, file, dirname(file))
  } catch (error) {
    delete load.cache[file]
    throw error
  }
  Object.assign(module, { loaded: true })
  // After the first work, so that what it needed is in it. One thread writes.
  if ((cachedData === undefined || script.cachedDataRejected === true) && isMainThread(load))
    (waiting.value ??= []).push(() => {
      if (!makeCache(folder)) return
      writeWhole(cacheFile, script.createCachedData())
      removeOldest(folder, `${basename(file)}-`)
    })
  return module.exports
}

/** Asked only where there is something to write: Node makes the module for its first reader. */
const isMainThread = (load: NodeJS.Require): boolean =>
  (load('node:worker_threads') as typeof import('node:worker_threads')).isMainThread

/** Writes what this process has compiled. To be called when nobody waits; costs some 20 ms the first time. */
export function keepCompiledCode(): void {
  for (const write of waiting.value?.splice(0) ?? []) write()
  node.flushCompileCache?.()
}

const versions = new Map<string, string>()

/** The version of the package that a file belongs to. Sizes alone might be the same, and files of packages have no dates. */
function versionOf(file: string): string {
  const known = versions.get(dirname(file))
  if (known !== undefined) return known
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = readIfThere(join(folder, 'package.json'))?.toString()
    const version = /"version"\s*:\s*"([\w.+-]+)"/.exec(text ?? '')?.[1]
    if (version === undefined && folder !== dirname(folder)) continue
    versions.set(dirname(file), version ?? 'none')
    return version ?? 'none'
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** Another kernel may read it meanwhile. A full or read-only disk costs time only. */
function writeWhole(file: string, data: Uint8Array): void {
  try {
    replaceFile(file, data, { newMode: 0o600 })
  } catch {
    // The next kernel compiles it again.
  }
}

/** Lets go of what was written first, a half-written file of a kernel that was killed among it. */
function removeOldest(folder: string, prefix: string): void {
  try {
    const files = readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    for (const { path } of files.sort((a, b) => b.at - a.at).slice(MAX_KEPT)) rmSync(path, { force: true })
  } catch {
    // Another kernel was quicker: it costs a file that stays until the next time.
  }
}

/** Where the cache is, or would be; `undefined` where the user wants none, or others could write into it. */
function cacheFolder(): string | undefined {
  if (process.env['NODE_DISABLE_COMPILE_CACHE']) return undefined
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(base, 'tslab-magics')
  try {
    return isOurs(folder) ? folder : undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? folder : undefined
  }
}

/** Makes the folder. @returns Whether it is there, and the user's alone. */
function makeCache(folder: string): boolean {
  try {
    makeFolders(folder, 0o700)
    return isOurs(folder)
  } catch {
    return false
  }
}

function isOurs(folder: string): boolean {
  const status = lstatSync(folder)
  if (!status.isDirectory() || (process.getuid !== undefined && status.uid !== process.getuid())) return false
  return process.platform === 'win32' || (status.mode & 0o022) === 0
}
