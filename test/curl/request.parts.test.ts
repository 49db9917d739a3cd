import fc from 'fast-check'
import { CookieJar } from '../../src/curl/request/cookie-jar'
import { findNetrcLogin } from '../../src/curl/request/netrc'
import {
  appendQuery,
  formatUrl,
  parseUrl,
  removeDotSegments,
  requestPath,
  resolveUrl,
} from '../../src/curl/request/url'
import { bypassesProxy } from '../../src/curl/connection/no-proxy'
import { fromWire, toWire } from '../../src/curl/wire-text'

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

describe('the cookie jar', () => {
  const now = Date.UTC(2026, 0, 1)
  const origin = { host: 'www.example.com', path: '/a/b', secure: true }
  const jarWith = (...values: string[]): CookieJar => {
    const jar = new CookieJar(() => now)
    for (const value of values) jar.set(value, origin)
    return jar
  }

  test.each([
    ['x=1', { path: '/a/c' }, ['x=1']],
    ['x=1', { path: '/c' }, []],
    ['x=1; Path=/', { path: '/c' }, ['x=1']],
    ['x=1; Path=/a', { path: '/ab' }, []],
    ['x=1; Path=/a/', { path: '/a' }, ['x=1']],
    ['x=1; Path=/', { host: 'example.com' }, []],
    ['x=1; Path=/; Domain=example.com', { host: 'example.com' }, ['x=1']],
    ['x=1; Path=/; Domain=.example.com', { host: 'deep.www.example.com' }, ['x=1']],
    ['x=1; Path=/; Domain=example.com', { host: 'notexample.com' }, []],
    ['x=1; Path=/; Domain=other.com', {}, []],
    ['x=1; Path=/; Domain=com', {}, []],
    ['x=1; Path=/; Secure', { secure: false }, []],
    ['x=1; Path=/; Secure', {}, ['x=1']],
    ['x=1; Path=/; Max-Age=1', {}, ['x=1']],
    ['x=1; Path=/; Max-Age=0', {}, []],
    ['x=1; Path=/; Max-Age=-5', {}, []],
    ['x=1; Path=/; Expires=Thu, 01 Jan 2015 00:00:00 GMT', {}, []],
    ['x=1; Path=/; Expires=Thu, 01 Jan 2015 00:00:00 GMT; Max-Age=9', {}, ['x=1']],
    ['__Host-x=1; Path=/; Secure', {}, ['__Host-x=1']],
    ['__Host-x=1; Path=/a; Secure', { path: '/a' }, []],
    ['__Secure-x=1; Path=/', {}, []],
    ['x=a\x01b; Path=/', {}, []],
    ['no value', {}, []],
  ])('given %s sends to %j %j', (value, to, expected) => {
    expect(jarWith(value).matching({ ...origin, path: '/a/b', ...to })).toEqual(expected)
  })

  test('replaces a cookie of the same name, domain and path', () => {
    expect(jarWith('x=1; Path=/', 'x=2; Path=/', 'y=3; Path=/').matching(origin)).toEqual(['y=3', 'x=2'])
  })

  test('forgets a cookie that is set with a past date', () => {
    expect(jarWith('x=1; Path=/', 'x=; Path=/; Max-Age=0').matching(origin)).toEqual([])
  })

  test('does not let an insecure page replace a secure cookie', () => {
    const jar = jarWith('x=1; Path=/; Secure')
    jar.set('x=2; Path=/', { ...origin, secure: false })
    expect(jar.matching(origin)).toEqual(['x=1'])
  })

  test('sends longer paths first', () => {
    expect(jarWith('x=1; Path=/', 'y=2; Path=/a/b', 'z=3; Path=/a').matching(origin)).toEqual([
      'y=2',
      'z=3',
      'x=1',
    ])
  })

  test('reads its own file', () => {
    const jar = jarWith('x=1; Path=/; Domain=example.com; HttpOnly', 'y=2; Path=/; Max-Age=60', 'z=; Secure')
    const copy = new CookieJar(() => now)
    copy.load(jar.toFile(), false)
    expect(copy.matching(origin).sort()).toEqual(jar.matching(origin).sort())
    const withoutSession = new CookieJar(() => now)
    withoutSession.load(jar.toFile(), true)
    expect(withoutSession.matching(origin)).toEqual(['y=2'])
  })

  test('reads header lines too', () => {
    const jar = new CookieJar(() => now)
    jar.load('HTTP/1.1 200 OK\nSet-Cookie: a=1; Domain=example.com; Path=/\n', false)
    expect(jar.matching(origin)).toEqual(['a=1'])
  })
})

describe('a .netrc', () => {
  const text = `# comment
machine one login nina password "with \\"quote\\" and blank"
machine two
  login a
  password b # rest
macdef init
machine three login no password no

machine three login x password y
machine three login z password w
default login d password e`

  test.each([
    ['one', undefined, { user: 'nina', password: 'with "quote" and blank' }],
    ['TWO', undefined, { user: 'a', password: 'b' }],
    ['three', undefined, { user: 'x', password: 'y' }],
    ['three', 'z', { user: 'z', password: 'w' }],
    ['four', undefined, { user: 'd', password: 'e' }],
  ])('has for %s and user %s %j', (host, user, expected) => {
    expect(findNetrcLogin(text, host, user)).toEqual(expected)
  })

  test('without the host has nothing', () => {
    expect(findNetrcLogin('machine one login a password b', 'two')).toBeUndefined()
  })

  test('with an open quote is broken', () => {
    expect(findNetrcLogin('machine one login "a', 'one')).toBe('broken')
  })
})

test.each([
  ['example.com', '*', true],
  ['example.com', 'example.com', true],
  ['www.example.com', 'example.com', true],
  ['www.example.com', '.example.com', true],
  ['notexample.com', 'example.com', false],
  ['example.com', 'www.example.com', false],
  ['EXAMPLE.com.', 'a, example.COM', true],
  ['127.0.0.1', '127.0.0.0/8', true],
  ['128.0.0.1', '127.0.0.0/8', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['::1', '[::1]', true],
  ['::1', '::/120', true],
  ['10.0.0.1', '10.0.0.0/99', false],
  ['example.com', '', false],
])('the host %s with no_proxy %j is reached directly: %s', (host, list, expected) => {
  expect(bypassesProxy(host, list)).toBe(expected)
})
