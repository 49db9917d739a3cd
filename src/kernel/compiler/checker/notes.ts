/**
 * Turns TypeScript's diagnostics into notes. Owns which of them are only due to the lines that we put after a cell, or
 * to the lenient options; knows nothing of how they are found.
 */
import { posix } from 'node:path'
import type { Diagnostic } from 'typescript'
import type { LinkKind } from './cell-links'
import { cleanText } from './clean-text'
import { diagnosticText } from './diagnostic-text'
import type { TypeScript } from '../load-typescript'
import type { Note } from './protocol'

/** What {@link toNotes} needs to know. */
export interface NoteOptions {
  readonly root: string
  /** Whether the file is the cell itself, whose notes have no path. */
  readonly isCell: boolean
  /** Characters of the file that the user wrote; all by default. */
  readonly codeLength?: number | undefined
  /** What a name that comes from an earlier cell is there. */
  linkOf?(name: string): LinkKind | undefined
}

/** "Cannot assign to 'x' because it is an import." */
const IMPORT_ASSIGNED = 2632
/** "Cannot assign to 'x' because it is a constant." */
const CONSTANT_ASSIGNED = 2588
/**
 * `require`, `exports` and `Promise` as names of a module's own, and `export =` beside the exports that we add: which
 * cells may have.
 */
const ARTEFACTS = new Set([2441, 2529, 2309])

/**
 * Notes of what is wrong, in the order of the text.
 *
 * @param ts - TypeScript.
 * @param diagnostics - What TypeScript says of a file.
 * @param options - About the file.
 */
export function toNotes(
  ts: TypeScript,
  diagnostics: readonly Diagnostic[],
  options: NoteOptions,
): readonly Note[] {
  const sorted = [...diagnostics].sort((a, b) => (a.start ?? 0) - (b.start ?? 0))
  return sorted.flatMap((each) => toNote(ts, each, options) ?? [])
}

function toNote(ts: TypeScript, diagnostic: Diagnostic, options: NoteOptions): Note | undefined {
  const { file, start, category } = diagnostic
  const isError = category === ts.DiagnosticCategory.Error
  if (file === undefined || start === undefined || ARTEFACTS.has(diagnostic.code)) return undefined
  if (!isError && category !== ts.DiagnosticCategory.Warning) return undefined
  if (start > (options.codeLength ?? Infinity)) return undefined
  const name = file.text.slice(start, start + (diagnostic.length ?? 0))
  const link = diagnostic.code === IMPORT_ASSIGNED ? options.linkOf?.(name) : undefined
  const isConstant = link === 'const'
  // A function of an earlier cell may be replaced.
  if (link !== undefined && !isConstant) return undefined
  const text = isConstant
    ? `Cannot assign to '${name}' because it is a constant.`
    : diagnosticText(ts, diagnostic.messageText)
  // Packages like arktype say so in their types. What they then infer is of no use, but runs.
  if (/\bstrictNullChecks\b|["'`]strict\\?["'`]/.test(text)) return undefined
  const { line, character } = file.getLineAndCharacterOfPosition(start)
  return {
    ...(!options.isCell && { file: posix.relative(options.root, file.fileName) }),
    line: line + 1,
    column: character + 1,
    code: isConstant ? CONSTANT_ASSIGNED : diagnostic.code,
    message: cleanText(text, options.root),
    category: isError ? 'error' : 'warning',
  }
}
