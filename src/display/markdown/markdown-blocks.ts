/**
 * Reads Markdown line by line, as far as it matters for cutting a text: fences, display math, lists, tables,
 * paragraphs. Owns where a cut is harmless and what must be opened again after it; knows nothing of inline syntax.
 * @see https://spec.commonmark.org/0.31.2/#container-blocks-and-leaf-blocks
 */

/** A place where the text can be cut: before the line just read. */
export interface CutPlace {
  /** `true` between two blocks: both sides are drawn as before. */
  readonly isBetweenBlocks: boolean
  /** What to put in front of the second part: the opening of a fence, the head of a table. */
  readonly prefix: string
}

/** Reads lines in order and remembers what is open. */
export interface BlockReader {
  /** Takes the next line, without its line end; tells whether the text can be cut before it. */
  read(line: string): CutPlace | undefined
  /** What to put in front of the text if it is cut here. */
  prefix(): string
  /** The line that closes what is open; empty when nothing is. */
  closing(): string
}

/** An opening fence: its indentation or list marker, its fence characters, its language. */
export interface FenceOpening {
  /** What stands before the fence: blanks, list markers, quote markers. */
  readonly lead: string
  /** The fence characters, e.g. three backticks. */
  readonly fence: string
  /** The rest of the line. */
  readonly info: string
}

const LEAD = /^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/
const LIST_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/
const OWN_BLOCK = /^(?:#{1,6}(?:[ \t]|$)|`{3}|~{3})/
const MATH_FENCE = /^ {0,3}\$\$[ \t]*$/

/**
 * Reads a line as the opening of a code fence, also inside lists and quotes.
 *
 * @param line - A line without its line end.
 * @returns Its parts; `undefined` when it opens none.
 */
export function readFenceOpening(line: string): FenceOpening | undefined {
  const lead = LEAD.exec(line)?.[0] ?? ''
  const match = /^(`{3,}|~{3,})(.*)$/.exec(line.slice(lead.length))
  const [, fence = '', info = ''] = match ?? []
  return match === null || (fence.startsWith('`') && info.includes('`')) ? undefined : { lead, fence, info }
}

/**
 * Tells whether a line closes a fence.
 *
 * @param line - A line without its line end; leading blanks and quote markers are passed over.
 * @param fence - The characters that opened it.
 */
export function closesFence(line: string, fence: string): boolean {
  const rest = line.replace(/^[ \t>]*/, '').trimEnd()
  return rest.length >= fence.length && rest === (fence[0] ?? '`').repeat(rest.length)
}

/** Makes a {@link BlockReader} that stands at the start of a text. */
export function createBlockReader(): BlockReader {
  let fence: FenceOpening | undefined
  let math = false
  let inList = false
  let tableHead = ''
  let last = ''

  const readText = (line: string): CutPlace | undefined => {
    const isFirstOfBlock = last.trim() === ''
    const isItem = LIST_ITEM.test(line)
    const isIndented = /^[ \t]/.test(line)
    if (line.trim() === '') {
      tableHead = ''
      return undefined
    }
    const opening = readFenceOpening(line)
    if (opening !== undefined && (opening.lead.trimStart() === '' || inList || isItem)) fence = opening
    else if (MATH_FENCE.test(line)) math = true

    if (OWN_BLOCK.test(line) || (isFirstOfBlock && !isIndented && !isItem)) {
      inList = false
      tableHead = ''
      return { isBetweenBlocks: true, prefix: '' }
    }
    if (isItem) {
      const starts = isFirstOfBlock && !inList && !isIndented
      inList = true
      return { isBetweenBlocks: starts, prefix: '' }
    }
    if (inList && isIndented) return undefined
    if (tableHead !== '') return { isBetweenBlocks: false, prefix: tableHead }
    if (last.includes('|') && TABLE_RULE.test(line)) {
      tableHead = `${last}\n${line}\n`
      return undefined
    }
    return UNDERLINE.test(line) ? undefined : { isBetweenBlocks: false, prefix: '' }
  }

  const prefix = () => {
    if (fence !== undefined) return `${fence.fence}${fence.info}\n`
    return math ? '$$\n' : tableHead
  }

  return {
    read(line) {
      const before = prefix()
      let place: CutPlace | undefined = { isBetweenBlocks: false, prefix: before }
      if (fence !== undefined) {
        if (closesFence(line, fence.fence)) {
          fence = undefined
          place = undefined
        }
      } else if (math) {
        if (/\$\$[ \t]*$/.test(line)) {
          math = false
          place = undefined
        }
      } else place = readText(line)
      last = line
      return place
    },
    prefix,
    closing() {
      if (fence !== undefined) return fence.lead.replace(/[^ \t>]/g, ' ') + fence.fence
      return math ? '$$' : ''
    },
  }
}
