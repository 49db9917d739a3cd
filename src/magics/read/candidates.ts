/**
 * The places in a cell's text that look like magics, line by line. Owns the patterns and continued lines;
 * whether a place is a magic or TypeScript is decided by parsing, in `find-magics.ts`.
 * @see https://ipython.readthedocs.io/en/stable/interactive/reference.html#magic-command-system
 */

/** `shell`: `!command`; `line`: `%name`; `cell`: `%%name`; `comment`: a Python comment, `# text`. */
export type CandidateKind = 'shell' | 'line' | 'cell' | 'comment'

/** A stretch of text that may be a magic. */
export interface Candidate {
  readonly kind: CandidateKind
  /** `statement`: the magic is all of its line; `assignment`: it follows `name =`. */
  readonly form: 'statement' | 'assignment'
  /** Offset of the `!`, `%` or `#`. */
  readonly start: number
  /** Offset after its last character; continued lines belong to it. */
  readonly end: number
  /** Line on which it starts, counted from 0. */
  readonly line: number
  /** Offset of the first character of that line that is not a space. */
  readonly lineStart: number
}

const ANYWHERE = /^[^\S\n]*(?:!|%%?[A-Za-z_])|=[^\S\n]*(?:!(?!=)|%[A-Za-z_])/m
// `!=` goes on an expression; a lone `!` has nothing to run; `#name` may be a private member.
const STATEMENT = /^(\s*)(?:(!)(?!=)\s*\S|(%%)[A-Za-z_]|(%)[A-Za-z_]|(#)(?:\s|$))/
// An assignment's `=`, not part of `==`, `<=`, `+=`, `=>` and the like.
const ASSIGNMENT = /(?<![=!<>+\-*/%&|^?~])=[^\S\n]*(?=!(?!=)\s*\S|%[A-Za-z_])/g

/** Whether a cell can hold a magic at all; a cell that cannot is never parsed. */
export function mayHoldMagics(code: string): boolean {
  return ANYWHERE.test(code)
}

/**
 * Lists what may be a magic, at most one place for each line, in order.
 *
 * @param code - Text of the cell.
 * @param rejected - Offsets that are known to be TypeScript; the next possible place of their line is taken instead.
 */
export function findCandidates(code: string, rejected: ReadonlySet<number>): Candidate[] {
  const found: Candidate[] = []
  let lineStart = 0
  let line = 0
  while (lineStart <= code.length) {
    const place = findInLine(code.slice(lineStart, endOfLine(code, lineStart)), lineStart, rejected)
    const end = place === undefined ? endOfLine(code, lineStart) : endOfContinued(code, lineStart, place.kind)
    if (place !== undefined) found.push({ ...place, line, end: code[end - 1] === '\r' ? end - 1 : end })
    for (let at = lineStart; at < end; at++) if (code[at] === '\n') line++
    line++
    lineStart = end + 1
  }
  return found
}

type Place = Pick<Candidate, 'kind' | 'form' | 'start' | 'lineStart'>

function findInLine(text: string, offset: number, rejected: ReadonlySet<number>): Place | undefined {
  const lineStart = offset + (text.length - text.trimStart().length)
  const match = STATEMENT.exec(text)
  if (match) {
    const start = offset + (match[1] as string).length
    const kind = match[2] ? 'shell' : match[3] ? 'cell' : match[4] ? 'line' : 'comment'
    if (!rejected.has(start)) return { kind, form: 'statement', start, lineStart }
  }
  for (const found of text.matchAll(ASSIGNMENT)) {
    const start = offset + found.index + found[0].length
    const kind = text[start - offset] === '!' ? 'shell' : 'line'
    if (!rejected.has(start)) return { kind, form: 'assignment', start, lineStart }
  }
  return undefined
}

function endOfLine(code: string, from: number): number {
  const end = code.indexOf('\n', from)
  return end < 0 ? code.length : end
}

/** A backslash at the end of a line joins the next one to it. */
function endOfContinued(code: string, from: number, kind: CandidateKind): number {
  let end = endOfLine(code, from)
  if (kind === 'comment') return end
  while (end < code.length && /\\\r?$/.test(code.slice(Math.max(from, end - 2), end)))
    end = endOfLine(code, end + 1)
  return end
}
