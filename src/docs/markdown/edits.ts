/**
 * Edits of a Markdown source at the positions of its tree, so that all else stays byte for byte.
 */
import type { Node } from 'mdast'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A source and the edits that are to be made in it; edits do not overlap. */
export class SourceEdits {
  readonly #edits: Edit[] = []

  /** @param source - The text that positions refer to. */
  constructor(readonly source: string) {}

  /** Replaces a part. */
  replace(start: number, end: number, text: string): void {
    if (this.source.slice(start, end) !== text) this.#edits.push({ start, end, text })
  }

  /** The source with all edits made. */
  apply(): string {
    let out = ''
    let from = 0
    for (const { start, end, text } of this.#edits.sort(inOrder)) {
      if (start < from) continue // Within a part that was replaced as a whole.
      out += this.source.slice(from, start) + text
      from = end
    }
    return out + this.source.slice(from)
  }

  /** The part of the source that a node covers. */
  rawOf(node: Node): string {
    return this.source.slice(startOf(node), endOf(node))
  }

  /** What further lines of a block at this place begin with: quote marks stay, list markers become spaces. */
  prefixAt(offset: number): string {
    const line = this.source.lastIndexOf('\n', offset - 1) + 1
    return this.source.slice(line, offset).replace(/[^>\t]/g, ' ')
  }

  /** How many quotations a block at this place is in. */
  quotesAt(offset: number): number {
    return /^[ >]*/.exec(this.prefixAt(offset))![0].split('>').length - 1
  }
}

/** By place; at the same one what is put in goes first, and what replaces more before what replaces less. */
function inOrder(a: Edit, b: Edit): number {
  if (a.start !== b.start) return a.start - b.start
  const isPutIn = (edit: Edit): number => (edit.start === edit.end ? 0 : 1)
  return isPutIn(a) - isPutIn(b) || b.end - a.end
}

/** Offset of a node's first character. */
export function startOf(node: Node): number {
  return node.position?.start.offset ?? 0
}

/** Offset behind a node's last character. */
export function endOf(node: Node): number {
  return node.position?.end.offset ?? 0
}
