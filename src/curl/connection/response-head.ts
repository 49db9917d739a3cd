/**
 * The head of an HTTP/1 response: status line and header lines, kept byte for byte for `-i` and `-D`. Owns their
 * syntax and limits; knows nothing of bodies.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-4
 */
import { CurlError, EXIT } from '../transfer-error'
import type { ByteReader } from './byte-reader'

/** A response head. All strings are wire text. */
export interface WireHead {
  /** `1.1` or `1.0`. */
  readonly version: string
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Every line with its line end, the empty one too. */
  readonly lines: readonly string[]
}

/** Most bytes of one response head, as in curl. */
const MAX_HEAD_BYTES = 300 * 1024
const STATUS_LINE = /^HTTP\/(\d+(?:\.\d+)?)[ \t]+(\d{3})(?:[ \t]+([^]*?))?\s*$/

/**
 * Reads a response head.
 *
 * @param onBroken - Told of the good lines before a bad one.
 * @returns The head, or `undefined` when the connection was closed before its first byte.
 * @throws CurlError when what comes is no HTTP/1 response, or is cut off.
 */
export async function readHead(
  reader: ByteReader,
  onBroken: (lines: readonly string[]) => void | Promise<void> = () => {},
): Promise<WireHead | undefined> {
  const lines: string[] = []
  try {
    return await collectHead(reader, lines)
  } catch (error) {
    await onBroken(lines)
    throw error
  }
}

async function collectHead(reader: ByteReader, lines: string[]): Promise<WireHead | undefined> {
  let size = 0
  for (;;) {
    const line = await readLine(reader, MAX_HEAD_BYTES - size, lines.length === 0 ? 'HTTP/' : '')
    if (line === undefined) {
      if (lines.length === 0) return undefined
      throw new CurlError(EXIT.receive, 'Recv failure: the connection was closed inside the response headers')
    }
    size += line.length
    if (lines.length === 0) checkStatusLine(line)
    else if (!/^\r?\n$/.test(line)) checkHeaderLine(line)
    lines.push(line)
    if (/^\r?\n$/.test(line)) return parseHead(lines)
  }
}

/** Reads header lines up to the empty one, e.g. the trailers of a chunked body. */
export async function readLines(reader: ByteReader): Promise<string[] | undefined> {
  const lines: string[] = []
  let size = 0
  for (;;) {
    const line = await readLine(reader, MAX_HEAD_BYTES - size)
    if (line === undefined) return undefined
    if (/^\r?\n$/.test(line)) return lines
    size += line.length
    lines.push(line)
  }
}

/**
 * Reads one line with its line end.
 *
 * @param prefix - What the line must begin with; another one is given back as soon as that is clear, even unfinished.
 * @returns The line, without line end when the connection ended inside it; `undefined` when it ended before.
 */
export async function readLine(
  reader: ByteReader,
  maxBytes: number,
  prefix = '',
): Promise<string | undefined> {
  let text = ''
  for (;;) {
    const bytes = await reader.read()
    if (bytes === undefined) return text === '' ? undefined : text
    const end = bytes.indexOf(0x0a)
    text += bytes.toString('latin1', 0, end < 0 ? bytes.length : end + 1)
    if (text.length > maxBytes) {
      throw new CurlError(EXIT.receive, `Too large response headers: ${text.length} > ${MAX_HEAD_BYTES}`)
    }
    if (end >= 0) {
      reader.unread(bytes.subarray(end + 1))
      return text
    }
    if (text.length >= prefix.length && !text.startsWith(prefix)) return text
  }
}

function checkStatusLine(line: string): void {
  if (!line.startsWith('HTTP/')) throw new CurlError(EXIT.protocol, 'Received HTTP/0.9 when not allowed')
  const [, version, status] = STATUS_LINE.exec(line) ?? []
  if (version === undefined || status === undefined) {
    throw new CurlError(EXIT.protocol, 'Unsupported HTTP version in response')
  }
  // HTTP/2 in plain text is odd, but curl takes it.
  if (!/^(1\.[01]|2)$/.test(version))
    throw new CurlError(EXIT.protocol, `Unsupported HTTP version (${version}) in response`)
  if (Number(status) < 100) throw new CurlError(EXIT.protocol, 'Unsupported response code in HTTP response')
}

function checkHeaderLine(line: string): void {
  if (line.includes('\0')) throw new CurlError(EXIT.weirdReply, 'Nul byte in header')
  if (!line.includes(':') && !/^[ \t]/.test(line))
    throw new CurlError(EXIT.weirdReply, 'Header without colon')
  if (/^content-length:(?!\s*\d+\s*(,|$))/i.test(line)) {
    throw new CurlError(EXIT.weirdReply, 'Invalid Content-Length: value')
  }
}

function parseHead(lines: readonly string[]): WireHead {
  const [, version = '', status = '', statusText = ''] = STATUS_LINE.exec(lines[0] ?? '') ?? []
  const headers: [string, string][] = []
  for (const line of lines.slice(1, -1)) {
    const last = headers[headers.length - 1]
    if (/^[ \t]/.test(line) && last) last[1] = `${last[1]} ${line.trim()}`
    else {
      const colon = line.indexOf(':')
      headers.push([line.slice(0, colon), line.slice(colon + 1).trim()])
    }
  }
  return { version, status: Number(status), statusText, headers, lines }
}

/** Value of the first header with that name. */
export function headerOf(head: WireHead, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return head.headers.find(([key]) => key.toLowerCase() === wanted)?.[1]
}

/** Values of all headers with that name. */
export function headersOf(head: WireHead, name: string): string[] {
  const wanted = name.toLowerCase()
  return head.headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value)
}
