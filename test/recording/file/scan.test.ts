/**
 * The search for secrets in bodies that are packed: found in what can be unpacked, and a find by itself where it cannot.
 */
import * as zlib from 'node:zlib'
import { FORMAT, VERSION, type RecordedRequest, type Recording } from '../../../src/recording/file/format'
import { toText } from '../../../src/recording/file/frames'
import { scanRecording } from '../../../src/recording/file/scan'
import { prepareValues } from '../../../src/secrets/find-secrets'

const KEY = `sk-proj-${'a1B2c3D4e5F6g7H8'.repeat(2)}`
const text = (word: string) => Buffer.from(`the answer is ${word} `.repeat(20))
const zeros = Buffer.alloc(65 * 1024 * 1024)
/** A frame of zstd, of which no Node needs to know more than its beginning. */
const BROKEN_ZSTD = Buffer.from('28b52ffd0458290000', 'hex')

const scan = (coding: string, body: Buffer, request: Partial<RecordedRequest> = {}) => {
  const recording: Recording = {
    format: FORMAT,
    version: VERSION,
    recordedAt: '2026-11-28',
    servers: {},
    exchanges: [
      {
        request: { server: 'BASE_URL', method: 'GET', path: '/', ...request },
        response: {
          status: 200,
          headers: [['Content-Encoding', coding]],
          ms: 0,
          frames: [
            [0, toText(body.subarray(0, 20))],
            [1, toText(body.subarray(20))],
          ],
          end: 'whole',
        },
      },
    ],
  }
  return scanRecording(recording, prepareValues(new Map())).map(({ line }) => line)
}

const FOUND = 'exchange 1, body of the answer: OpenAI key'
const UNSEARCHED = 'exchange 1, body of the answer: packed so that it cannot be searched'

test.each<[string, string, (bytes: Buffer) => Buffer]>([
  ['gzip', 'gzip', (bytes) => zlib.gzipSync(bytes)],
  ['x-gzip, in capitals', 'X-GZIP', (bytes) => zlib.gzipSync(bytes)],
  ['deflate', 'deflate', (bytes) => zlib.deflateSync(bytes)],
  ['deflate without a head', 'deflate', (bytes) => zlib.deflateRawSync(bytes)],
  ['br', 'br', (bytes) => zlib.brotliCompressSync(bytes)],
  ['two', 'gzip, br', (bytes) => zlib.brotliCompressSync(zlib.gzipSync(bytes))],
  ['gzip that was cut', 'gzip', (bytes) => zlib.gzipSync(bytes, { level: 0 }).subarray(0, 300)],
  ['none, whatever is said', 'gzip', (bytes) => bytes],
  ['none, though br is said', 'br', (bytes) => bytes],
  ['one that is no coding', 'utf-8', (bytes) => bytes],
])('a packed answer is searched: %s', (_name, coding, pack) => {
  expect(scan(coding, pack(text(KEY)))).toContain(FOUND)
  expect(scan(coding, pack(text('forty-two')))).toEqual([])
})

test.each<[string, string, Buffer]>([
  ['zstd that is broken', 'zstd', BROKEN_ZSTD],
  ['a coding that nobody knows', 'compress', Buffer.from('1f9d9054', 'hex')],
  ['gzip with more behind its end', 'gzip', Buffer.concat([zlib.gzipSync(text('a')), text('b')])],
  ['gzip that is broken', 'gzip', zlib.gzipSync(text('a')).fill(0xff, 10, 20)],
  ['gzip that becomes too large', 'gzip', zlib.gzipSync(zeros, { level: 1 })],
  [
    'br that becomes too large',
    'br',
    zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
  ],
  ['deflate that becomes too large', 'deflate', zlib.deflateSync(zeros, { level: 1 })],
])('an answer that cannot be searched is a find: %s', (_name, coding, body) => {
  expect(scan(coding, body)).toEqual([UNSEARCHED])
})

test.each(['gzip', 'br', 'deflate', 'zstd', 'compress'])('an answer without a body is none: %s', (coding) => {
  expect(scan(coding, Buffer.alloc(0))).toEqual([])
})

test.each<[string, Buffer, string[]]>([
  ['gzip', zlib.gzipSync(text(KEY)), ['exchange 1, body of the request: OpenAI key']],
  ['br', zlib.brotliCompressSync(text(KEY)), ['exchange 1, body of the request: OpenAI key']],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), []],
  ['zstd', BROKEN_ZSTD, ['exchange 1, body of the request: packed so that it cannot be searched']],
  [
    'gzip that becomes too large',
    zlib.gzipSync(zeros, { level: 1 }),
    ['exchange 1, body of the request: packed so that it cannot be searched'],
  ],
])('so is what is sent: %s', (_name, bytes, expected) => {
  expect(scan('', Buffer.from('ok'), { body: { base64: bytes.toString('base64') } })).toEqual(expected)
})
