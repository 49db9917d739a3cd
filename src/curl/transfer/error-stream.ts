/**
 * Where messages go: stderr, or what `--stderr` names.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CurlIo } from '../../script/curl-contract'

/** Writes messages to the place of the moment. */
export class ErrorStream {
  private readonly files = new Map<string, number>()
  private pending: Promise<unknown> = Promise.resolve()

  constructor(private readonly io: CurlIo) {}

  /** @param file - `undefined` for stderr, `-` for stdout, else a path. */
  write(text: string, file: string | undefined): void {
    if (file === undefined) this.io.stderr(text)
    else if (file === '-') {
      this.pending = this.pending.then(() => this.io.stdout(Buffer.from(text), 'write-out'))
    } else this.writeFile(text, file)
  }

  async close(): Promise<void> {
    await this.pending
    for (const handle of this.files.values()) if (handle >= 0) closeSync(handle)
    this.files.clear()
  }

  private writeFile(text: string, file: string): void {
    let handle = this.files.get(file)
    if (handle === undefined) {
      try {
        handle = openSync(resolve(this.io.cwd, file), 'w')
      } catch {
        handle = -1
        this.io.stderr(`Warning: Failed to open ${file}!\n`)
      }
      this.files.set(file, handle)
    }
    if (handle < 0) this.io.stderr(text)
    else writeSync(handle, text)
  }
}
