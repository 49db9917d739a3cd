/**
 * The body of a request as its operation says: `-d`, `-F`, `-T` or none. Files are looked at, not read.
 */
import { resolve } from 'node:path'
import { CurlError, EXIT } from '../transfer-error'
import type { Operation } from '../options/operation'
import { bytesBody, fileBody, fileSize, streamBody, type RequestBody } from '../request/body'
import type { CustomHeaders } from '../request/custom-headers'
import { buildMultipart } from '../request/multipart'
import { fromWire, toWire } from '../wire-text'
import type { Command } from './command'

/** What kind of request is made: what its body is. */
export type RequestType = 'get' | 'post' | 'form' | 'put'

/** A body and the headers that belong to it; wire text. */
export interface BodyParts {
  readonly body: RequestBody | undefined
  /** Content type of a form. */
  readonly formType: string | undefined
  readonly contentRange: string | undefined
}

/** What a body is made from. */
export interface BodySource {
  readonly operation: Operation
  readonly kind: RequestType
  /** The file of `-T`. */
  readonly upload: string | undefined
  /** Headers of the user; one of them may name the type of a form. */
  readonly custom: CustomHeaders
}

/** Finds the body of a request. */
export async function requestBody(
  { operation, kind, upload, custom }: BodySource,
  command: Command,
): Promise<BodyParts> {
  const none = { formType: undefined, contentRange: undefined }
  if (kind === 'get') return { ...none, body: undefined }
  if (kind === 'post') {
    const bytes = operation.data ?? Buffer.alloc(0)
    const range = operation.range === undefined ? undefined : `bytes ${operation.range}/${bytes.length}`
    return { ...none, body: bytesBody(bytes), contentRange: range }
  }
  if (kind === 'put') return { ...none, ...(await uploadBody(operation, upload ?? '-', command)) }
  // An emptied `Content-Type:` leaves only the boundary, as in curl.
  const type = custom.has('content-type') ? (custom.get('content-type')?.value ?? '') : undefined
  const form = await buildMultipart(operation.form, {
    cwd: command.io.cwd,
    contentType: type === undefined ? undefined : fromWire(type.trimStart()),
    escape: operation.escapeForm,
    readStdin: command.readStdin,
  })
  return { ...none, body: form.body, formType: toWire(form.contentType) }
}

async function uploadBody(
  operation: Operation,
  upload: string,
  command: Command,
): Promise<Pick<BodyParts, 'body' | 'contentRange'>> {
  if (upload === '-' || upload === '.') {
    return { body: streamBody(command.io.stdin ?? noBytes()), contentRange: undefined }
  }
  const path = resolve(command.io.cwd, upload)
  const size = await fileSize(path, upload)
  const start = typeof operation.resumeFrom === 'number' ? operation.resumeFrom : 0
  if (start > size) throw new CurlError(EXIT.partial, 'File already completely uploaded')
  const resumes = operation.resumeFrom !== undefined && operation.resumeFrom !== 0
  const contentRange = resumes
    ? `bytes ${start}-${size - 1}/${size}`
    : operation.range === undefined
      ? undefined
      : `bytes ${operation.range}/${size}`
  return { body: fileBody(path, size, start), contentRange }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
