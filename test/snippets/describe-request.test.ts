import { clearSecrets, registerSecret } from '../../src/secrets/registry'
import { describeRequest, type RequestOnWire } from '../../src/snippets/describe-request'
import type { SnippetRequest } from '../../src/snippets/request'

const KEY = 'sk-live-51HxQ2eZvKYlo2C8'
const ENV = {
  BASE_URL: 'http://127.0.0.1:8080',
  ACCESS_TOKEN: KEY,
  OTHER_KEY: 'zq81-other-73kd',
  HTTP_PROXY: 'http://127.0.0.1:8080',
}
const sent = (request: Partial<RequestOnWire>): SnippetRequest =>
  describeRequest({ method: 'GET', url: 'http://127.0.0.1:8080/v1/models', headers: [], ...request }, ENV)

describe('describeRequest', () => {
  beforeEach(() => registerSecret(KEY, 'ACCESS_TOKEN'))
  afterEach(clearSecrets)

  test.each<[string, string, unknown]>([
    ['the pair of the server', 'http://127.0.0.1:8080/v1/models', [{ env: 'BASE_URL' }, '/v1/models']],
    ['another server', 'https://example.com/v1', 'https://example.com/v1'],
    ['a port that begins alike', 'http://127.0.0.1:80801/v1', 'http://127.0.0.1:80801/v1'],
    [
      'a secret in the query',
      'https://example.com/?api_key=zq81-other-73kd&x=1',
      ['https://example.com/?api_key=', { env: 'OTHER_KEY' }, '&x=1'],
    ],
    [
      'an unknown secret in the query',
      'https://example.com/?token=abc',
      ['https://example.com/?token=', { env: 'TOKEN' }],
    ],
    ['a password', 'https://me:hunter2@example.com/', ['https://me:', { env: 'PASSWORD' }, '@example.com/']],
    ['a key for a login', 'https://t0ken@example.com/', ['https://', { env: 'API_KEY' }, '@example.com/']],
    [
      'a key without a password',
      'https://t0ken:@example.com/',
      ['https://', { env: 'API_KEY' }, ':@example.com/'],
    ],
    ['a count of tokens', 'https://example.com/?max_tokens=5', 'https://example.com/?max_tokens=5'],
  ])('names %s', (_what, url, text) => expect(sent({ url }).url).toEqual(text))

  test.each<[string, [string, string], unknown]>([
    ['the key of the server', ['Authorization', `Bearer ${KEY}`], ['Bearer ', { env: 'ACCESS_TOKEN' }]],
    ['another key', ['Authorization', 'Token zq81-other-73kd'], ['Token ', { env: 'OTHER_KEY' }]],
    ['a key that was typed', ['Authorization', 'Bearer typed-by-hand'], ['Bearer ', { env: 'API_KEY' }]],
    ['a login', ['Authorization', 'Basic bmluYTpzM2NyZXQ='], ['Basic ', { env: 'BASIC_LOGIN' }]],
    ['a header with a key', ['X-Api-Key', 'typed'], [{ env: 'API_KEY' }]],
    ['a key in any header', ['X-Note', `key ${KEY}!`], ['key ', { env: 'ACCESS_TOKEN' }, '!']],
    ['a session', ['Cookie', 'theme=dark; sid=abcdef0123456789'], ['theme=dark; sid=', { env: 'COOKIE' }]],
    ['what is no secret', ['X-Session-Id', 'abc'], 'abc'],
  ])('hides %s', (_what, header, text) =>
    expect(sent({ headers: [header] }).headers).toEqual([[header[0], text]]),
  )

  test.each([
    ['Host', '127.0.0.1:8080'],
    ['Content-Length', '12'],
    ['User-Agent', 'curl/7.88.1'],
    ['Accept', '*/*'],
    ['accept', 'application/json, text/event-stream'],
    ['accept-encoding', 'identity'],
    ['x-stainless-lang', 'js'],
  ])('leaves out %s: %s', (name, value) =>
    expect(sent({ headers: [[name, value]], body: '' }).headers).toEqual([]),
  )

  test.each([
    ['Host', 'other.example'],
    ['User-Agent', 'mine'],
    ['Accept', 'text/event-stream'],
    ['Content-Type', 'application/json'],
  ])('keeps %s: %s', (name, value) =>
    expect(sent({ headers: [[name, value]] }).headers).toEqual([[name, value]]),
  )

  test.each<[string, Partial<RequestOnWire>, unknown]>([
    ['none', {}, undefined],
    ['text', { body: '{"a": 1.50}' }, { text: '{"a": 1.50}' }],
    ['a key', { body: `{"a":"${KEY}"}` }, { text: ['{"a":"', { env: 'ACCESS_TOKEN' }, '"}'] }],
    ['bytes', { body: new Uint8Array([0, 255]) }, { why: 'is not text' }],
    [
      'a stream',
      { headers: [['Transfer-Encoding', 'chunked']] },
      { why: 'was read from a file or a command while it was sent' },
    ],
    [
      'a form',
      {
        headers: [['Content-Type', 'multipart/form-data; boundary=xyz']],
        body: '--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n2\r\n--xyz\r\nContent-Disposition: form-data; name="f"; filename="x %22y%22.bin"\r\nContent-Type: image/png\r\n\r\n\xff\r\n--xyz--\r\n',
      },
      {
        form: [
          { name: 'a', value: '1\r\n2' },
          { name: 'f', file: 'x "y".bin', type: 'image/png' },
        ],
      },
    ],
  ])('takes a body of %s', (_what, request, body) => expect(sent(request).body).toEqual(body))

  test('never gives two values one name', () => {
    const { headers } = sent({
      headers: [
        ['X-Api-Key', 'one'],
        ['Api-Key', 'two'],
      ],
    })
    expect(headers).toEqual([
      ['X-Api-Key', [{ env: 'API_KEY' }]],
      ['Api-Key', [{ env: 'API_KEY_2' }]],
    ])
  })
})
