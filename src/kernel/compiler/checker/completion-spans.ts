/**
 * What a completion replaces, and what it is compared with.
 */
import type { CompletionEntry, TextSpan } from 'typescript'
import type { Place } from './protocol'

/** A text, and what it replaces. */
export interface Replacement {
  readonly start: number
  readonly end: number
  readonly text: string
  /** What is compared with {@link Replacement.typed}. */
  readonly filter: string
  /** What the user has typed of it. */
  readonly typed: string
}

/**
 * The word at the cursor.
 *
 * @param place - Code and cursor.
 */
export function wordAt({ code, offset }: Place): TextSpan {
  const before = /[\p{ID_Continue}$\u200c\u200d#]*$/u.exec(code.slice(0, offset))?.[0] ?? ''
  const after = /^[\p{ID_Continue}$\u200c\u200d]*/u.exec(code.slice(offset))?.[0] ?? ''
  return { start: offset - before.length, length: before.length + after.length }
}

/**
 * What a proposal replaces.
 *
 * @param entry - The proposal.
 * @param word - What is replaced when the proposal does not say.
 * @param place - Code and cursor.
 */
export function replacementOf(entry: CompletionEntry, word: TextSpan, { code, offset }: Place): Replacement {
  const { start, length } = entry.replacementSpan ?? word
  const end = start + length
  const { insertText } = entry
  // It may reach further than the word: `.x` becomes `["x-y"]`.
  if (insertText !== undefined)
    return { start, end, text: insertText, filter: entry.name, typed: code.slice(word.start, offset) }
  const text = inPackage(entry, code.slice(start, end))
  return { start, end, text, filter: text, typed: code.slice(start, offset) }
}

/**
 * For a subpath that matches a pattern of `exports`, TypeScript gives the name within the package, but would replace
 * the package's name as well.
 */
function inPackage({ name, kind, replacementSpan }: CompletionEntry, replaced: string): string {
  if (replacementSpan === undefined || (kind !== 'script' && kind !== 'directory')) return name
  const folder = /^(?:@[^/]+\/)?[^@./][^/]*\//.exec(replaced)?.[0]
  return folder === undefined || name.startsWith(folder) ? name : folder + name
}
