/**
 * What can be written at a place. Owns which of TypeScript's proposals fit the text at the cursor, their order and what
 * they replace; knows nothing of files.
 */
import type { CompletionEntry, LanguageService } from 'typescript'
import { jupyterKind } from './completion-kinds'
import { replacementOf, wordAt, type Replacement } from './completion-spans'
import type { Question } from './notebook-files'
import type { Completion, Place } from './protocol'

/** A list that is longer helps nobody. */
const MAX_MATCHES = 500
const OUR_NAME = /__(?:cell_\d+|question|notebook)__/

/** A proposal that fits: the lower the key, the better. */
interface Match {
  readonly entry: CompletionEntry
  readonly replacement: Replacement
  readonly key: string
}

/** Code with a cursor, and its file. */
export interface CompletedCode extends Place, Question {}

/**
 * Completes code at the cursor.
 *
 * @param service - The language service, which has the code.
 * @param place - Code, cursor, and the file of the code.
 * @returns No matches, at the cursor, when there is nothing to propose.
 */
export function complete(service: LanguageService, place: CompletedCode): Completion {
  const { code, offset, path, linkOf } = place
  const info = service.getCompletionsAtPosition(path, offset, {
    includeCompletionsForModuleExports: false,
    includeCompletionsForImportStatements: false,
    // For members that are no identifiers, `["x-y"]`, and those of `this`.
    includeCompletionsWithInsertText: true,
  })
  const word = info?.optionalReplacementSpan ?? wordAt(place)
  const keepsWord = ({ entry, replacement }: Match) =>
    entry.insertText === undefined || replacement.start >= word.start
  const matches = (info?.entries ?? []).flatMap((entry) =>
    match(entry, replacementOf(entry, word, place), place),
  )
  // What replaces the dot as well is left out beside members that do not.
  const fitting = matches.some(keepsWord) ? matches.filter(keepsWord) : matches
  // Stable, so that equals stay as TypeScript has them.
  fitting.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const best = fitting.slice(0, MAX_MATCHES)
  if (best.length === 0) return { start: offset, end: offset, matches: [] }
  // All have to replace the same: what one does not replace, it repeats.
  const start = Math.min(...best.map(({ replacement }) => replacement.start))
  const end = Math.max(...best.map(({ replacement }) => replacement.end))
  return {
    start,
    end,
    matches: best.map(({ entry, replacement }) => ({
      text: code.slice(start, replacement.start) + replacement.text + code.slice(replacement.end, end),
      kind: jupyterKind(entry.kind, linkOf(entry.name)),
      sortText: entry.sortText,
    })),
  }
}

function match(entry: CompletionEntry, replacement: Replacement, { code }: Place): readonly Match[] {
  // A warning is a guess at names by the text alone.
  if (OUR_NAME.test(entry.name) || entry.kind === 'warning') return []
  const { typed, filter } = replacement
  // What begins like this is a number.
  if (/^\d/.test(typed) && entry.replacementSpan === undefined) return []
  const rank = rankOf(filter, typed, code.slice(replacement.start, replacement.end))
  return rank === undefined ? [] : [{ entry, replacement, key: `${rank} ${entry.sortText}` }]
}

/** How well a name fits: less is better; `undefined` for not at all. */
function rankOf(name: string, typed: string, whole: string): number | undefined {
  if (name.startsWith(whole)) return 0
  if (name.startsWith(typed)) return 1
  const [lower, part] = [name.toLowerCase(), typed.toLowerCase()]
  return lower.startsWith(part) ? 2 : lower.includes(part) ? 3 : undefined
}
