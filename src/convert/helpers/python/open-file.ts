/** Files and texts that are read and written bit by bit. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { failure } from './failure'
import { readText } from './files'

/** A text that is read from its start to its end */
export class TextReader {
  protected text: string
  protected at = 0
  private isClosed = false

  constructor(text: string) {
    this.text = text
  }

  read(): string {
    this.check()
    const rest = this.text.slice(this.at)
    this.at = this.text.length
    return rest
  }

  readline(): string {
    this.check()
    const end = this.text.indexOf('\n', this.at) + 1
    const line = this.text.slice(this.at, end === 0 ? undefined : end)
    this.at += line.length
    return line
  }

  /** The lines that are left, with their ends */
  *lines(): Generator<string> {
    for (let line = this.readline(); line !== ''; line = this.readline()) yield line
  }

  /** To the start */
  rewind(): void {
    this.check()
    this.at = 0
  }

  close(): void {
    this.isClosed = true
  }

  protected check(): void {
    if (this.isClosed) throw failure('ValueError', 'I/O operation on closed file.')
  }
}

/** `io.StringIO(text)` */
export class StringIO extends TextReader {
  write(text: string): void {
    this.check()
    if (this.at < this.text.length)
      throw failure('NotConverted', 'A write into the middle of a StringIO is not converted.')
    this.text += text
    this.at = this.text.length
  }

  getvalue(): string {
    this.check()
    return this.text
  }
}

/** `open(path, mode)` of a text */
export class TextFile extends TextReader {
  readonly path: string
  readonly mode: string

  constructor(path: string, mode = 'r') {
    super(mode === 'r' ? readText(path) : '')
    if (mode !== 'r') appendFileSync(path, '')
    if (mode === 'w') writeFileSync(path, '')
    this.path = path
    this.mode = mode
  }

  override read(): string {
    if (this.mode !== 'r') throw failure('UnsupportedOperation', 'not readable')
    return super.read()
  }

  write(text: string): void {
    this.check()
    if (this.mode === 'r') throw failure('UnsupportedOperation', 'not writable')
    appendFileSync(this.path, text)
  }
}

/** `open(path, "rb")`, `io.BytesIO(bytes)` */
export class ByteFile {
  readonly path: string | undefined
  name: string | undefined
  private readonly bytes: Uint8Array
  private at = 0
  private isClosed = false

  constructor(from: string | Uint8Array) {
    this.path = this.name = typeof from === 'string' ? from : undefined
    this.bytes = typeof from === 'string' ? readFileSync(from) : Buffer.from(from)
  }

  read(): Uint8Array {
    this.check()
    const rest = this.bytes.subarray(this.at)
    this.at = this.bytes.length
    return rest
  }

  getvalue(): Uint8Array {
    this.check()
    return this.bytes
  }

  rewind(): void {
    this.check()
    this.at = 0
  }

  close(): void {
    this.isClosed = true
  }

  private check(): void {
    if (this.isClosed) throw failure('ValueError', 'I/O operation on closed file.')
  }
}

/** A file of bytes as a client sends it: what is left of it */
export function sentBytes(file: ByteFile): File {
  if (file.name === undefined)
    throw failure('NotConverted', 'Bytes that are sent need a name: give the file its name.')
  return new File([new Uint8Array(file.read())], basename(file.name))
}
