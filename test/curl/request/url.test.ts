import fc from 'fast-check'
import {
  appendQuery,
  formatUrl,
  parseUrl,
  removeDotSegments,
  requestPath,
  resolveUrl,
} from '../../../src/curl/request/url'
import { fromWire, toWire } from '../../../src/curl/wire-text'

describe('an address', () => {
  test.each([
    ['example.com', 'http://example.com/'],
    ['HTTPS://Example.com:443', 'https://Example.com:443/'],
    ['ftp.example.com/x', 'ftp://ftp.example.com/x'],
    ['http://u:p@h:8080/a?b=c#d', 'http://u:p@h:8080/a?b=c#d'],
    ['http://h?x', 'http://h/?x'],
    ['http://127.1/', 'http://127.0.0.1/'],
    ['http://0x7f.1/', 'http://127.0.0.1/'],
    ['http://017700000001/', 'http://127.0.0.1/'],
    ['http://1.2.3.4.5/', 'http://1.2.3.4.5/'],
    ['http://[0:0:0::1]/', 'http://[::1]/'],
    ['http://h:/', 'http://h/'],
    ['http://h/a/../../b/.', 'http://h/b/'],
  ])('%s is read as %s', (text, printed) => {
    expect(formatUrl(parseUrl(text))).toBe(printed)
  })

  test.each([
    [''],
    ['http://'],
    ['http:////h'],
    ['http://h:99999'],
    ['http://h:x'],
    ['h:'],
    ['http://a b/'],
    ['http://h/a b'],
    ['http://h/a\tb'],
    ['http://h/?a b'],
    ['http://[::1'],
    ['http://[x]/'],
    ['http://h<x>/'],
    ['http://a@b@c/'],
    ['http://h%00x/'],
  ])('%j is refused', (text) => {
    expect(() => parseUrl(text)).toThrow(expect.objectContaining({ exitCode: 3 }))
  })

  test('is read again as itself', () => {
    const part = fc.stringMatching(/^[a-z0-9%~._:@!$&'()*+,;=\-\x80-\xff]{0,12}$/)
    fc.assert(
      fc.property(part, part, fc.option(part), (a, b, query) => {
        const url = parseUrl(`http://h/${a}/${b}${query === null ? '' : `?${query}`}`)
        return formatUrl(parseUrl(formatUrl(url))) === formatUrl(url)
      }),
    )
  })

  test('has dot segments removed as the WHATWG parser does', () => {
    const path = fc
      .array(fc.constantFrom('.', '..', 'a', 'b', '', '...', 'a.b'), { maxLength: 8 })
      .map((parts) => `/${parts.join('/')}`)
    fc.assert(
      fc.property(
        path,
        (text) => removeDotSegments(text) === new URL(`http://h${text}`, 'http://h').pathname,
      ),
    )
  })

  test('sends bytes above ASCII encoded in the path and raw in the query', () => {
    const url = parseUrl(toWire('http://h/é?é'))
    expect(requestPath(url)).toBe('/%c3%a9')
    expect(fromWire(url.query ?? '')).toBe('é')
  })

  test.each([
    ['http://h/a', 'x=%3F', 'http://h/a?x=%3f'],
    ['http://h/a?b=%3F', 'x', 'http://h/a?b=%3F&x'],
    ['http://h/a?b&', 'x', 'http://h/a?b&x'],
    ['http://h/a?', 'x', 'http://h/a?x'],
  ])('%s with the query %s added is %s', (text, addition, expected) => {
    expect(formatUrl(appendQuery(parseUrl(text), addition))).toBe(expected)
  })

  test.each([
    ['/x', 'http://u:p@h:1/x'],
    ['x', 'http://u:p@h:1/a/x'],
    ['../x', 'http://u:p@h:1/x'],
    ['?x', 'http://u:p@h:1/a/b?x'],
    ['#x', 'http://u:p@h:1/a/b?q#x'],
    ['//o/x', 'http://o/x'],
    ['https://o', 'https://o/'],
    ['x y?a b', 'http://u:p@h:1/a/x%20y?a+b'],
  ])('leads with Location: %s to %s', (location, expected) => {
    expect(formatUrl(resolveUrl(parseUrl('http://u:p@h:1/a/b?q#f'), location))).toBe(expected)
  })
})
