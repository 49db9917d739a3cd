/**
 * The search for secrets in finished pages: the last step before they are written.
 */
import { decodeReferences } from '../docs/markdown/entities'
import type { PageFile } from '../docs/write-page-options'
import { findSecrets, lineAt, type KnownValues } from './check-find'

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
    // As it is written, and as it is read.
    for (const each of new Set([text, text.replace(/\\(?=[!-/:-@[-`{-~])/g, ''), decodeReferences(text)]))
      for (const { start, kind } of findSecrets(each, values)) {
        const line = lineAt(each, start)
        found.set(`${file.path} line ${line} (cell ${cellAt(file, text, line)}): ${kind}`, line)
      }
    return [...found].sort(([, a], [, b]) => a - b).map(([line]) => line)
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
