/**
 * The parts of a `multipart` body. Pure.
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1
 */

/** A part as it came. */
export interface Part {
  /** By their names in small letters. */
  readonly headers: Record<string, string>
  readonly body: Buffer
}

/**
 * Takes a body apart.
 *
 * @param body - The whole body.
 * @param contentType - Its `content-type`.
 * @returns The parts; `undefined` when it is not `multipart`, or not written as that.
 */
export function readMultipart(body: Buffer, contentType: string): Part[] | undefined {
  const [, quoted, bare] = /^multipart\/.*;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) return undefined
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // The first one may stand at the very beginning.
  const text = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Part[] = []
  let at = text.indexOf(delimiter)
  while (at !== -1) {
    const start = at + delimiter.length
    if (text.toString('latin1', start, start + 2) === '--') return parts
    const next = text.indexOf(delimiter, start)
    const lineEnd = text.indexOf('\r\n', start)
    const headEnd = text.indexOf('\r\n\r\n', lineEnd)
    if (next === -1 || headEnd === -1 || headEnd >= next + 2) return undefined
    parts.push({
      headers: readHeaders(text.toString('utf8', lineEnd, headEnd)),
      body: text.subarray(headEnd + 4, Math.max(next, headEnd + 4)),
    })
    at = next
  }
  return undefined
}

function readHeaders(head: string): Record<string, string> {
  const lines = head.split('\r\n').flatMap((line) => {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [[name.trim().toLowerCase(), (value ?? '').trim()] as const]
  })
  return Object.fromEntries(lines)
}
