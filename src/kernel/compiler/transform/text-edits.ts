/**
 * Changes to a text, collected in any order and made at once; afterwards a place in the new text leads back to the old
 * one. Knows nothing of what the text is.
 */

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Decides among insertions at one place: lower comes first. */
  readonly rank: number
}

/** A stretch of the new text: where it begins there, and in the old one. */
interface Stretch {
  readonly made: number
  readonly from: number
  /** Whether it was put there; else it is the old text. */
  readonly isNew: boolean
}

/** Where an insertion stands among others at its place. */
export const OUTERMOST_FIRST = -1
export const OUTERMOST_LAST = 1

/** A text with its changes made. */
export interface EditedText {
  readonly text: string
  /** The place in the old text that a place in the new one came from; new text came from where it was put. */
  toOriginal(offset: number): number
}

/** Changes to one text. */
export class TextEdits {
  private readonly edits: Edit[] = []

  constructor(private readonly original: string) {}

  /** Puts text at a place. */
  insert(at: number, text: string, rank = 0): void {
    this.edits.push({ start: at, end: at, text, rank })
  }

  /** Puts text in place of another; what lies inside must not be changed as well. */
  replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text, rank: 0 })
  }

  /** Makes all changes. */
  apply(): EditedText {
    const edits = [...this.edits].sort((a, b) => a.start - b.start || a.rank - b.rank)
    const pieces: string[] = []
    /** Where each unchanged stretch begins: in the new text, in the old one. */
    const stretches: Stretch[] = [{ made: 0, from: 0, isNew: false }]
    let from = 0
    let made = 0
    for (const { start, end, text } of edits) {
      pieces.push(this.original.slice(from, start), text)
      made += start - from
      stretches.push({ made, from: start, isNew: true })
      made += text.length
      stretches.push({ made, from: end, isNew: false })
      from = end
    }
    pieces.push(this.original.slice(from))
    return {
      text: pieces.join(''),
      toOriginal(offset) {
        let low = 0
        let high = stretches.length - 1
        while (low < high) {
          const middle = (low + high + 1) >> 1
          if ((stretches[middle] as Stretch).made <= offset) low = middle
          else high = middle - 1
        }
        const { made: start, from: origin, isNew } = stretches[low] as Stretch
        return isNew ? origin : origin + offset - start
      },
    }
  }
}
