import { redact } from '../../src/secrets/redact-text'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'
import {
  headerSecrets,
  isSecretHeader,
  isSecretHeaderName,
  registerHeaders,
} from '../../src/secrets/secret-headers'

const VALUE = 'Vq8dT3kLm2Zx9Wp4'
const BASIC = Buffer.from(`me:${VALUE}`).toString('base64')

afterEach(() => clearSecrets())

describe('a header that carries a secret', () => {
  test.each<[name: string, value: string, secrets: string[]]>([
    ['Authorization', `Bearer ${VALUE}`, [VALUE]],
    ['authorization', `bearer   ${VALUE}`, [VALUE]],
    ['Authorization', `Basic ${BASIC}`, [BASIC, VALUE]],
    ['Authorization', `Token ${VALUE}`, [VALUE]],
    [
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=${VALUE}/x, Signature=s`,
      [`Credential=${VALUE}/x, Signature=s`],
    ],
    ['Authorization', VALUE, [VALUE]],
    ['Proxy-Authorization', `Negotiate ${VALUE}`, [VALUE]],
    ['X-Api-Key', VALUE, [VALUE]],
    ['X-Api-Key', `Bearer ${VALUE}`, [VALUE]],
    ['X-Api-Key', `two words ${VALUE}`, [`two words ${VALUE}`]],
    ['api-key', VALUE, [VALUE]],
    ['x-goog-api-key', VALUE, [VALUE]],
    ['X-Auth-Token', VALUE, [VALUE]],
    ['X-CSRF-Token', VALUE, [VALUE]],
    ['X-Amz-Security-Token', VALUE, [VALUE]],
    ['X-My-Secret', VALUE, [VALUE]],
    ['X-Password', VALUE, [VALUE]],
    ['Ocp-Apim-Subscription-Key', VALUE, [VALUE]],
    ['Cookie', `sid=${VALUE}; theme=dark-blue`, [VALUE]],
    ['Cookie', `theme=dark-blue; x=${VALUE}`, [VALUE]],
    ['Cookie', 'theme=dark-blue; lang=en', []],
    ['Cookie', 'login=nina', ['nina']],
    ['Set-Cookie', `session=${VALUE}; Path=/; HttpOnly`, [VALUE]],
  ])('is %s: %s', (name, value, secrets) => {
    expect(isSecretHeaderName(name)).toBe(true)
    expect(isSecretHeader(name, value)).toBe(true)
    expect([...new Set(headerSecrets(name, value))]).toEqual(secrets)
  })

  test.each([
    ['Idempotency-Key', 'order-170012'],
    ['X-Idempotency-Key', 'order-170012'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Surrogate-Key', 'page-12 section-4'],
    ['X-Cache-Key', '/products/42?lang=en'],
    ['Access-Control-Allow-Headers', 'authorization, x-api-key'],
    ['WWW-Authenticate', 'Bearer realm="example"'],
    ['X-RateLimit-Remaining-Tokens', '149984'],
    ['anthropic-ratelimit-tokens-remaining', '40000'],
    ['Content-Type', 'application/json'],
    ['x-deci-workspace', 'my-workspace-1'],
    ['OpenAI-Organization', 'org-of-mine'],
    ['X-Max-Tokens', '1000'],
    ['X-Author', 'Nina Simone'],
    ['Authority', 'example.com'],
  ])('is not %s: %s', (name, value) => {
    expect(isSecretHeaderName(name)).toBe(false)
    expect(isSecretHeader(name, value)).toBe(false)
    expect(headerSecrets(name, value)).toEqual([])
    registerHeaders([[name, value]])
    expect(redact(`later: ${value}`)).toBe(`later: ${value}`)
  })

  test('is every one that holds a registered value or a known key, whatever its name', () => {
    expect(isSecretHeader('Idempotency-Key', `a-${VALUE}`)).toBe(false)
    registerSecret(VALUE, 'KEY')
    expect(isSecretHeader('Idempotency-Key', `a-${VALUE}`)).toBe(true)
    expect(isSecretHeader('x-trace', `Basic ${BASIC}`)).toBe(true)
    expect(isSecretHeader('x-trace', 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD')).toBe(true)
  })
})

describe('registerHeaders', () => {
  test('has the secret masked and what stands around it not', () => {
    registerHeaders([
      ['Authorization', `Bearer ${VALUE}`],
      ['Cookie', 'sid=0123456789abcdef; theme=dark-blue'],
    ])
    expect(redact(`Authorization: Bearer ${VALUE}`)).toBe('Authorization: Bearer ••••')
    expect(redact('theme=dark-blue; sid=0123456789abcdef')).toBe('theme=dark-blue; sid=••••')
  })
})
