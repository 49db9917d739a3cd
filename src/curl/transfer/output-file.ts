/**
 * Where a response body goes: standard output or a file. Owns opening late, overwrite rules, directories, starting
 * anew for a retry; knows nothing of HTTP.
 * @see https://curl.se/docs/manpage.html#-o
 */
import { mkdir, open, unlink, utimes, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CurlError, EXIT } from '../transfer-error'
import { systemMessage } from '../../base/system-message'
import type { OutputPart } from '../../script/curl-contract'
import { codeOf } from '../../base/unknown'

/** How a file is written. */
export interface OutputFileOptions {
  readonly cwd: string
  /** As given on the command line or made from the address; `undefined` is standard output. */
  readonly name: string | undefined
  /** Overwrite (`default`, `always`) or take the next free name (`never`). */
  readonly clobber: 'default' | 'always' | 'never'
  readonly mode: number | undefined
  /** Append to the file, which has this size (`-C`). */
  readonly resumeAt: number | undefined
  readonly writeStdout: (bytes: Uint8Array, part: OutputPart) => Promise<void>
  readonly warn: (text: string) => void
}

const MAX_NUMBERED_NAMES = 100

/** A body's destination. Nothing is created before the first byte or {@link finish}. */
export class OutputFile {
  /** Bytes written since the beginning or the last retry. */
  bytes = 0
  private name: string | undefined
  private isFromServer = false
  private handle: FileHandle | undefined

  constructor(private readonly options: OutputFileOptions) {
    this.name = options.name
  }

  /** Name of the file as curl would print it. */
  get fileName(): string | undefined {
    return this.name
  }

  /** Path of the file. */
  get path(): string | undefined {
    return this.name === undefined ? undefined : resolve(this.options.cwd, this.name)
  }

  /** Takes the name a server suggests (`-J`); it never overwrites. */
  useServerName(name: string): void {
    this.name = name
    this.isFromServer = true
  }

  async write(bytes: Uint8Array, part: OutputPart): Promise<void> {
    if (this.name === undefined) await this.options.writeStdout(bytes, part)
    else {
      const handle = (this.handle ??= await this.open())
      try {
        for (let rest = bytes; rest.length > 0;) {
          const { bytesWritten } = await handle.write(rest)
          rest = rest.subarray(bytesWritten)
        }
      } catch (error) {
        throw new CurlError(
          EXIT.write,
          `Failure writing output to destination: ${systemMessage(error)}`,
          error,
        )
      }
    }
    this.bytes += bytes.length
  }

  /** Throws away what was written, for a retry. Standard output cannot be taken back. */
  async restart(): Promise<void> {
    this.bytes = 0
    const { handle, path } = this
    if (!handle || path === undefined) return
    // A device such as /dev/null has nothing to take back.
    if ((await handle.stat()).isFile()) await handle.truncate(this.options.resumeAt ?? 0)
    await handle.close()
    this.handle = await open(path, 'a')
  }

  /** Creates the file even if nothing was written. */
  async create(): Promise<void> {
    if (this.name !== undefined) this.handle ??= await this.open()
  }

  async close(): Promise<void> {
    await this.handle?.close()
    this.handle = undefined
  }

  /** Removes the file (`--remove-on-error`). */
  async remove(): Promise<void> {
    if (this.path !== undefined) await unlink(this.path).catch(() => {})
  }

  /** Gives the file the time the server named (`-R`). */
  async setTime(date: Date): Promise<void> {
    if (this.path !== undefined) await utimes(this.path, date, date)
  }

  private async open(): Promise<FileHandle> {
    const { clobber, resumeAt, mode } = this.options
    const path = this.path ?? ''
    try {
      if (resumeAt !== undefined) return await open(path, 'a', mode)
      if (clobber === 'always' || (clobber === 'default' && !this.isFromServer))
        return await open(path, 'w', mode)
      return clobber === 'never' ? await this.openNumbered(path) : await open(path, 'wx', mode)
    } catch (error) {
      this.options.warn(`Failed to open the file ${this.name}: ${systemMessage(error)}`)
      throw new CurlError(EXIT.write, `Failed to open the file ${this.name}: ${systemMessage(error)}`, error)
    }
  }

  /** `name`, else `name.1`, `name.2` … */
  private async openNumbered(path: string): Promise<FileHandle> {
    for (let number = 0; ; number++) {
      try {
        const suffix = number === 0 ? '' : `.${number}`
        const handle = await open(path + suffix, 'wx', this.options.mode)
        this.name += suffix
        return handle
      } catch (error) {
        const code = codeOf(error)
        if ((code !== 'EEXIST' && code !== 'EISDIR') || number + 1 >= MAX_NUMBERED_NAMES) throw error
      }
    }
  }
}

/** Creates the directories of a file (`--create-dirs`). */
export async function createDirectories(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o750 })
  } catch (error) {
    throw new CurlError(
      EXIT.write,
      `Error creating directory ${dirname(path)}: ${systemMessage(error)}`,
      error,
    )
  }
}
