/**
 * Reasoning that a server left in the text: models that reason write it between `<think>` and `</think>`, and a server
 * that does not know their way passes both on. Only the very beginning of a text counts
 * (docs/decisions/0016-think-tags-are-reasoning.md).
 */

const OPEN = '<think>'
const CLOSE = '</think>'

/** A piece of text, taken apart. */
export interface SplitText {
  readonly reasoning: string
  readonly text: string
}

/** Takes the text of one answer apart. */
export interface ThinkTags {
  /** Nothing is looked for any more: what follows is text. */
  readonly isOver: boolean
  /** The tag that opens was there. */
  readonly hasBegun: boolean
  /** Takes the next piece, cut anywhere. */
  next(piece: string): SplitText
  /** Looks for nothing any more. @returns What was held back. */
  end(): SplitText
}

/** Makes a splitter for one text. */
export function createThinkTags(): ThinkTags {
  let state: 'before' | 'inside' | 'behind' | 'over' = 'before'
  /** What may become a tag, and blanks of which it is not known whether they belong to the text. */
  let held = ''
  let isFirst = true

  const hold = (text: string): void => {
    held = text
  }
  /** Reasoning without the line break behind its tag. */
  const begun = (text: string): string => {
    const reasoning = isFirst ? text.trimStart() : text
    if (reasoning !== '') isFirst = false
    return reasoning
  }
  const split = (piece: string): SplitText => {
    const text = held + piece
    held = ''
    if (state === 'before') return before(text)
    return state === 'inside' ? inside(text) : behind(text, '')
  }
  const before = (text: string): SplitText => {
    const begin = text.trimStart()
    if (begin.startsWith(OPEN)) {
      state = 'inside'
      return inside(begin.slice(OPEN.length))
    }
    if (OPEN.startsWith(begin)) hold(text)
    else state = 'over'
    return { reasoning: '', text: state === 'over' ? text : '' }
  }
  const inside = (text: string): SplitText => {
    const end = text.indexOf(CLOSE)
    if (end !== -1) return behind(text.slice(end + CLOSE.length), begun(text.slice(0, end)))
    const keep = overlap(text, CLOSE)
    hold(text.slice(text.length - keep))
    return { reasoning: begun(text.slice(0, text.length - keep)), text: '' }
  }
  /** The answer begins with its first word, not with the blank lines above it. */
  const behind = (text: string, reasoning: string): SplitText => {
    const answer = text.trimStart()
    state = answer === '' ? 'behind' : 'over'
    return { reasoning, text: answer }
  }

  return {
    get isOver() {
      return state === 'over'
    },
    get hasBegun() {
      return state === 'inside' || state === 'behind'
    },
    next: (piece) => (state === 'over' ? { reasoning: '', text: piece } : split(piece)),
    end() {
      const rest = held
      const isInside = state === 'inside'
      held = ''
      state = 'over'
      return isInside ? { reasoning: begun(rest), text: '' } : { reasoning: '', text: rest }
    },
  }
}

/** How many characters at the end of a text are the beginning of a tag. */
function overlap(text: string, tag: string): number {
  for (let size = Math.min(tag.length - 1, text.length); size > 0; size--)
    if (text.endsWith(tag.slice(0, size))) return size
  return 0
}
