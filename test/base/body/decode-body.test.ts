import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import * as zlib from 'node:zlib'
import fc from 'fast-check'
import { CAN_READ_ZSTD, contentCodings } from '../../../src/base/body/content-codings'
import { decodeBody, type DecodeLimits } from '../../../src/base/body/decode-body'
import { rounds } from '../../support/extent'

type Pack = (bytes: Buffer) => Buffer

const zstd = (zlib as unknown as { zstdCompressSync?: Pack }).zstdCompressSync
const packs: [coding: string, pack: Pack][] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ...(zstd ? [['zstd', zstd] as [string, Pack]] : []),
]
/** Several blocks of every coding. */
const longText = Array.from({ length: 50_000 }, (_, at) => `event ${at * 7919}\n`).join('')
const text = Array.from({ length: 1000 }, (_, at) => `event ${at * 7919}\n`).join('')

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What comes of a body, also where it fails in the end. */
async function decode(
  body: AsyncIterable<Uint8Array>,
  codings: readonly string[],
  limits?: DecodeLimits,
): Promise<{ text: string; code: string | undefined }> {
  const out: Uint8Array[] = []
  try {
    for await (const bytes of decodeBody(body, codings, limits)) out.push(bytes)
  } catch (error) {
    return { text: Buffer.concat(out).toString(), code: (error as { code?: string }).code ?? String(error) }
  }
  return { text: Buffer.concat(out).toString(), code: undefined }
}

describe('contentCodings', () => {
  test.each([
    [undefined, []],
    ['', []],
    ['identity', []],
    ['GZIP', ['gzip']],
    [' gzip , , none,x-Gzip', ['gzip', 'x-gzip']],
  ])('reads %p as %j', (header, codings) => {
    expect(contentCodings(header)).toEqual(codings)
  })
})

