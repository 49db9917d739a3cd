import { MASK } from '../../src/secrets/redact-text'
import { redactBundle, redactJson } from '../../src/secrets/redact-bundle'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'

const SECRET = 'canary-7f3a9b2c4d5e'

beforeEach(() => {
  clearSecrets()
  registerSecret(SECRET, 'A')
  registerSecret('123456789012', 'PIN')
})

describe('redactJson', () => {
  test('masks values, names and long numbers at any depth', () => {
    expect(redactJson({ a: [{ b: `x ${SECRET}` }], [SECRET]: 1, pin: 123456789012, ok: 42 })).toEqual({
      a: [{ b: `x ${MASK}` }],
      [MASK]: 1,
      pin: MASK,
      ok: 42,
    })
  })

  test('keeps both fields when two names become the mask', () => {
    registerSecret('another-canary-1', 'B')
    expect(redactJson({ [SECRET]: 1, 'another-canary-1': 2 })).toEqual({ [MASK]: 1, [`${MASK} (2)`]: 2 })
  })

  test('gives a clean value back as the same object', () => {
    const value = { a: [1, 'two', { three: null }], when: new Date(0), deep: { deeper: [true] } }
    expect(redactJson(value)).toBe(value)
  })

  test('takes an object with toJSON as what it gives', () => {
    expect(redactJson({ url: new URL(`http://h/${SECRET}`) })).toEqual({ url: `http://h/${MASK}` })
  })

  test('leaves a circle for the sender to report', () => {
    const value: Record<string, unknown> = { key: SECRET }
    value['self'] = value
    expect(redactJson(value)).toMatchObject({ key: MASK })
  })

  test('catches a secret that a list of lines cuts', () => {
    expect(redactJson(['a\n', `b ${SECRET}\n`, 'c'])).toEqual(['a\n', `b ${MASK}\n`, 'c'])
    expect(redactJson(['one canary-7f3a', '9b2c4d5e two']).join('')).toBe(`one ${MASK} two`)
  })
})

describe('redactBundle', () => {
  test.each([
    'text/plain',
    'text/html',
    'text/markdown',
    'text/latex',
    'image/svg+xml',
    'application/javascript',
    'application/x-unknown',
  ])('masks %s', (type) => {
    const bundle = redactBundle({ data: { 'text/plain': '', [type]: `<p>${SECRET}</p>` } })
    expect(bundle.data[type]).toBe(`<p>${MASK}</p>`)
  })

  test('masks JSON types and metadata', () => {
    const bundle = redactBundle({
      data: {
        'text/plain': 'x',
        'application/json': { a: SECRET },
        'application/vnd.vega.v5+json': [SECRET],
      },
      metadata: { 'application/json': { root: SECRET } },
    })
    expect(JSON.stringify(bundle)).not.toContain('canary')
    expect(bundle.metadata).toEqual({ 'application/json': { root: MASK } })
  })

  test('sees through tags in html and svg', () => {
    const bundle = redactBundle({ data: { 'text/html': '<b>canary</b>-7f3a9b2c4d5e' } })
    expect(bundle.data['text/html']).toBe(`<b>${MASK}</b>`)
  })

  test('leaves pictures as they are', () => {
    const png = Buffer.from(SECRET).toString('base64')
    const bundle = { data: { 'image/png': png, 'text/plain': 'a picture' } }
    expect(redactBundle(bundle)).toBe(bundle)
  })

  test('reads text that is given the media type of a picture', () => {
    expect(redactBundle({ data: { 'image/png': `not a picture: ${SECRET}` } }).data['image/png']).toBe(
      `not a picture: ${MASK}`,
    )
  })

  test('masks a secret as a list of its bytes', () => {
    const bytes = [...Buffer.from(SECRET)]
    expect(redactJson({ type: 'Buffer', data: [1, ...bytes, 300] }).data).toEqual([`1,${MASK},300`])
    expect(redactJson(bytes.map((byte) => byte + 1))).toEqual(bytes.map((byte) => byte + 1))
  })

  test('gives a clean bundle back as the same object, also without metadata', () => {
    const bundle = { data: { 'text/plain': 'x', 'application/json': { a: 1 } }, metadata: {} }
    expect(redactBundle(bundle)).toBe(bundle)
    const bare = { data: { 'text/plain': 'x' } }
    expect(redactBundle(bare)).toBe(bare)
  })

  test('leaves a picture of any size as it is', () => {
    const picture = Buffer.alloc(6_000_000, 7).toString('base64')
    const data = { 'text/plain': '[picture]', 'image/png': picture }
    expect(redactBundle({ data }).data['image/png']).toBe(picture)
  })
})
