/**
 * File name expansion: a field with wildcards into the names that match, or the field itself when none does.
 * @see https://www.gnu.org/software/bash/manual/html_node/Filename-Expansion.html
 */
import { readdir, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { hasWildcard, patternSource } from './pattern'
import type { Field } from './split-fields'

/**
 * Expands wildcards against the file system.
 *
 * @param field - One word after splitting.
 * @param cwd - Folder that relative names start from.
 * @returns Matching names in code point order; the word itself when it has no wildcard or nothing matches.
 */
export async function expandFileNames(field: Field, cwd: string): Promise<string[]> {
  const whole = field.map(({ text }) => text).join('')
  if (!hasWildcard(field)) return [whole]
  const segments = splitAtSlashes(field)
  // Depth first over the segments: `names` are the paths so far, as they will be written.
  let names = ['']
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1
    const next = await Promise.all(names.map((name) => matchSegment(name, segment, cwd)))
    names = next.flat()
    if (!isLast) names = await keepFolders(names, cwd)
    if (names.length === 0) return [whole]
    if (!isLast) names = names.map((name) => `${name}/`)
  }
  return names.sort(byCodePoint)
}

async function matchSegment(prefix: string, segment: Field, cwd: string): Promise<string[]> {
  const text = segment.map((part) => part.text).join('')
  if (!hasWildcard(segment)) {
    const name = prefix + text
    // A middle segment such as `https:` must exist; an empty one is the root or a doubled slash.
    return text === '' || (await exists(resolve(cwd, name))) ? [name] : []
  }
  const regex = new RegExp(`^${patternSource(segment)}$`, 'su')
  const entries = await readdir(resolve(cwd, prefix || '.')).catch(() => [])
  const hidden = text.startsWith('.')
  return entries
    .filter((name) => (hidden || !name.startsWith('.')) && regex.test(name))
    .map((name) => prefix + name)
}

async function keepFolders(names: readonly string[], cwd: string): Promise<string[]> {
  const checks = await Promise.all(
    names.map(async (name) => {
      const info = await stat(resolve(cwd, name || '/')).catch(() => undefined)
      return info?.isDirectory() === true
    }),
  )
  return names.filter((_, index) => checks[index])
}

function splitAtSlashes(field: Field): Field[] {
  const segments: { text: string; quoted: boolean }[][] = [[]]
  for (const { text, quoted } of field) {
    text.split('/').forEach((part, index) => {
      if (index > 0) segments.push([])
      if (part !== '') segments.at(-1)?.push({ text: part, quoted })
    })
  }
  return segments
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
