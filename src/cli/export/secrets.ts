/**
 * The search for secrets in finished pages: the last step before they are written.
 */
import { decodeReferences } from '../../docs/markdown/entities'
import type { PageFile } from '../../docs/write-page-options'
import { findSecrets, lineAt, type KnownValues } from '../../secrets/find-secrets'

/**
 * Finds the secrets of a page.
 *
 * @param files - Its files.
 * @param values - The values of the local `.env` and the environment.
 * @returns A line for each: file, line, cell and kind, never the value.
 */
export function secretsOf(files: readonly PageFile[], values: KnownValues): string[] {
  return files.flatMap((file) => {
    const text = typeof file.content === 'string' ? file.content : textOf(file)
    if (text === undefined) return []
    const found = new Map<string, number>()
    const add = (line: number, kind: string): void =>
      void found.set(`${file.path} line ${line} (cell ${cellAt(file, text, line)}): ${kind}`, line)
    for (const { start, kind } of findSecrets(text, values)) add(lineAt(text, start), kind)
    // As it is read, where that is not as it is written.
    const escaped = unescapedLines(text)
    const read = escaped.map(([, line]) => line).join('\n')
    for (const { start, kind } of findSecrets(read, values)) add(escaped[lineAt(read, start) - 1]![0], kind)
    return [...found].sort(([, a], [, b]) => a - b).map(([line]) => line)
  })
}

/** Lines with escapes or references, without them, and their numbers. */
function unescapedLines(text: string): [number: number, line: string][] {
  return text.split('\n').flatMap((line, index) => {
    if (!/\\[!-/:-@[-`{-~]|&[#a-z]/i.test(line)) return []
    return [[index + 1, decodeReferences(line.replace(/\\(?=[!-/:-@[-`{-~])/g, ''))]]
  })
}

/** The text of a picture that is one. */
function textOf({ path, content }: PageFile): string | undefined {
  return path.endsWith('.svg') ? Buffer.from(content as Uint8Array).toString('utf8') : undefined
}

function cellAt(file: PageFile, text: string, line: number): number | string {
  if (file.cells === undefined) return file.id ?? '?'
  return file.cells.findLast(({ start }) => lineAt(text, start + 1) <= line)?.cell ?? 1
}
