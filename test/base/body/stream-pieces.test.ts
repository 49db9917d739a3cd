import { PassThrough } from 'node:stream'
import { streamPieces } from '../../../src/base/body/stream-pieces'

/** All pieces, and what the loop over them ended with. */
async function collect(pieces: AsyncIterable<Uint8Array>): Promise<{ pieces: string[]; error: unknown }> {
  const found: string[] = []
  try {
    for await (const piece of pieces) found.push(Buffer.from(piece).toString())
    return { pieces: found, error: undefined }
  } catch (error) {
    return { pieces: found, error }
  }
}

describe('streamPieces', () => {
  test('joins what came before it is asked for', async () => {
    const stream = new PassThrough()
    const pieces = streamPieces(stream)
    const first = pieces.next()
    stream.write('a')
    expect(Buffer.from((await first).value!).toString()).toBe('a')
    stream.write('b')
    stream.write('c')
    stream.end('d')
    expect(await collect(pieces)).toEqual({ pieces: ['bcd'], error: undefined })
  })

  test('gives what came before an error, then the error', async () => {
    const stream = new PassThrough()
    const all = collect(streamPieces(stream))
    stream.write('a')
    await new Promise((resolve) => setImmediate(resolve))
    stream.write('b')
    stream.destroy(new Error('reset'))
    const { pieces, error } = await all
    expect(pieces.join('')).toBe('ab')
    expect(error).toMatchObject({ message: 'reset' })
  })

  test('takes a stream that is closed before its end for cut', async () => {
    const stream = new PassThrough()
    const all = collect(streamPieces(stream))
    stream.write('a')
    stream.destroy()
    expect(await all).toMatchObject({ error: { code: 'ERR_STREAM_PREMATURE_CLOSE' } })
  })

  test('holds the sender up where nobody asks', async () => {
    const stream = new PassThrough({ highWaterMark: 1024 * 1024 })
    const pieces = streamPieces(stream)
    const megabyte = Buffer.alloc(1024 * 1024)
    const first = pieces.next()
    let written = 0
    for (; written < 100 && !stream.writableNeedDrain; written++) {
      stream.write(megabyte)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(written).toBeLessThan(20)
    stream.end()
    let size = (await first).value!.length
    for await (const piece of pieces) size += piece.length
    expect(size).toBe(written * megabyte.length)
  })

  test('closes the stream when the loop is left', async () => {
    const stream = new PassThrough()
    stream.write('a')
    for await (const _ of streamPieces(stream)) break
    expect(stream.destroyed).toBe(true)
  })
})
