import { UsageError } from '../../src/errors'
import { clearOutput, imageType, show } from '../../src/display/show'
import type { CellScope } from '../../src/kernel/scope/cell-scope'
import { RecordingScope } from './recording-scope'

const SOURCE = Symbol.for('tslab-magics.scope')
const holder = globalThis as unknown as Record<symbol, (() => CellScope) | undefined>
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])

let scope: RecordingScope
beforeEach(() => {
  scope = new RecordingScope()
  holder[SOURCE] = () => scope
})
afterEach(() => {
  holder[SOURCE] = undefined
})

describe('show', () => {
  test('draws any value as a JSON tree', () => {
    show({ a: 1 }, { root: 'answer' })
    expect(scope.shown[0]).toEqual({
      data: {
        'text/html': expect.stringMatching(/<b>answer<\/b>.*&quot;a&quot;/) as string,
        'text/plain': '{\n  "a": 1\n}',
      },
    })
  })

  test.each([
    ['html', '<p>a &lt; b</p><script>x</script><p>c</p>', 'text/html', 'a < b\nc'],
    ['markdown', '**a**', 'text/markdown', '**a**'],
    ['text', 'a\nb', 'text/plain', 'a\nb'],
  ] as const)('draws %s with a plain twin', (kind, content, mediaType, plain) => {
    show[kind](content)
    expect(scope.shown[0]?.data[mediaType]).toBe(content)
    expect(scope.shown[0]?.data['text/plain']).toBe(plain)
  })

  test.each([
    ['x^2', '$$x^2$$'],
    ['$x$', '$x$'],
    ['\\begin{align}x\\end{align}', '\\begin{align}x\\end{align}'],
  ])('draws the formula %s', (formula, latex) => {
    show.latex(formula)
    expect(scope.shown[0]?.data).toEqual({ 'text/latex': latex, 'text/plain': formula })
  })

  test('draws an SVG as a picture, so that nothing in it runs', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    show.svg(svg)
    const markup = String(scope.shown[0]?.data['text/html'])
    const source =
      /^<img alt="SVG picture" src="data:image\/svg\+xml;base64,([\w+/=]+)">$/.exec(markup)?.[1] ?? ''
    expect(Buffer.from(source, 'base64').toString()).toBe(svg)
    expect(scope.shown[0]?.data['image/svg+xml']).toBe(svg)
  })

  test('draws a picture by its bytes, with its size', () => {
    show.image(PNG, undefined, { width: 20 })
    expect(scope.shown[0]).toEqual({
      data: { 'image/png': Buffer.from(PNG).toString('base64'), 'text/plain': '[image/png, 10 B]' },
      metadata: { 'image/png': { width: 20 } },
    })
  })

  test('refuses bytes of an unknown kind and says what to do', () => {
    expect(() => show.image(new Uint8Array(20))).toThrow(UsageError)
    expect(() => show.image(new Uint8Array(20))).toThrow(/pass its media type/)
  })

  test('takes what an SVG picture says of itself for those who do not see it', () => {
    show.svg('<svg xmlns="http://www.w3.org/2000/svg"><title>A &lt;dot&gt;</title></svg>')
    expect(scope.shown[0]?.data['text/html']).toMatch(/^<img alt="A &lt;dot&gt;" src=/)
    expect(scope.shown[0]?.data['text/plain']).toMatch(/^\[A <dot>, image\/svg\+xml, \d+ B\]$/)
    show.svg('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    expect(scope.shown[1]?.data['text/html']).toMatch(/^<img alt="SVG picture" src=/)
    expect(scope.shown[1]?.data['text/plain']).toMatch(/^\[image\/svg\+xml, \d+ B\]$/)
  })

  test('draws a player for sound', () => {
    show.audio(PNG, 'audio/wav')
    expect(scope.shown[0]?.data['text/html']).toMatch(
      /^<audio controls title="audio\/wav" src="data:audio\/wav;base64,[^"]*">\[audio\/wav, 10 B\]<\/audio>$/,
    )
  })

  test('keeps a media type from leaving its attribute', () => {
    show.video(PNG, 'video/mp4" onerror="x')
    expect(scope.shown[0]?.data['text/html']).not.toContain('" onerror')
  })

  test('draws several media types at once', () => {
    const bundle = { data: { 'text/plain': 'a', 'text/html': '<b>a</b>' } }
    show.bundle(bundle)
    expect(scope.shown).toEqual([bundle])
  })
})

describe('clearOutput', () => {
  test('empties the output now or with the next one', () => {
    clearOutput()
    clearOutput(true)
    expect(scope.cleared).toEqual([false, true])
  })
})

test.each([
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff\xe0'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'RIFF\x01\x02\x03\x04WEBP'],
  ['image/avif', '\0\0\0\x1cftypavif'],
  ['image/bmp', 'BM\x01\x02\x03\x04\0\0\0\0'],
  [undefined, '<html>'],
  [undefined, ''],
])('imageType recognises %s', (mediaType, head) => {
  expect(imageType(Buffer.from(head, 'latin1'))).toBe(mediaType)
})
