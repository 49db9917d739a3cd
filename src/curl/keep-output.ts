/**
 * What a call keeps of everything that passes by: bodies, standard output, standard error. Owns the limits, so that
 * memory stays bounded whatever a server sends.
 */
import { bodyTooLarge } from '../base/body/body-limits'
import { MagicsError } from '../errors'
import type { CurlRun } from '../script/shell'
import type { Transfer } from '../script/curl-contract'

/** Most bytes that are kept of a body that goes elsewhere: the pipe or file has it, the result only remembers it. */
const MAX_PASSING_BYTES = 16 * 1024 * 1024

interface Kept {
  chunks: Uint8Array[]
  size: number
  isWhole: boolean
}

/** Collects outputs of one script. */
export class OutputKeeper {
  readonly #maxBytes: number
  #stdout: Uint8Array[] = []
  #stdoutSize = 0
  #stderr: Uint8Array[] = []
  #stderrSize = 0
  /** Bodies that are under way, by their command. */
  #current = new Map<CurlRun, Kept>()
  #bodies = new Map<Transfer, Kept>()
  /** Why the script must end, once its standard output has passed the limit. Code `output-too-large`. */
  overflow: MagicsError | undefined

  /** @param maxBytes - Most bytes of standard output, and of a body that is shown. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Keeps what fits. Beyond the limit `overflow` is set: nobody wants that in a cell. */
  stdout(bytes: Uint8Array): void {
    const room = this.#maxBytes - this.#stdoutSize
    this.#stdoutSize += bytes.length
    if (room > 0) this.#stdout.push(bytes.slice(0, room))
    if (bytes.length > room)
      this.overflow ??= new MagicsError(
        'output-too-large',
        `${bodyTooLarge('The output', this.#maxBytes)} Or write it to a file with -o FILE.`,
        { partial: this.stdoutText() },
      )
  }

  stderr(bytes: Uint8Array): void {
    this.#stderrSize += bytes.length
    if (this.#stderrSize <= MAX_PASSING_BYTES) this.#stderr.push(bytes.slice())
  }

  /** A response begins: only the last one of redirects and retries is the body. */
  beginBody(run: CurlRun): void {
    this.#current.set(run, { chunks: [], size: 0, isWhole: true })
  }

  body(run: CurlRun, bytes: Uint8Array): void {
    const kept = this.#current.get(run) ?? { chunks: [], size: 0, isWhole: true }
    this.#current.set(run, kept)
    kept.size += bytes.length
    const limit = run.output === 'screen' ? this.#maxBytes : MAX_PASSING_BYTES
    if (kept.size <= limit) kept.chunks.push(bytes.slice())
    else {
      kept.chunks = []
      kept.isWhole = false
    }
  }

  endBody(run: CurlRun, transfer: Transfer): void {
    this.#bodies.set(transfer, this.#current.get(run) ?? { chunks: [], size: 0, isWhole: true })
    this.#current.delete(run)
  }

  /** The body of a transfer; `undefined` when it was too large to be kept or went to a file. */
  bodyOf(transfer: Transfer): Uint8Array | undefined {
    const kept = this.#bodies.get(transfer)
    if (!kept?.isWhole || transfer.savedTo !== undefined) return undefined
    return Buffer.concat(kept.chunks)
  }

  stdoutText(): string {
    return Buffer.concat(this.#stdout).toString('utf8')
  }

  stderrText(): string {
    return Buffer.concat(this.#stderr).toString('utf8')
  }
}
