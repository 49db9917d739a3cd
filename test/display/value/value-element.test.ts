import { drawValue } from '../../../src/display/value/value-bundle'
import type { MimeBundle } from '../../../src/base/mime-bundle'

const element = (nodeName: string, outerHTML: string) => ({ nodeType: 1, nodeName, outerHTML })
const draw = (nodeName: string, outerHTML: string) => drawValue(element(nodeName, outerHTML)) as MimeBundle

/** The SVG documents in a piece of HTML. */
const pictures = (markup: unknown) =>
  [...String(markup).matchAll(/src="data:image\/svg\+xml;base64,([\w+/=]+)"/g)].map(([, code = '']) =>
    Buffer.from(code, 'base64').toString(),
  )

describe('an svg element as a value', () => {
  test('is a picture that stands alone', () => {
    const { data } = draw(
      'svg',
      '<svg width="2" height="2"><title>a&nbsp;b</title><circle r="1"></circle></svg>',
    )
    const svg = data['image/svg+xml']
    expect(svg).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="2" height="2">' +
        '<title>a\u00a0b</title><circle r="1"></circle></svg>',
    )
    expect(pictures(data['text/html'])).toEqual([svg])
    expect(data['text/plain']).toMatch(/^\[a b, image\/svg\+xml, \d+ B\]$/)
  })

  test('gets white paper when it is drawn in the colour of the page', () => {
    const { data } = draw('SVG', '<svg fill="currentColor" style="color:red"></svg>')
    expect(data['image/svg+xml']).toContain('style="background:#fff;color:red"')
    expect(draw('svg', '<svg fill="red"></svg>').data['image/svg+xml']).not.toContain('style')
  })

  test('is named, not drawn, when it is too large', () => {
    expect(draw('svg', `<svg>${' '.repeat(4_000_000)}</svg>`)).toEqual({
      data: { 'text/plain': '[image/svg+xml, 4.0 MB: too large to draw]' },
    })
  })
})

describe('an HTML element as a value', () => {
  test('is drawn as HTML, with its words as the twin', () => {
    expect(draw('P', '<p class="a">1 &lt; 2 <b>and</b></p>')).toEqual({
      data: { 'text/html': '<p class="a">1 &lt; 2 <b>and</b></p>', 'text/plain': '1 < 2 and' },
    })
  })

  test('keeps the drawings inside of it as pictures, with their styles', () => {
    const { data } = draw(
      'FIGURE',
      '<figure><style>body{display:none}</style><h2>T</h2><svg viewBox="0 0 1 1"><style>.a > b{fill:red}</style><g></g></svg></figure>',
    )
    expect(String(data['text/html']).replace(/src="[^"]*"/, 'src')).toBe(
      '<figure><h2>T</h2><img alt="SVG picture" src></figure>',
    )
    expect(pictures(data['text/html'])[0]).toContain('<style>.a &gt; b{fill:red}</style><g></g></svg>')
    expect(data['text/plain']).toBe('T')
  })

  test('says when scripts were left out, and what to do', () => {
    const { data } = draw('DIV', '<div><script>alert(1)</script></div>')
    expect(data['text/html']).toBe(
      '<div></div><p style="opacity:.7">Scripts of a value are not run. show.html(…) draws markup as it is.</p>',
    )
    expect(data['text/plain']).toBe('Scripts of a value are not run. show.html(…) draws markup as it is.')
  })

  test.each([
    ['an empty element', '<div><span></span></div>'],
    ['a form without text', '<form><input></form>'],
  ])('is left to Node when it is %s', (_name, markup) => {
    expect(drawValue(element('DIV', markup))).toBeUndefined()
  })

  test('is named, not drawn, when it is or would become too large', () => {
    expect(draw('P', 'a'.repeat(2_000_001)).data).toEqual({
      'text/plain': '[text/html, 2.0 MB: too large to draw]',
    })
    expect(draw('P', '<'.repeat(1_900_000)).data).toEqual({
      'text/plain': '[text/html, 7.6 MB: too large to draw]',
    })
  })
})

describe('a canvas as a value', () => {
  const canvas = (url: unknown) => ({ getContext: () => null, toDataURL: () => url })

  test('is a picture', () => {
    expect(drawValue(canvas('data:image/png;base64,iVBORw0KGgo='))).toMatchObject({
      data: { 'image/png': 'iVBORw0KGgo=' },
    })
  })

  test.each([null, 'data:,', 'data:text/html;base64,PGI+', 5])(
    'is left to Node when its data is %p',
    (url) => {
      expect(drawValue(canvas(url))).toBeUndefined()
    },
  )
})
