import { drawValue } from '../../../src/display/value/value-bundle'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0"/></svg>'
const CLEAN_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="1" height="1"><path d="M0 0"/></svg>'
const HEADS: readonly [string, string][] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff\xe0'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF\x01\x02\x03\x04WEBP'],
]
const latin = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

describe('bytes as a value', () => {
  test.each(HEADS)('are drawn as %s', (type, head) => {
    expect(drawValue(latin(`${head}rest`))).toMatchObject({
      data: { [type]: Buffer.from(`${head}rest`, 'latin1').toString('base64') },
    })
  })

  test.each([
    ['a Buffer', (bytes: Uint8Array) => Buffer.from(bytes)],
    ['an ArrayBuffer', (bytes: Uint8Array) => bytes.buffer],
    [
      'a part of an ArrayBuffer',
      (bytes: Uint8Array) => Buffer.concat([Buffer.from('ab'), bytes]).subarray(2),
    ],
  ])('are drawn from %s', (_name, make) => {
    const drawn = drawValue(make(latin('\x89PNG\r\n\x1a\n')))
    expect(drawn).toMatchObject({ data: { 'image/png': 'iVBORw0KGgo=', 'text/plain': '[image/png, 8 B]' } })
  })

  test.each([
    ['alone', SVG],
    ['after a byte order mark', `\ufeff${SVG}`],
    [
      'after a declaration, a comment and a doctype',
      `<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n${SVG}`,
    ],
  ])('are drawn when they are SVG, %s', (_name, text) => {
    expect(drawValue(Buffer.from(text))).toMatchObject({ data: { 'image/svg+xml': CLEAN_SVG } })
  })

  test.each([
    ['HTML that holds an svg', '<html><svg></svg></html>'],
    ['text', 'svg'],
    ['an svg that does not start', '<svgs>'],
    ['a bitmap, which JupyterLab knows and hardly anybody has', 'BM\x01\x02\x03\x04\0\0\0\0'],
    ['AVIF, which JupyterLab does not draw', '\0\0\0\x1cftypavif'],
    ['nothing', ''],
  ])('are left to Node when they are %s', (_name, text) => {
    expect(drawValue(latin(text))).toBeUndefined()
  })

  test('are left to Node when their buffer was given away', () => {
    const bytes = latin('\x89PNG\r\n\x1a\n')
    const { buffer } = bytes
    structuredClone(buffer, { transfer: [buffer] })
    expect(drawValue(bytes)).toBeUndefined()
    expect(drawValue(buffer)).toBeUndefined()
  })

  test('are named, not drawn, when they are too many', () => {
    const bytes = new Uint8Array(10_000_001)
    bytes.set(latin('\x89PNG\r\n\x1a\n'))
    expect(drawValue(bytes)).toEqual({ data: { 'text/plain': '[image/png, 10 MB: too large to draw]' } })
  })
})

describe('a Blob as a value', () => {
  test.each(HEADS)('is drawn as %s, later', async (type, head) => {
    const drawn = drawValue(new Blob([latin(`${head}rest`)]))
    expect(drawn).toBeInstanceOf(Promise)
    expect(await drawn).toHaveProperty(['data', type])
  })

  test('is left to Node when it is something else', async () => {
    expect(await drawValue(new Blob(['text'], { type: 'image/png' }))).toBeUndefined()
  })

  test('is not read when it is too large', async () => {
    const huge = {
      [Symbol.toStringTag]: 'Blob',
      size: 1e12,
      type: '',
      slice: () => new Blob([latin('GIF89a')]),
      arrayBuffer: () => Promise.reject(new Error('was read')),
    }
    expect(await drawValue(huge)).toEqual({
      data: { 'text/plain': '[image/gif, 1.0 TB: too large to draw]' },
    })
  })

  test('is left to Node when it cannot be read', async () => {
    const gone = {
      [Symbol.toStringTag]: 'File',
      size: 1,
      type: '',
      slice: () => gone,
      arrayBuffer: () => Promise.reject(new Error('gone')),
    }
    expect(await drawValue(gone)).toBeUndefined()
  })
})
