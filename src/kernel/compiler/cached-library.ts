/**
 * The library's own code with what an earlier kernel has compiled of it: half of what its import costs is V8's reading of a
 * megabyte of text. The build has the programs of a kernel load library.js by it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { requireCached } from './code-cache'

let library: unknown

/** What library.js exports; `undefined` where it is no file beside the program, as in a bundle. */
export function cachedLibrary(): unknown {
  const file = join(__dirname, 'library.js')
  return (library ??= existsSync(file) ? requireCached(file) : undefined)
}
