import fc from 'fast-check'
import { cleanHeader, cleanUrl, exchangeBundle } from '../../src/display/exchange-card'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'

afterEach(() => clearSecrets())

const EXCHANGE = {
  method: 'POST',
  url: 'http://127.0.0.1:8080/v1/chat/completions',
  status: 200,
  statusText: 'OK',
  elapsedMs: 1243,
  sizeBytes: 3411,
  requestHeaders: [
    ['Authorization', 'Bearer abcdefgh12345678'],
    ['Content-Type', 'application/json'],
  ],
  responseHeaders: [['server', 'x']],
} as const

describe('exchangeBundle', () => {
  test('says method, address, status, time and size on one line', () => {
    const { data } = exchangeBundle(EXCHANGE)
    expect(data['text/plain']).toBe(
      'POST http://127.0.0.1:8080/v1/chat/completions → 200 OK · 1.24 s · 3.4 kB',
    )
    expect(data['text/html']).toMatch(
      /^<details><summary[^>]*><code>POST http:\/\/127[^<]*<\/code> <span[^>]*>200 OK<\/span>/,
    )
  })

  test('folds the headers and masks what is secret in them', () => {
    const markup = String(exchangeBundle(EXCHANGE).data['text/html'])
    expect(markup).toContain('Request headers')
    expect(markup).toContain('<span class="na">Authorization</span>: Bearer ••••')
    expect(markup).toContain('<span class="na">Content-Type</span>: application/json')
    expect(markup).not.toContain('abcdefgh')
  })

  test('has nothing to fold without headers', () => {
    const { data } = exchangeBundle({
      method: 'GET',
      url: 'http://localhost/',
      status: 204,
      statusText: 'No Content',
    })
    expect(data['text/html']).not.toContain('<details')
    expect(data['text/plain']).toBe('GET http://localhost/ → 204 No Content')
  })

  test('says why there is no response', () => {
    const { data } = exchangeBundle({
      method: 'GET',
      url: 'http://localhost:1/',
      error: 'connect ECONNREFUSED',
    })
    expect(data['text/plain']).toBe('GET http://localhost:1/ → no response · connect ECONNREFUSED')
    expect(data['text/html']).toContain('no response</span> <span>connect ECONNREFUSED</span>')
  })

  test.each([
    [200, '#1a7f37'],
    [302, '#0969da'],
    [404, '#9a6700'],
    [500, '#cf222e'],
  ])('colours %d with %s', (status, colour) => {
    expect(exchangeBundle({ ...EXCHANGE, status }).data['text/html']).toContain(colour)
  })

  test('shortens a long address on the line and keeps it whole among the headers', () => {
    const url = `http://localhost/?q=${'y'.repeat(400)}`
    const { data } = exchangeBundle({ ...EXCHANGE, url })
    expect(data['text/plain'].length).toBeLessThan(260)
    expect(data['text/html']).toContain(`>${url}</pre>`)
  })

  test('escapes and masks whatever a server or a command puts into it', () => {
    registerSecret('top-secret-value', 'KEY')
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<img src=x onerror=alert(1)>', '"><script>', 'top-secret-value'),
    )
    fc.assert(
      fc.property(fc.tuple(text, text, text, text, text), ([method, url, statusText, name, value]) => {
        const headers = [[name, value]] as const
        const { data } = exchangeBundle({
          method,
          url,
          status: 200,
          statusText,
          responseHeaders: headers,
          notes: [value],
        })
        const ours = String(data['text/html']).replace(
          /<\/?(?:div|pre|details|summary|span|code)(?: (?:class|style)="[\w:;.,%#(\s)-]*")*>/g,
          '',
        )
        expect(ours).not.toMatch(/[<>]/)
        expect(JSON.stringify(data)).not.toContain('top-secret')
        expect(data['text/plain']).not.toMatch(/[\n\x1b]/)
      }),
    )
  })
})

test.each([
  ['a password', 'https://me:hunter2@example.com/x', 'https://me:••••@example.com/x'],
  [
    'a secret parameter',
    'https://example.com/?api_key=abc&q=1&access%5Ftoken=d#token=e',
    'https://example.com/?api_key=••••&q=1&access%5Ftoken=••••#token=••••',
  ],
  [
    'ordinary parameters',
    'https://example.com/?max_tokens=5&author=me',
    'https://example.com/?max_tokens=5&author=me',
  ],
  ['invisible characters', 'https://example.com/\u202egnp.exe', 'https://example.com/⟨U+202E⟩gnp.exe'],
  ['no address at all', 'not a url %', 'not a url %'],
])('cleanUrl handles %s', (_name, url, clean) => expect(cleanUrl(url)).toBe(clean))

test.each([
  ['authorization', 'Basic dXNlcjpwYXNz', 'Basic ••••'],
  ['X-Api-Key', 'abc def', '••••'],
  ['Set-Cookie', 'sid=1234; Path=/', 'sid=••••'],
  ['x-ratelimit-remaining-tokens', '149984', '149984'],
  ['www-authenticate', 'Bearer realm="x"', 'Bearer realm="x"'],
  ['date', 'Mon\x1b[2J day', 'Mon day'],
])('cleanHeader shows %s: %s as %s', (name, value, shown) => expect(cleanHeader(name, value)).toBe(shown))
