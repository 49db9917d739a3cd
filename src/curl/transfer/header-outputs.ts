/**
 * Where the header lines of responses go: `-i`, `-D`, `--etag-save`, `-v`, the cookie jar, the file name of `-J`.
 */
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CurlError, EXIT } from '../transfer-error'
import { systemMessage } from '../../base/system-message'
import { dispositionFileName } from './file-names'
import type { OutputFile } from './output-file'
import { asciiHost, requestPath, type Url } from '../request/url'
import type { TransferInfo } from './transfer-info'
import { headerOf, headersOf, type WireHead } from '../connection/response-head'
import { fromWire } from '../wire-text'
import type { Command } from './command'
import { isSecure } from './redirect-headers'
import type { PreparedTransfer } from './prepare'

/** Takes the header lines of one transfer's responses. */
export class HeaderOutputs {
  constructor(
    private readonly command: Command,
    private readonly transfer: PreparedTransfer,
    private readonly info: TransferInfo,
    private readonly output: OutputFile,
  ) {}

  /** A head has arrived. */
  async receive(head: WireHead, url: Url, fromProxy: boolean): Promise<void> {
    const { operation, entry } = this.transfer
    const { messages, jar } = this.command
    messages.verbose('<', head.lines.join(''))
    const name = headerOf(head, 'content-disposition')
    if (
      operation.useHeaderName &&
      entry.remoteName &&
      name !== undefined &&
      !isFollowed(head, operation.follow)
    ) {
      const file = dispositionFileName(fromWire(name))
      if (file !== undefined)
        this.output.useServerName(operation.outputDir ? `${operation.outputDir}/${file}` : file)
    }
    if (!(fromProxy && operation.suppressConnectHeaders)) await this.write(head.lines)
    if (fromProxy) return
    if (operation.cookieFiles.length > 0 || operation.cookieJar !== undefined) {
      const host = asciiHost(url)
      const origin = { host, path: requestPath(url), secure: isSecure(url, host) }
      for (const value of headersOf(head, 'set-cookie')) jar.set(value, origin)
    }
    const etag = headerOf(head, 'etag')
    if (operation.etagSave !== undefined && etag) await this.append(operation.etagSave, `${etag}\n`, 'w')
  }

  /** Header lines as they are, for `-i` and `-D`. */
  async write(lines: readonly string[]): Promise<void> {
    const { operation } = this.transfer
    const text = lines.join('')
    this.info.headerBytes += text.length
    if (operation.headerFile !== undefined) await this.append(operation.headerFile, text, 'a')
    if (operation.include) await this.output.write(Buffer.from(text, 'latin1'), 'head')
  }

  private async append(name: string, text: string, flag: 'a' | 'w'): Promise<void> {
    const { io, writeStdout } = this.command
    const bytes = Buffer.from(text, 'latin1')
    if (name === '-') return await writeStdout(bytes, 'head')
    try {
      const file = await open(resolve(io.cwd, name), flag)
      await file.write(bytes).finally(() => file.close())
    } catch (error) {
      throw new CurlError(EXIT.write, `Failed to open ${name}: ${systemMessage(error)}`, error)
    }
  }
}

function isFollowed(head: WireHead, follows: boolean): boolean {
  return follows && head.status >= 300 && head.status < 400 && headerOf(head, 'location') !== undefined
}
