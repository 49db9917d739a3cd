/**
 * Bytes to text with LF line ends. Owns UTF-8, the byte order mark and the three line ends of server-sent
 * events; knows nothing of fields or JSON.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */

/** Turns bytes into text, however they are cut. */
export interface TextReader {
  /** The text of the next bytes; a character cut in two comes with its second half. */
  read(bytes: Uint8Array): string
  /** What is left at the end of the body. */
  end(): string
}

/**
 * Makes a reader of UTF-8 bytes: an invalid byte becomes U+FFFD, a leading byte order mark goes, others stay.
 */
export function createTextReader(): TextReader {
  const decoder = new TextDecoder('utf-8')
  // Without `stream` Node decodes several times faster. That is the same where nothing is held back before and after:
  // after the first bytes, with their byte order mark, and between characters.
  const whole = new TextDecoder('utf-8', { ignoreBOM: true })
  let isBetweenCharacters = false
  return {
    read(bytes) {
      const last = bytes[bytes.length - 1]
      if (last === undefined) return ''
      const endsPlain = last < 0x80
      if (isBetweenCharacters && endsPlain) return whole.decode(bytes)
      isBetweenCharacters = endsPlain
      return decoder.decode(bytes, { stream: true })
    },
    end: () => decoder.decode(),
  }
}

/**
 * Makes a function that writes CR LF and CR as LF, also when the pair is cut between two calls.
 *
 * The parser understands CR itself, but looks for both line ends on every line, which is quadratic for a long text
 * with one kind only, and holds the last line of a CR stream back until more comes.
 */
export function createLineEnds(): (text: string) => string {
  let endedWithReturn = false
  return (text) => {
    if (text === '') return ''
    const start = endedWithReturn && text.charCodeAt(0) === 10 ? 1 : 0
    endedWithReturn = text.charCodeAt(text.length - 1) === 13
    const rest = start === 0 ? text : text.slice(start)
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest
  }
}
