import { plainHttpWarning } from '../../src/secrets/plain-http'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'

const VALUE = 'Vq8dT3kLm2Zx9Wp4'
const warn = (scheme: string, host: string, ...headers: [string, string][]) =>
  plainHttpWarning({ scheme, host }, headers)
afterEach(() => clearSecrets())

test.each([
  'example.com',
  '192.168.1.7',
  'gpu-box',
  '[2001:db8::1]',
  '127.0.0.1.example.com',
  'localhost.example.com',
])('a key over plain http to %s is warned about, without its value', (host) => {
  const text = warn('http', host, ['Authorization', `Bearer ${VALUE}`], ['accept', '*/*']) ?? ''
  expect(text).toContain(`Authorization goes unencrypted to ${host}`)
  expect(text).not.toContain(VALUE)
  expect(text).not.toContain('accept')
})

test.each(['localhost', 'api.localhost', '127.0.0.1', '127.8.9.1', '::1', '[::1]', 'LOCALHOST'])(
  'to %s nothing leaves the machine',
  (host) => expect(warn('http', host, ['authorization', VALUE])).toBeUndefined(),
)

test('https is what it should be', () => {
  expect(warn('https', 'example.com', ['authorization', VALUE])).toBeUndefined()
})

test('a registered secret counts under any name; other headers do not', () => {
  expect(warn('http', 'example.com', ['x-trace', VALUE])).toBeUndefined()
  registerSecret(VALUE, 'KEY')
  expect(warn('http', 'example.com', ['x-trace', VALUE], ['Cookie', 'a=b'])).toMatch(/^x-trace, Cookie go /)
})
