/**
 * Has Node look again for a package that was not there before. Node 20.19, 24.21 and 26.12 remember for good that a folder
 * had no package.json, also when the folder itself was missing; a package installed later in its place is then not found,
 * or found without its entry. So folders that do not exist are no longer looked into. Node 22.23 forgets by itself, and
 * loses nothing by it.
 */
import { existsSync } from 'node:fs'
import Module from 'node:module'
import { join } from 'node:path'

interface ModuleInternals {
  _findPath?(request: string, paths: readonly string[] | null, isMain: boolean): string | false
  readonly _pathCache?: Record<string, string>
}

const PATCHED = Symbol.for('tslab-magics.module-lookups')

/** Repairs the lookups of this process, once. */
export function keepLookupsFresh(): void {
  const internals = Module as unknown as ModuleInternals & { [PATCHED]?: true }
  const { _findPath: findPath, _pathCache: known } = internals
  if (internals[PATCHED]) return
  if (findPath === undefined || known === undefined) return
  Object.defineProperty(internals, PATCHED, { value: true })
  internals._findPath = function (request, paths, isMain) {
    const look = (at: readonly string[] | null) => findPath.call(internals, request, at, isMain)
    const folder = PACKAGE.exec(request)?.[0]
    if (folder === undefined || paths === null || paths.length === 0) return look(paths)
    // Node's own key: what was found once is not looked for again.
    const key = `${request}\0${paths.join('\0')}`
    if (known[key] !== undefined) return known[key]
    const exists = (path: string) => ENDS.some((end) => existsSync(join(path, folder + end)))
    const there = paths.filter(exists)
    const found = there.length > 0 && look(there)
    if (found !== false) known[key] = found
    return found
  }
}

/** A package's name at the start of what is required. */
const PACKAGE = /^(?:@[^/]+\/)?[^./@][^/]*/
/** A package is a folder, rarely a file. */
const ENDS = ['', '.js', '.json', '.node']
