/**
 * Makes a folder and those above it. Not Node's `recursive`: where a folder takes no entries at all, as those of `/proc`, it
 * never returns before Node 26.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from './unknown'

/**
 * Makes what is missing of a path.
 *
 * @param path - Folder.
 * @param mode - Permissions of those that are made. @defaultValue 0o777 without the umask
 * @throws Error The system's, when one cannot be made; nothing when the path exists, also as a file.
 */
export function makeFolders(path: string, mode = 0o777): void {
  const missing: string[] = []
  for (let at = path; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at)
  for (const folder of missing.reverse())
    try {
      mkdirSync(folder, { mode })
    } catch (error) {
      // Another process was quicker.
      if (codeOf(error) !== 'EEXIST' || !statSync(folder, { throwIfNoEntry: false })?.isDirectory())
        throw error
    }
}