describe('decodeBody', () => {
  test.each(packs)('takes %s off', async (coding, pack) => {
    for (const size of [1, 100, 100_000])
      expect(await decode(pieces(pack(Buffer.from(text)), size), [coding])).toEqual({ text, code: undefined })
  })

  test('takes several codings off, the last one first', async () => {
    const packed = brotliCompressSync(deflateSync(gzipSync(text)))
    expect(await decode(pieces(packed, 1000), ['gzip', 'deflate', 'br'])).toEqual({ text, code: undefined })
    expect(await decode(pieces(packed, 1000), ['br', 'deflate', 'gzip'])).toMatchObject({
      code: 'Z_DATA_ERROR',
    })
  })

  test('gives an uncoded body as it is, without empty pieces', async () => {
    const body = async function* () {
      yield* [Buffer.from('a'), Buffer.alloc(0), Buffer.from('b')]
    }
    const out: string[] = []
    for await (const bytes of decodeBody(body(), [])) out.push(Buffer.from(bytes).toString())
    expect(out).toEqual(['a', 'b'])
  })

  test.each(packs)('finds nothing in an empty body with %s', async (coding) => {
    expect(await decode(pieces(Buffer.alloc(0), 1), [coding])).toEqual({ text: '', code: undefined })
  })

  test('gives the members of a gzip file one after the other, and takes what follows for padding', async () => {
    const members = Buffer.concat([gzipSync('one '), gzipSync('two'), Buffer.alloc(100)])
    for (const size of [7, 1000])
      expect(await decode(pieces(members, size), ['gzip'])).toEqual({ text: 'one two', code: undefined })
  })

  test.each(packs)(
    'gives of a cut body with %s all that can be read, then says that it is cut',
    async (coding, pack) => {
      const packed = pack(Buffer.from(longText))
      const read = await decode(pieces(packed.subarray(0, packed.length - 20), 1000), [coding])
      expect(read.code).toBe('Z_BUF_ERROR')
      expect(read.text.length).toBeGreaterThan(longText.length * 0.5)
      expect(longText.startsWith(read.text)).toBe(true)
    },
  )

  test.each(packs)(
    'gives of a body with %s all that came before its error, then the error as it is',
    async (coding, pack) => {
      const packed = pack(Buffer.from(longText))
      const body = async function* () {
        yield* pieces(packed.subarray(0, packed.length - 20), 1000)
        throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
      }
      const read = await decode(body(), [coding])
      expect(read.code).toBe('ECONNRESET')
      expect(read.text.length).toBeGreaterThan(longText.length * 0.5)
    },
  )

  test('gives an event when it has been flushed, before more is asked for', async () => {
    const gzip = createGzip()
    const flushed = async (event: string): Promise<Buffer> => {
      gzip.write(event)
      await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, () => resolve()))
      return gzip.read() as Buffer
    }
    const asked: string[] = []
    const body = async function* () {
      for (const event of ['one', 'two', 'three']) {
        asked.push(event)
        yield await flushed(event)
      }
      gzip.end()
      for await (const rest of gzip) yield rest as Buffer
    }
    const seen: [string, number][] = []
    for await (const bytes of decodeBody(body(), ['gzip']))
      seen.push([Buffer.from(bytes).toString(), asked.length])
    expect(seen).toEqual([
      ['one', 1],
      ['two', 2],
      ['three', 3],
    ])
  })

  test.each<[coding: string, body: string, code: string]>([
    ['gzip', 'not gzip at all', 'Z_DATA_ERROR'],
    ['br', 'not brotli at all', 'Z_DATA_ERROR'],
    ['compress', 'x', 'ERR_CONTENT_CODING'],
    ['gzip, gzip, gzip, gzip, gzip, gzip', 'x', 'ERR_CONTENT_CODING'],
    ...(CAN_READ_ZSTD ? [] : [['zstd', 'x', 'ERR_CONTENT_CODING_MISSING'] as [string, string, string]]),
  ])('refuses %s of %j', async (coding, body, code) => {
    expect(await decode(pieces(Buffer.from(body), 100), contentCodings(coding))).toEqual({ text: '', code })
  })

  test('says which Node can read zstd where this one cannot', async () => {
    if (CAN_READ_ZSTD) return
    const read = async () => {
      for await (const _ of decodeBody(pieces(Buffer.from('x'), 1), ['zstd']));
    }
    await expect(read()).rejects.toThrow(
      `zstd can be unpacked from Node 22.15 on, and this is ${process.version}`,
    )
  })

  test.each(packs)('refuses a bomb in %s, and unpacks no more than was asked for', async (coding, pack) => {
    const bomb = pack(Buffer.alloc(20_000_000))
    const limits = { freeBytes: 1_000_000, maxRatio: 50 }
    const read = await decode(pieces(bomb, 1000), [coding], limits)
    expect(read.code).toBe('ERR_BODY_BOMB')
    expect(read.text.length).toBeLessThan(2_000_000)
    expect((await decode(pieces(bomb, 1000), [coding], { ...limits, maxRatio: Infinity })).text.length).toBe(
      20_000_000,
    )
  })

  test('refuses a bomb that comes in one piece as early', async () => {
    const bomb = Buffer.concat(Array.from({ length: 400 }, () => gzipSync(Buffer.alloc(1_000_000))))
    const read = await decode(pieces(bomb, bomb.length), ['gzip'], { freeBytes: 1_000_000, maxRatio: 50 })
    expect(read.code).toBe('ERR_BODY_BOMB')
    expect(read.text.length).toBeLessThan(10_000_000)
  })

  test('leaves the body when nobody wants more', async () => {
    let isLeft = false
    const body = async function* () {
      try {
        for (;;) yield gzipSync(text)
      } finally {
        isLeft = true
      }
    }
    for await (const _ of decodeBody(body(), ['gzip'])) break
    expect(isLeft).toBe(true)
  })

  test('gives the same however the bytes are cut', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...packs), sizes, fc.nat(), async ([coding, pack], cuts, end) => {
        const packed = pack(Buffer.from(text.slice(0, 5000)))
        const kept = packed.subarray(0, end % (packed.length + 1))
        const body = async function* () {
          for (let at = 0, turn = 0; at < kept.length; turn++) {
            const size = cuts[turn % cuts.length]!
            yield kept.subarray(at, at + size)
            at += size
          }
        }
        expect(await decode(body(), [coding])).toEqual(await decode(pieces(kept, 100_000), [coding]))
      }),
      { numRuns: rounds(60, 20) },
    )
  })
})
