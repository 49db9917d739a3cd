/**
 * What kind of body is this? Decided by its first characters, for servers label event streams as JSON and
 * JSON as event streams; the Content-Type is never asked.
 */

/** Kind of a body: server-sent events, one JSON document, an HTML page, or other text. */
export type BodyFormat = 'sse' | 'json' | 'html' | 'other'

const EVENT_LINE = /^(?:data|event|id|retry|error)[ \t]*(?::|$)|^:/
const LONGEST_FIELD_CHARS = 8
const MAX_CHARS_WITHOUT_FORMAT = 64 * 1024

/** Finds the mode of a body from its beginning. */
export interface FormatSniffer {
  /** Everything given so far. */
  readonly text: string
  /**
   * Looks at more text with LF line ends.
   * @returns The mode, or `undefined` while it is open: so far only blanks or fields nobody knows.
   */
  add(text: string): BodyFormat | undefined
  /**
   * Decides at the end of the body.
   * @returns The mode, or `undefined` for a body of blanks.
   */
  end(): BodyFormat | undefined
}

/** Makes a sniffer for one body. */
export function createFormatSniffer(): FormatSniffer {
  let text = ''
  let lineStart = 0
  /** Up to here there is no line end: every character is searched once, however the text is cut. */
  let searched = 0
  let isFirstLine = true

  const judge = (line: string): BodyFormat | undefined => {
    if (isFirstLine) {
      const first = line.charAt(0)
      if (first === '{' || first === '[') return 'json'
      if (first === '<') return 'html'
    }
    return EVENT_LINE.test(line) ? 'sse' : undefined
  }
  const judgeLine = (end: number): BodyFormat | undefined => {
    const line = isFirstLine ? text.slice(lineStart, end).trim() : text.slice(lineStart, end)
    if (line === '') return undefined
    const mode = judge(line)
    isFirstLine = false
    return mode
  }

  return {
    get text() {
      return text
    },
    add(more) {
      text += more
      for (let end; (end = text.indexOf('\n', searched)) !== -1; lineStart = searched = end + 1) {
        const mode = judgeLine(end)
        if (mode) return mode
      }
      searched = text.length
      const growing = text.slice(lineStart, lineStart + 64)
      const begin = isFirstLine ? growing.trimStart() : growing
      // A line that still grows is judged as soon as its colon or bracket is there, so that nothing waits for its end.
      const colon = begin.indexOf(':')
      if (/^[{[<]/.test(begin) || (colon !== -1 && colon <= LONGEST_FIELD_CHARS)) {
        const mode = judge(begin)
        if (mode) return mode
      }
      return text.length > MAX_CHARS_WITHOUT_FORMAT ? 'other' : undefined
    },
    end() {
      if (text.trim() === '') return undefined
      return judgeLine(text.length) ?? 'other'
    },
  }
}
