/** Folders: `os.walk`, `path.resolve`. */
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { joinTexts } from './files'

/** `path.resolve()`: of what is not there, the path alone */
export function realPath(path: string): string {
  const whole = resolve(path)
  return existsSync(whole) ? realpathSync(whole) : whole
}

/** `os.walk(top)`, in the order of names: folders that the loop takes out are not entered */
export function* walk(top: string): Generator<[string, string[], string[]]> {
  if (!existsSync(top)) return
  const entries = readdirSync(top, { withFileTypes: true })
  const isFolder = (entry: (typeof entries)[number]) =>
    entry.isDirectory() ||
    (entry.isSymbolicLink() && !!statSync(join(top, entry.name), { throwIfNoEntry: false })?.isDirectory())
  const folders = entries.filter(isFolder).map(({ name }) => name)
  const files = entries.filter((entry) => !isFolder(entry)).map(({ name }) => name)
  yield [top, folders, files]
  for (const name of folders) {
    const path = joinTexts(top, name)
    if (!lstatSync(path).isSymbolicLink()) yield* walk(path)
  }
}
