/**
 * Finds the tslab that runs this process, from inside a cell or from a kernelspec entry.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import type ts from 'typescript'
import type { JupyterModule, LiveTslab } from '../tslab-types'

interface TslabGlobal {
  readonly require: (id: string) => unknown
}

/**
 * The live tslab, also where a global one has handed over to a local one and both are loaded.
 *
 * @returns `undefined` outside a tslab kernel.
 */
export function findTslab(): LiveTslab | undefined {
  // Set by tslab's executor; its `require` answers "tslab" with the public module of the tslab that is running.
  const live = (globalThis as { __tslab__?: TslabGlobal }).__tslab__
  if (live === undefined) return undefined
  const folders = foldersOf('jupyter.js').filter((folder) => existsSync(join(folder, 'public.js')))
  // To load its public module costs as much as all else that is done here.
  const [only] = folders
  if (only !== undefined && folders.length === 1) return loadTslab(only)
  const publicModule = live.require('tslab')
  const found = foldersOf('public.js').find(
    (folder) => require.cache[join(folder, 'public.js')]?.exports === publicModule,
  )
  return found === undefined ? undefined : loadTslab(found)
}

/** Folders of the loaded modules of a name. The cache is a proxy, which asks back for every value: few have that name. */
function foldersOf(name: string): string[] {
  return Reflect.ownKeys(require.cache).flatMap((file) =>
    basename(String(file)) === name ? [dirname(String(file))] : [],
  )
}

/**
 * Describes the tslab whose compiled files lie in a folder.
 *
 * @param directory - The `dist` folder of a tslab.
 * @returns `undefined` when there is no tslab.
 */
export function loadTslab(directory: string): LiveTslab | undefined {
  const tslabRequire = createRequire(join(directory, 'public.js'))
  try {
    return {
      directory,
      require: tslabRequire,
      jupyter: tslabRequire('./jupyter.js') as JupyterModule,
      version: (tslabRequire('../package.json') as { version: string }).version,
      get ts() {
        return tslabRequire('@tslab/typescript-for-tslab') as typeof ts
      },
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}
