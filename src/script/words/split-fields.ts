/**
 * Word splitting: pieces of an expanded word into fields, by bash's rules for `$IFS`.
 * @see https://www.gnu.org/software/bash/manual/html_node/Word-Splitting.html
 */
import { BREAK, type Piece, type Pieces } from './piece'

/** One word after splitting: stretches of text, quoted or not. */
export type Field = readonly Pick<Piece, 'text' | 'quoted'>[]

/**
 * Splits the text that expansions gave; text as written and quoted text stays whole.
 *
 * @param pieces - One word as written.
 * @param ifs - Value of `$IFS`; `undefined` when unset, then blanks, tabs and newlines separate.
 * @returns The fields; none when the word vanished.
 */
export function splitFields(pieces: Pieces, ifs: string | undefined): Field[] {
  const separators = ifs ?? ' \t\n'
  const fields: Field[] = []
  let current: { text: string; quoted: boolean }[] | undefined
  // A blank and a visible separator beside it count as one separator.
  let endedByBlank = false
  const end = (): void => {
    if (current) fields.push(current)
    current = undefined
  }
  const add = (text: string, isQuoted: boolean): void => {
    current ??= []
    endedByBlank = false
    const last = current.at(-1)
    if (last?.quoted === isQuoted) last.text += text
    else current.push({ text, quoted: isQuoted })
  }
  for (const piece of pieces) {
    if (piece === BREAK) {
      end()
      endedByBlank = false
    } else if (!piece.split) {
      if (piece.quoted || piece.text !== '') add(piece.text, piece.quoted)
    } else {
      for (const run of runs(piece.text, separators)) {
        if (!separators.includes(run[0] as string)) add(run, false)
        else if (/^[ \t\n]/.test(run)) {
          endedByBlank = current !== undefined || endedByBlank
          end()
        } else if (endedByBlank) endedByBlank = false
        else {
          current ??= []
          end()
        }
      }
    }
  }
  end()
  return fields
}

/** Cuts text into runs of ordinary characters, runs of blank separators, and single visible separators. */
function* runs(text: string, separators: string): Generator<string> {
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (!separators.includes(text[at] as string)) continue
    if (at > start) yield text.slice(start, at)
    yield text[at] as string
    start = at + 1
  }
  if (start < text.length) yield text.slice(start)
}
