/**
 * The values of `-F`: `name=text`, `name=@file,file`, `name=<file`, with `;type=`, `;filename=`, `;headers=`,
 * `;encoder=`. Owns the syntax; knows nothing of multipart bodies.
 * @see https://curl.se/docs/manpage.html#-F
 */
import { CurlUsageError } from '../transfer-error'
import type { ReadArgumentFile } from './data-values'
import type { FormPart } from './operation'

/** What parsing a form value needs. */
export interface FormReader {
  warn(text: string): void
  read: ReadArgumentFile
}

const refuse = (): CurlUsageError => new CurlUsageError('is badly used here')

/**
 * Parses one `--form-string` value: all after the name is text.
 *
 * @returns One part.
 * @throws CurlUsageError when the value has no `=`.
 */
export async function parseFormString(value: string, reader: FormReader): Promise<FormPart> {
  const { name, content } = splitField(value, reader)
  return { name, kind: 'text', value: content, headers: [] }
}

/**
 * Parses one `-F` value.
 *
 * @returns One part.
 * @throws CurlUsageError when the value has no `=`, a bad content type, or asks for nested parts.
 */
export async function parseFormValue(value: string, reader: FormReader): Promise<FormPart> {
  const { name, content } = splitField(value, reader)
  if (content.startsWith('(') || (name === '' && content === ')')) {
    throw new CurlUsageError('nested parts (=( … =)) are not supported; send them with --data-binary')
  }
  const kind = content.startsWith('@') ? 'file' : content.startsWith('<') ? 'content' : 'text'
  const scanner = new PartScanner(
    kind === 'text' ? content : content.slice(1),
    kind === 'file' ? ',' : '',
    reader,
  )
  const part = await scanner.read()
  if (scanner.rest.startsWith(',')) {
    throw new CurlUsageError('several files in one field are not supported; repeat -F for each file')
  }
  if (part.filename !== undefined && kind === 'content') {
    reader.warn(`Field file name not allowed here: ${part.filename}`)
    delete part.filename
  }
  return { name, kind, ...part }
}

function splitField(value: string, reader: FormReader): { name: string; content: string } {
  const equals = value.indexOf('=')
  if (equals < 0) {
    reader.warn('Illegally formatted input field!')
    throw refuse()
  }
  return { name: value.slice(0, equals), content: value.slice(equals + 1) }
}

type PartValues = Pick<FormPart, 'value' | 'type' | 'filename' | 'encoder' | 'headers'>

/** Reads a value and its `;key=` attributes from left to right. */
class PartScanner {
  rest: string

  constructor(
    text: string,
    private readonly endChar: string,
    private readonly reader: FormReader,
  ) {
    this.rest = text
  }

  async read(): Promise<PartValues> {
    const headers: string[] = []
    const part: PartValues = { value: this.word(), headers }
    while (this.rest.startsWith(';')) {
      this.skip(/^;\s*/)
      const key = /^(type|filename|headers|encoder)=/i.exec(this.rest)?.[1]?.toLowerCase()
      if (key === undefined) {
        const unknown = this.word()
        if (unknown !== '') this.reader.warn(`skip unknown form field: ${unknown}`)
        continue
      }
      this.rest = this.rest.slice(key.length + 1)
      if (key === 'type') part.type = this.contentType()
      else if (key === 'filename') part.filename = this.word()
      else if (key === 'encoder') part.encoder = this.word()
      else headers.push(...(await this.headers()))
    }
    return part
  }

  private skip(pattern: RegExp): void {
    this.rest = this.rest.replace(pattern, '')
  }

  /** A content type with its own `;parameters`, which end where one of our keys begins. */
  private contentType(): string {
    this.skip(/^\s+/)
    if (!/^[^/ ]{1,127}\/[^;, \n]{1,127}/.test(this.rest)) {
      this.reader.warn('Illegally formatted content-type field!')
      throw refuse()
    }
    let type = this.upToSeparator()
    while (this.rest.startsWith(';') && !/^;\s*(filename|headers|encoder)=/i.test(this.rest)) {
      this.rest = this.rest.slice(1)
      type += `;${this.upToSeparator()}`
    }
    return type.trimEnd()
  }

  private upToSeparator(): string {
    const end = [...this.rest].findIndex((char) => char === ';' || char === this.endChar)
    const text = end < 0 ? this.rest : [...this.rest].slice(0, end).join('')
    this.rest = this.rest.slice(text.length)
    return text
  }

  private word(): string {
    this.skip(/^\s+/)
    const quoted = /^"((?:\\[^]|[^"\\])*)"/.exec(this.rest)
    if (quoted?.[1] === undefined) return this.upToSeparator().trimEnd()
    this.rest = this.rest.slice(quoted[0].length)
    if (this.upToSeparator().trim() !== '') this.reader.warn('Trailing data after quoted form parameter')
    return quoted[1].replace(/\\(["\\])/g, '$1')
  }

  /** A header, or those of a file: one a line, indented lines continue, `#` begins a comment. */
  private async headers(): Promise<string[]> {
    if (!/^[@<]/.test(this.rest)) return [this.word()]
    this.skip(/^[@<]\s*/)
    const text = (await this.reader.read(this.word())).toString('utf8').replaceAll('\r', '')
    const lines = text.split('\n').filter((line) => !line.startsWith('#'))
    const joined: string[] = []
    for (const line of lines) {
      if (/^\s/.test(line) && joined.length > 0) joined[joined.length - 1] += line
      else joined.push(line)
    }
    return joined.map((line) => line.trimEnd()).filter((line) => line !== '')
  }
}
