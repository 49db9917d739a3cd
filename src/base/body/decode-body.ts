/**
 * Content codings: a body's bytes as they were before the server compressed them. A coded body that is cut gives all that
 * can be read of it, for that is text of the answer.
 */
import type { Readable, Transform } from 'node:stream'
import { CutBodyError } from './read-body'

/**
 * Takes the content codings off.
 *
 * @param body - The body as it came.
 * @param codings - The header `content-encoding`.
 * @returns The body itself when it has none.
 */
export function decodeBody(body: Readable, codings = ''): Readable | AsyncIterable<Uint8Array> {
  const names = codings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  const applied = names.filter((name) => name !== '' && name !== 'identity')
  if (applied.length === 0) return body
  return applied.reduceRight<AsyncIterable<Uint8Array>>((bytes, name) => decode(bytes, name), piecesOf(body))
}

/** A node stream's bytes, with those that came before an error never lost behind it. */
async function* piecesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  const queue = createQueue()
  stream.on('data', (bytes: Uint8Array) => queue.push(bytes))
  stream.once('end', () => queue.end())
  stream.on('error', (error) => queue.end(error))
  stream.once('close', () => queue.end(new CutBodyError('the body was closed before its end')))
  try {
    yield* queue.pieces()
  } finally {
    stream.destroy()
  }
}

/** Takes one content coding off. A coded body that is cut gives all that can be read of it, then its error if any. */
async function* decode(bytes: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done) return
  const decoder = await createDecoder(coding, first.value)
  const queue = createQueue()
  decoder.on('data', (piece: Uint8Array) => queue.push(piece))
  let cause: unknown
  decoder.once('end', () => queue.end(cause))
  decoder.once('error', (error) => queue.end(cause ?? error))
  decoder.write(first.value)
  void feed(decoder, iterator).then((error) => {
    cause = error
    decoder.end()
  })
  try {
    yield* queue.pieces()
  } finally {
    decoder.destroy()
    iterator.return?.(undefined)?.then(undefined, () => {})
  }
}

async function feed(decoder: Transform, iterator: AsyncIterator<Uint8Array>): Promise<unknown> {
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) decoder.write(next.value)
    return undefined
  } catch (error) {
    return error
  }
}

async function createDecoder(coding: string, first: Uint8Array): Promise<Transform> {
  const zlib = await import('node:zlib')
  // Flushing at every write gives events as they come, and a missing trailer is for the answer reader to judge.
  const options = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
  if (coding === 'gzip' || coding === 'x-gzip') return zlib.createGunzip(options)
  if (coding === 'br') {
    const flush = zlib.constants.BROTLI_OPERATION_FLUSH
    return zlib.createBrotliDecompress({ flush, finishFlush: flush })
  }
  // Old servers send deflate without its zlib header.
  if (coding === 'deflate')
    return (first[0]! & 0x0f) === 8 ? zlib.createInflate(options) : zlib.createInflateRaw(options)
  throw Object.assign(new Error('unknown content coding'), { code: 'ERR_CONTENT_CODING' })
}

interface Queue {
  push(bytes: Uint8Array): void
  end(error?: unknown): void
  pieces(): AsyncGenerator<Uint8Array>
}

function createQueue(): Queue {
  const waiting: Uint8Array[] = []
  let ending: { error: unknown } | undefined
  let wake = (): void => {}
  return {
    push(bytes) {
      waiting.push(bytes)
      wake()
    },
    end(error) {
      ending ??= { error }
      wake()
    },
    async *pieces() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!
        if (ending?.error !== undefined) throw ending.error
        if (ending) return
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
