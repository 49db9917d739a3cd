/**
 * A multipart body to the fields of its form. Pure.
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
import type { FormField } from './request'

/**
 * Reads a form.
 *
 * @param body - The body.
 * @param boundary - As its content type names it.
 * @returns `undefined` when a part is no text and no file, or has headers that a snippet cannot send.
 */
export function readForm(body: Uint8Array, boundary: string): FormField[] | undefined {
  // One character a byte, so that files of any kind pass.
  const wire = Buffer.from(body).toString('latin1')
  const parts = `\r\n${wire}`.split(`\r\n--${boundary}`).slice(1, -1)
  const fields = parts.map((part) => readPart(part.replace(/^\r\n/, '')))
  return fields.length > 0 && fields.every((field) => field !== undefined) ? fields : undefined
}

function readPart(part: string): FormField | undefined {
  const end = part.indexOf('\r\n\r\n')
  const head = text(part.slice(0, end))
  const content = part.slice(end + 4)
  const lines = head?.split('\r\n') ?? []
  const disposition = lines.find((line) => /^content-disposition: form-data/i.test(line))
  const name = disposition && parameter(disposition, 'name')
  if (name === undefined || lines.some((line) => !/^content-(?:disposition|type):/i.test(line)))
    return undefined
  const type = lines.find((line) => /^content-type:/i.test(line))?.replace(/^[^:]*: */, '')
  const filename = parameter(disposition!, 'filename')
  const typed = type === undefined ? {} : { type }
  if (filename !== undefined) return { name, file: filename, ...typed }
  const value = text(content)
  return value === undefined || value.includes('\0') ? undefined : { name, value, ...typed }
}

function parameter(disposition: string, name: string): string | undefined {
  return new RegExp(`; ${name}="([^"]*)"`)
    .exec(disposition)?.[1]
    ?.replaceAll('%22', '"')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
}

/** Wire text as UTF-8; `undefined` when it is none. */
function text(wire: string): string | undefined {
  const bytes = Buffer.from(wire, 'latin1')
  const decoded = bytes.toString('utf8')
  return Buffer.from(decoded).equals(bytes) ? decoded : undefined
}
