/**
 * Files that are written whole or not at all.
 */
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'

/**
 * Writes a file in one step, with the permissions that it had: one that is half written is lost.
 *
 * @param path - The file.
 * @param content - What it is to hold.
 * @param options - `newMode`: permissions of a file that was not there; by default those that the system gives.
 * @throws What the system says, as it says it; the old file is there then.
 */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  options: { readonly newMode?: number } = {},
): void {
  const draft = `${path}.${process.pid}.tmp`
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? options.newMode
  try {
    writeFileSync(draft, content, mode === undefined ? {} : { mode })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
