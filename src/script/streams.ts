/**
 * Bytes between the commands of a script: sinks that commands write to, pipes between them, captures.
 * Owns back-pressure and a reader that leaves; knows nothing of files and processes.
 */
import { bodyTooLarge, DEFAULT_LIMITS } from '../base/body/body-limits'
import { collectBytes } from '../base/body/collect-bytes'
import { MagicsError } from '../errors'
import type { OutputPart } from './curl-contract'

/** Where a command writes. */
export interface Sink {
  /**
   * Takes bytes.
   * @returns `false` when nobody reads any more; the writer should end, as a program that gets SIGPIPE does.
   */
  write(bytes: Uint8Array, part?: OutputPart): boolean | Promise<boolean>
}

/** What a command reads. Leaving a loop over it early does not close it: the next command may read on. */
export type ByteSource = AsyncIterable<Uint8Array>

/** Most bytes that wait in a pipe before the writer has to wait. */
const PIPE_BYTES = 256 * 1024

/** The pipe between two commands. */
export class Pipe implements Sink, ByteSource {
  #chunks: Uint8Array[] = []
  #held = 0
  #isEnded = false
  #isAbandoned = false
  #wakeReader: () => void = () => {}
  #wakeWriters: (() => void)[] = []

  async write(bytes: Uint8Array): Promise<boolean> {
    if (this.#isAbandoned) return false
    if (bytes.length === 0) return true
    this.#chunks.push(bytes)
    this.#held += bytes.length
    this.#wakeReader()
    while (this.#held > PIPE_BYTES && !this.#isAbandoned)
      await new Promise<void>((resolve) => this.#wakeWriters.push(resolve))
    return !this.#isAbandoned
  }

  /** Says that nothing more will be written. */
  end(): void {
    this.#isEnded = true
    this.#wakeReader()
  }

  /** Says that nobody reads any more: writers get `false` from now on. */
  abandon(): void {
    this.#isAbandoned = true
    this.#chunks = []
    this.#held = 0
    this.#wakeAll()
    this.#wakeReader()
  }

  /** Whether a writer was, or would be, turned away. */
  get isAbandoned(): boolean {
    return this.#isAbandoned
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return { next: () => this.#next() }
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk) {
        this.#held -= chunk.length
        this.#wakeAll()
        return { done: false, value: chunk }
      }
      if (this.#isEnded || this.#isAbandoned) return { done: true, value: undefined }
      await new Promise<void>((resolve) => (this.#wakeReader = resolve))
    }
  }

  #wakeAll(): void {
    const waiting = this.#wakeWriters
    this.#wakeWriters = []
    for (const wake of waiting) wake()
  }
}

/** Keeps what is written, for `$(…)`. */
export class Capture implements Sink {
  readonly #maxBytes: number
  #chunks: Uint8Array[] = []
  #size = 0

  constructor(maxBytes: number = DEFAULT_LIMITS.maxBodyBytes) {
    this.#maxBytes = maxBytes
  }

  /** @throws MagicsError `output-too-large` beyond the limit. */
  write(bytes: Uint8Array): boolean {
    this.#size += bytes.length
    if (this.#size > this.#maxBytes) throw tooLarge('What $(…) captures', this.#maxBytes)
    this.#chunks.push(bytes.slice())
    return true
  }

  /** All bytes as text; NUL bytes are dropped, as bash does. */
  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8').replaceAll('\0', '')
  }
}

/** Takes everything and keeps nothing: `/dev/null`. */
export const nowhere: Sink = { write: () => true }

/** Nothing to read. */
export const nothing: ByteSource = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
}

/** Bytes that are at hand, as a source. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  let rest: Uint8Array | undefined = bytes
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = rest
        rest = undefined
        return Promise.resolve(
          value === undefined ? { done: true, value: undefined } : { done: false, value },
        )
      },
    }),
  }
}

const encoder = new TextEncoder()

/** Writes text as UTF-8. */
export async function writeText(sink: Sink, text: string): Promise<boolean> {
  return text === '' || sink.write(encoder.encode(text))
}

/**
 * Reads a source to its end.
 *
 * @throws MagicsError `output-too-large` when there are more than `maxBytes`.
 */
export async function readAll(
  source: ByteSource,
  maxBytes: number = DEFAULT_LIMITS.maxBodyBytes,
): Promise<Buffer> {
  return collectBytes(source, maxBytes, () => tooLarge('What a command of the script reads', maxBytes))
}

function tooLarge(what: string, maxBytes: number): MagicsError {
  return new MagicsError('output-too-large', bodyTooLarge(what, maxBytes))
}
