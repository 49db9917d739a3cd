/**
 * The library's own code with what an earlier kernel has compiled of it: half of what its import costs is V8's reading of a
 * megabyte of text. The build has the programs of a kernel load its files by it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { requireCached } from './code-cache'

const loaded = new Map<string, unknown>()

/**
 * What a file beside the program exports.
 *
 * @param name - `library.js` or one of those behind it.
 * @returns `undefined` where it is no file beside the program, as in a bundle.
 */
export function cachedFile(name: string): unknown {
  if (loaded.has(name)) return loaded.get(name)
  const file = join(__dirname, name)
  const found = existsSync(file) ? requireCached(file) : undefined
  loaded.set(name, found)
  return found
}
