/**
 * `-F` parts → a multipart body as curl writes it. Owns part headers, content types by extension and the boundary;
 * files are read when the body is sent.
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
import { randomBytes } from 'node:crypto'
import { basename, resolve } from 'node:path'
import { CurlUsageError } from '../transfer-error'
import type { FormPart } from '../options/operation'
import { bytesBody, fileBody, fileSize, joinBodies, type RequestBody } from './body'

/** A multipart body and the content type that announces it. */
export interface Multipart {
  readonly body: RequestBody
  readonly contentType: string
}

/** What building a multipart body needs. */
export interface MultipartOptions {
  readonly cwd: string
  /** Content type given by hand; the boundary is added to it. */
  readonly contentType: string | undefined
  /** Escape quotes with a backslash instead of `%22` (`--form-escape`). */
  readonly escape: boolean
  /** Standard input, whole. */
  readonly readStdin: () => Promise<Buffer>
}

// Only these; everything else is a stream of bytes. The order and the set are curl's.
const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
}

/**
 * Builds a multipart body.
 *
 * @throws CurlError with exit code 26 when a file cannot be read.
 */
export async function buildMultipart(
  parts: readonly FormPart[],
  options: MultipartOptions,
): Promise<Multipart> {
  const boundary = `------------------------${randomBytes(8).toString('hex')}`
  const type = options.contentType ?? 'multipart/form-data'
  const isForm = /^multipart\/form-data\s*(;|$)/i.test(type)
  const pieces: RequestBody[] = []
  for (const part of parts) {
    const headers = partHeaders(part, isForm ? 'form-data' : 'attachment', options.escape)
    const head = `--${boundary}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`
    pieces.push(bytesBody(Buffer.from(head)), await partBody(part, options), bytesBody(Buffer.from('\r\n')))
  }
  pieces.push(bytesBody(Buffer.from(`--${boundary}--\r\n`)))
  return { body: joinBodies(pieces), contentType: `${type}; boundary=${boundary}` }
}

function partHeaders(part: FormPart, disposition: string, escape: boolean): string[] {
  const has = (name: string): boolean =>
    part.headers.some((line) => line.toLowerCase().startsWith(`${name}:`))
  const filename = part.filename ?? (part.kind === 'file' ? basename(part.value) : undefined)
  const given = part.type ?? headerValue(part.headers, 'content-type')
  const type = given ?? typeFor(part, filename)
  const out: string[] = []
  const isNamed = part.name !== '' || filename !== undefined
  if (!has('content-disposition') && (isNamed || disposition === 'form-data')) {
    const name = part.name === '' ? '' : `; name="${quote(part.name, escape)}"`
    const file = filename === undefined ? '' : `; filename="${quote(filename, escape)}"`
    out.push(`Content-Disposition: ${disposition}${name}${file}`)
  }
  if (type !== undefined) out.push(`Content-Type: ${type}`)
  if (part.encoder !== undefined && !has('content-transfer-encoding')) {
    out.push(`Content-Transfer-Encoding: ${part.encoder}`)
  }
  return [...out, ...part.headers.filter((line) => !/^content-type:/i.test(line))]
}

function typeFor(part: FormPart, filename: string | undefined): string | undefined {
  const byName = extensionType(filename)
  // What was read from standard input is data, not a file.
  if (part.kind === 'text' || part.value === '-')
    return byName === 'text/plain' && filename === undefined ? undefined : byName
  const byFile =
    byName ?? extensionType(part.value) ?? (filename === undefined ? undefined : 'application/octet-stream')
  return byFile === 'text/plain' && filename === undefined ? undefined : byFile
}

function extensionType(name: string | undefined): string | undefined {
  const extension = /\.([^.]*)$/.exec(name ?? '')?.[1]?.toLowerCase()
  return extension !== undefined && Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined
}

function headerValue(headers: readonly string[], name: string): string | undefined {
  const line = headers.find((header) => header.toLowerCase().startsWith(`${name}:`))
  return line?.slice(name.length + 1).trim()
}

function quote(text: string, escape: boolean): string {
  if (escape) return text.replace(/[\\"]/g, '\\$&')
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

async function partBody(part: FormPart, options: MultipartOptions): Promise<RequestBody> {
  const body = await plainBody(part, options)
  switch (part.encoder?.toLowerCase()) {
    case undefined:
    case 'binary':
    case '8bit':
    case '7bit':
      return body
    case 'base64':
      if (body.bytes) return bytesBody(Buffer.from(foldBase64(body.bytes)))
      return bytesBody(Buffer.from(foldBase64(await collect(body))))
    default:
      throw new CurlUsageError(`option -F: the encoder ${part.encoder} is not supported`)
  }
}

function foldBase64(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
}

async function collect(body: RequestBody): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body.open()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function plainBody(part: FormPart, { cwd, readStdin }: MultipartOptions): Promise<RequestBody> {
  if (part.kind === 'text') return bytesBody(Buffer.from(part.value))
  if (part.value === '-') return bytesBody(await readStdin())
  const path = resolve(cwd, part.value)
  return fileBody(path, await fileSize(path, part.value))
}
