/**
 * Values that notebooks keep for each other: one file of the user's, which nobody else may read. Owns the file and what can
 * be in it; `%store` is in `builtin/store-magics.ts`.
 */
import { readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { makeFolders } from '../base/make-folders'
import { replaceFile } from '../base/replace-file'
import { systemMessage } from '../base/system-message'
import { codeOf, type JsonObject, parseObject } from '../base/unknown'
import { UsageError } from '../errors'

/** Where the values are: `tslab-magics/store.json` in `XDG_DATA_HOME`, or in `~/.local/share`. */
function storePath(): string {
  return join(
    process.env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'),
    'tslab-magics',
    'store.json',
  )
}

/**
 * The values by their names.
 *
 * @throws UsageError When the file cannot be read, or is not one of ours.
 */
export function storedValues(): JsonObject {
  const path = storePath()
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw new UsageError(`%store: the stored values cannot be read: ${systemMessage(error)}`, {
      cause: error,
    })
  }
  const values = parseObject(text)
  if (values === undefined)
    throw new UsageError(`%store: ${path} is no file of stored values. %store -z makes a new one.`)
  return values
}

/**
 * Writes the values anew; without any the file goes.
 *
 * @throws UsageError When the file cannot be written.
 */
export function writeStored(values: JsonObject): void {
  const path = storePath()
  try {
    if (Object.keys(values).length === 0) return rmSync(path, { force: true })
    makeFolders(dirname(path), 0o700)
    replaceFile(path, `${JSON.stringify(values, null, 2)}\n`, { newMode: 0o600 })
  } catch (error) {
    throw new UsageError(`%store: the values cannot be stored: ${systemMessage(error)}`, { cause: error })
  }
}

/** Whether a value comes back from JSON as it was. */
export function isStorable(value: unknown): boolean {
  try {
    const text = JSON.stringify(value) as string | undefined
    return text !== undefined && isDeepStrictEqual(JSON.parse(text), value)
  } catch {
    return false
  }
}
