/**
 * The body of a final response: limits, ranges, unpacking, and on to the output, never faster than it can be written.
 */
import { CurlError, EXIT } from '../transfer-error'
import type { OutputFile } from './output-file'
import type { TransferInfo } from './transfer-info'
import { contentCodings } from '../../base/body/content-codings'
import { decodeContent } from '../connection/decode-content'
import { headersOf, type WireHead } from '../connection/response-head'
import { fromWire } from '../wire-text'
import type { Command } from './command'
import type { SentRequest } from './send-request'
import type { PreparedTransfer } from './prepare'

/** What receiving a body needs. */
export interface ReceiveBodyOptions {
  readonly command: Command
  readonly transfer: PreparedTransfer
  readonly sent: SentRequest
  readonly info: TransferInfo
  readonly output: OutputFile
  readonly signal: AbortSignal
}

/** Reads a body to its end. */
export async function receiveBody(options: ReceiveBodyOptions): Promise<void> {
  const { command, transfer, sent, info, output, signal } = options
  const { operation } = transfer
  const { head, size, body } = sent.exchange
  if (operation.noBody) return
  if (operation.maxFileBytes > 0 && (size ?? 0) > operation.maxFileBytes) throw tooLarge()
  if (isComplete(transfer, head, size)) return
  const counted = countBytes(body, options)
  const codings =
    operation.compressed && !operation.raw
      ? contentCodings(headersOf(head, 'content-encoding').join(','))
      : []
  const started = command.time.now()
  for await (const bytes of codings.length > 0 ? decodeContent(counted, codings) : counted) {
    info.decodedBytes += bytes.length
    if (operation.maxFileBytes > 0 && info.decodedBytes > operation.maxFileBytes) throw tooLarge()
    await output.write(bytes, 'body')
    if (operation.bytesPerSecond > 0) {
      const dueMs = (info.decodedBytes * 1000) / operation.bytesPerSecond - (command.time.now() - started)
      if (dueMs > 0) await command.time.sleep(dueMs, signal)
    }
  }
}

function tooLarge(): CurlError {
  return new CurlError(EXIT.fileSize, 'Maximum file size exceeded')
}

async function* countBytes(
  body: AsyncIterable<Buffer>,
  { command, info, output, sent }: ReceiveBodyOptions,
): AsyncGenerator<Buffer> {
  const { onProgress } = command.io
  const url = fromWire(info.effectiveUrl)
  const { size } = sent.exchange
  for await (const bytes of body) {
    info.downloadBytes += bytes.length
    yield bytes
    onProgress?.({
      url,
      direction: 'download',
      bytes: info.downloadBytes,
      ...(size === undefined ? {} : { totalBytes: size }),
      ...(output.path === undefined ? {} : { savedTo: output.path }),
    })
  }
}

/** A resumed download that has nothing left; throws when the server cannot resume. */
function isComplete(
  { operation, resumeAt, kind }: PreparedTransfer,
  head: WireHead,
  size: number | undefined,
): boolean {
  const from = resumeAt ?? (typeof operation.resumeFrom === 'number' ? operation.resumeFrom : 0)
  if (!from || kind !== 'get') return false
  if (head.status === 416) return true
  const range = headersOf(head, 'content-range')[0]
  const offset = /(\d+)-/.exec(range ?? '')?.[1]
  if (offset !== undefined && Number(offset) === from) return false
  if (size === from) return true
  if (head.status >= 300) return false
  throw new CurlError(EXIT.range, "HTTP server doesn't seem to support byte ranges. Cannot resume.")
}
