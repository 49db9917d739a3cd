/** Files and bytes as texts. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from './failure'

/** `b64decode(text)`: what is no sign of base64 is passed over, what is cut short is an error */
export function fromBase64(text: string | Uint8Array): Uint8Array {
  const signs = Buffer.from(text)
    .toString()
    .replace(/[^A-Za-z0-9+/=]/g, '')
  const data = signs.replace(/=+$/, '')
  if (data.length % 4 === 1)
    throw failure(
      'ValueError',
      `Invalid base64-encoded string: number of data characters (${data.length}) cannot be 1 more than a multiple of 4`,
    )
  if (signs.length < Math.ceil(data.length / 4) * 4) throw failure('ValueError', 'Incorrect padding')
  return Buffer.from(data, 'base64')
}

/** `bytes.decode()` */
export function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw failure('UnicodeDecodeError', 'these bytes are no UTF-8')
  }
}

/** `bytes.splitlines()` */
export function byteLines(bytes: Uint8Array): Uint8Array[] {
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => Buffer.from(line, 'latin1'))
}

/** `open(path).read()`: all ends of lines are `\n` */
export function readText(path: string): string {
  return decoded(readFileSync(path)).replace(/\r\n?/g, '\n')
}

/** `os.path.join(…)`, which tidies nothing */
export function joinTexts(...parts: string[]): string {
  return parts.reduce((path, part) => {
    if (part.startsWith('/') || path === '') return part
    return path.endsWith('/') ? path + part : `${path}/${part}`
  })
}

/** `path / part`: without `.` and empty parts, with `..` as they are */
export function joinPaths(...parts: string[]): string {
  const path = joinTexts(...parts)
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  return (path.startsWith('/') ? '/' : '') + names.join('/') || '.'
}

/** `os.makedirs(path)`, which fails for what is there */
export function makeFolders(path: string): void {
  if (existsSync(path)) throw failure('FileExistsError', `File exists: '${path}'`)
  mkdirSync(path, { recursive: true })
}

/** `client.files.download(file=file)` of Google's client, which gives bytes */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export async function downloaded(client: any, file: any): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'download-'))
  try {
    const downloadPath = join(folder, 'file')
    await client.files.download({ file, downloadPath })
    return readFileSync(downloadPath)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** `str(bytes)` */
export function bytesText(bytes: Uint8Array): string {
  const escapes: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' }
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'"
  const body = [...bytes].map((byte) => {
    if (byte === quote.charCodeAt(0)) return `\\${quote}`
    const isPlain = byte > 31 && byte < 127
    return escapes[byte] ?? (isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)
  })
  return `b${quote}${body.join('')}${quote}`
}
