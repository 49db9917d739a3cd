/**
 * The longest event of a stream. Watches the text on its way to a parser, so that the parser never holds more than is
 * allowed, and an event that is too long is one however it was cut: the parser's own `maxBufferSize` is looked at after
 * each piece of text, and an event that comes in one piece passes it.
 */

/** Counts the characters of events. */
export interface EventLimit {
  /**
   * Takes the next text.
   *
   * @param text - Text with LF line ends, cut anywhere.
   * @returns How many of its characters may go on. Fewer than it has: there an event passes the limit.
   */
  take(text: string): number
}

/**
 * Makes a limit for one stream.
 *
 * @param maxChars - Most characters of one event, the blank line at its end included.
 */
export function createEventLimit(maxChars: number): EventLimit {
  /** Characters since the last blank line. */
  let held = 0
  let endsLine = true

  /** Where the event ends that begins or goes on at `at`; `-1` when it does not end in this text. */
  const endOf = (text: string, at: number): number => {
    if ((at > 0 || endsLine) && text.charCodeAt(at) === LF) return at + 1
    const blank = text.indexOf('\n\n', at)
    return blank === -1 ? -1 : blank + 2
  }
  /** All of it fits: only what the last event has so far matters. */
  const takeWhole = (text: string): void => {
    const last = text.lastIndexOf('\n\n')
    if (last !== -1) held = text.length - last - 2
    else if (endOf(text, 0) === 1) held = text.length - 1
    else held += text.length
    endsLine = text.charCodeAt(text.length - 1) === LF
  }
  return {
    take(text) {
      if (text === '') return 0
      if (held + text.length <= maxChars) {
        takeWhole(text)
        return text.length
      }
      for (let at = 0; at < text.length;) {
        const found = endOf(text, at)
        const end = found === -1 ? text.length : found
        if (held + end - at > maxChars) return at + maxChars - held
        held = found === -1 ? held + end - at : 0
        at = end
      }
      endsLine = text.charCodeAt(text.length - 1) === LF
      return text.length
    },
  }
}

const LF = 10
