/**
 * Cuts a growing text into segments at places where Markdown can be cut without being drawn differently: between
 * blocks, else between the items of a list, the rows of a table or the lines of a code fence, else anywhere.
 * Pure and linear: each line is looked at once. The pieces together are the text; what a piece needs in front of it
 * to be drawn alone is kept beside it.
 */
import { createBlockReader } from './markdown-blocks'
import { cutChars } from '../../base/surrogates'

/** A piece of the text. */
export interface Segment {
  /** The text of the piece, as it came. */
  readonly text: string
  /** Lines to draw before the text: a fence or a table head that was open at the cut. */
  readonly prefix: string
}

/** How long segments are, in characters. */
export interface SegmentLimits {
  /** From here on a segment ends at the next place between two blocks. */
  readonly targetChars: number
  /** Here it ends in any case. */
  readonly maxChars: number
  /** A longer rest, which would be sent again, is cut at its last place between two blocks. */
  readonly maxTailChars: number
}

/** Takes a text piece by piece and gives its segments. */
export interface Segmenter {
  /** Adds text and returns the segments that it completed: they never change again. */
  push(delta: string, limits: SegmentLimits): Segment[]
  /** The text since the last segment. */
  tail(): Segment
}

interface Cut {
  readonly at: number
  readonly prefix: string
}

/**
 * Makes a segmenter.
 *
 * @param isMarkdown - Whether the text is Markdown; in other text every line end is as good a place as any.
 */
export function createSegmenter(isMarkdown: boolean): Segmenter {
  const block = createBlockReader()
  let tail = ''
  let prefix = ''
  /** Where the line that is not complete yet starts in `tail`. */
  let lineStart = 0
  /** The last places between two blocks, and between two lines. */
  let best: Cut | undefined
  let fallback: Cut | undefined

  const settle = (cut: Cut): Segment => {
    const segment = { text: tail.slice(0, cut.at), prefix }
    tail = tail.slice(cut.at)
    prefix = cut.prefix
    lineStart = Math.max(0, lineStart - cut.at)
    best = undefined
    fallback = undefined
    return segment
  }

  const noteLine = (line: string, at: number) => {
    const place = isMarkdown ? block.read(line) : { isBetweenBlocks: true, prefix: '' }
    if (at === 0 || place === undefined) return
    if (place.isBetweenBlocks) best = { at, prefix: '' }
    else fallback = { at, prefix: place.prefix }
  }

  /** Where to cut when the tail is too long: the best place that does not leave a tiny piece. */
  const forcedCut = ({ targetChars, maxChars }: SegmentLimits): Cut => {
    const fits = (cut: Cut | undefined): cut is Cut =>
      cut !== undefined && cut.at >= targetChars / 4 && cut.at <= maxChars
    if (fits(best)) return best
    if (fits(fallback)) return fallback
    return { at: placeInLine(tail, maxChars), prefix: isMarkdown ? block.prefix() : '' }
  }

  return {
    push(delta, limits) {
      const segments: Segment[] = []
      const from = tail.length
      tail += delta
      for (let end = tail.indexOf('\n', from); end !== -1; end = tail.indexOf('\n', lineStart)) {
        noteLine(tail.slice(lineStart, end), lineStart)
        lineStart = end + 1
        if (best !== undefined && best.at >= limits.targetChars) segments.push(settle(best))
        while (lineStart > limits.maxChars) segments.push(settle(forcedCut(limits)))
      }
      while (tail.length > limits.maxChars) segments.push(settle(forcedCut(limits)))
      if (tail.length > limits.maxTailChars && best !== undefined) segments.push(settle(best))
      return segments
    },
    tail: () => ({ text: tail, prefix }),
  }
}

/** The end of the last line, else of the last word, else of the last whole character before the limit. */
function placeInLine(text: string, maxChars: number): number {
  const head = cutChars(text, maxChars)
  const line = head.lastIndexOf('\n') + 1
  if (line > maxChars / 2) return line
  const word = head.lastIndexOf(' ') + 1
  return word > maxChars / 2 ? word : head.length
}
