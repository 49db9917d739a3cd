/** `os.path`, `glob`, `shutil`: names of files. */
import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

/** `os.path.splitext(path)` */
export function splitExtension(path: string): [string, string] {
  const found = /^(.*[^./].*?|.*\/\.*[^./].*?)(\.[^./]*)$/s.exec(path)
  return found && /[^.]/.test(found[1]!.slice(found[1]!.lastIndexOf('/') + 1))
    ? [found[1]!, found[2]!]
    : [path, '']
}

/** `os.path.dirname(path)` */
export function folderOf(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  return /^\/*$/.test(folder) ? folder : folder.replace(/\/+$/, '')
}

/** `glob.glob(pattern)`, in the order of the names; `**` stands for folders where it is asked for */
export function globbed(pattern: string, isDeep = false): string[] {
  const parts = pattern.split('/')
  const matches = (name: string, part: string) => {
    const sign = (char: string) => ({ '*': '.*', '?': '.' })[char] ?? `\\${char}`
    const source = part.replace(/[*?.+^$(){}|\\]/g, sign).replaceAll('[!', '[^')
    return (!name.startsWith('.') || part.startsWith('.')) && new RegExp(`^${source}$`, 's').test(name)
  }
  const namesIn = (folder: string) => {
    const path = folder === '' ? '.' : folder
    return existsSync(path) && statSync(path).isDirectory() ? readdirSync(path).sort() : []
  }
  const find = (folder: string, at: number): string[] => {
    const part = parts[at]!
    const isLast = at === parts.length - 1
    const path = (name: string) => `${folder}${name}`
    if (part === '**' && isDeep) {
      const inner = namesIn(folder).filter((name) => !name.startsWith('.'))
      const below = inner.flatMap((name) => (isLast ? [path(name)] : []).concat(find(`${path(name)}/`, at)))
      return isLast ? below : [...find(folder, at + 1), ...below]
    }
    if (!/[*?[]/.test(part)) {
      if (isLast) return part === '' || existsSync(path(part)) ? [path(part)] : []
      return find(`${path(part)}/`, at + 1)
    }
    const names = namesIn(folder).filter((name) => matches(name, part))
    return names.flatMap((name) => (isLast ? [path(name)] : find(`${path(name)}/`, at + 1)))
  }
  return find('', 0)
}

/** `shutil.copy(from, to)` */
export function copyFile(from: string, to: string): string {
  const isFolder = statSync(to, { throwIfNoEntry: false })?.isDirectory() === true
  const path = isFolder ? join(to, basename(from)) : to
  copyFileSync(from, path)
  return path
}

/** `path.with_suffix(suffix)` */
export function withSuffix(path: string, suffix: string): string {
  const [base] = splitExtension(path)
  return `${base}${suffix}`
}
