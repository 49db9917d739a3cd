import { CookieJar } from '../../../src/curl/request/cookie-jar'

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

  test('takes a secure cookie from a secure page and from a file, not from an insecure page', () => {
    const line = 'x=1; Path=/; Domain=example.com; Secure'
    const page = new CookieJar(() => now)
    page.set(line, { ...origin, secure: false })
    expect(page.matching(origin)).toEqual([])
    expect(jarWith(line).matching(origin)).toEqual(['x=1'])
    const file = new CookieJar(() => now)
    file.load(`Set-Cookie: ${line}\n`, false)
    expect(file.matching(origin)).toEqual(['x=1'])
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
