import { MASK } from '../../src/secrets/redact-text'
import { createRedactor } from '../../src/secrets/redact-stream'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'

const SECRET = 'canary-7f3a9b2c4d5e'
const KEY = 'sk-proj-abcd1234efgh5678ijkl'

beforeEach(() => {
  clearSecrets()
  registerSecret(SECRET, 'A')
})

describe('createRedactor', () => {
  test('catches a secret that comes one character at a time', () => {
    const redactor = createRedactor()
    const shown = [...`key ${SECRET} end`].map((char) => redactor.push(char)).join('')
    expect(shown + redactor.flush()).toBe(`key ${MASK} end`)
  })

  test('shows text at once when it cannot become a secret', () => {
    const redactor = createRedactor()
    expect(redactor.push('hello')).toBe('hello')
    expect(redactor.peekHeld()).toBe(0)
  })

  test('says how much of a possible secret it holds', () => {
    const redactor = createRedactor()
    expect(redactor.push('x ca')).toBe('x ')
    expect(redactor.peekHeld()).toBe(2)
    expect(redactor.push('nar')).toBe('')
    expect(redactor.peekHeld()).toBe(5)
  })

  test('releases less than four characters and still masks the rest', () => {
    const redactor = createRedactor()
    redactor.push('x can')
    expect(redactor.release()).toBe('can')
    expect(redactor.push(SECRET.slice(3))).toBe(MASK)
    expect(redactor.push(' end')).toBe(' end')
  })

  test('does not release four characters or more', () => {
    const redactor = createRedactor()
    redactor.push('x cana')
    expect(redactor.release()).toBe('')
    expect(redactor.push('da')).toBe('canada')
  })

  test('shows at the end what did not become a secret', () => {
    const redactor = createRedactor()
    redactor.push('go to canary')
    expect(redactor.flush()).toBe('canary')
    expect(redactor.flush()).toBe('')
  })

  test('masks half a secret at the end, and the rest that comes later', () => {
    const redactor = createRedactor()
    redactor.push(SECRET.slice(0, 12))
    expect(redactor.flush()).toBe(MASK)
    expect(redactor.push(`${SECRET.slice(12)} later`)).toBe(`${MASK} later`)
  })

  test('lets a line out whole though its last letter begins a secret', () => {
    const redactor = createRedactor()
    expect(redactor.push('magic\n')).toBe('magic\n')
    expect(redactor.push('anary-7f3a9b2c4d5e')).toBe(MASK)
  })

  test('holds a known key until it ends', () => {
    const redactor = createRedactor()
    expect(redactor.push(`use ${KEY.slice(0, 12)}`)).toBe('use ')
    expect(redactor.push(KEY.slice(12))).toBe('')
    expect(redactor.push('more5')).toBe('')
    expect(redactor.push(' now')).toBe(`${MASK} now`)
  })

  test('masks a known key at the end of the cell', () => {
    const redactor = createRedactor()
    redactor.push(KEY)
    expect(redactor.flush()).toBe(MASK)
  })

  test('does not hold the first letter of a word, which half of all keys begin with', () => {
    const redactor = createRedactor()
    expect(redactor.push('this is a')).toBe('this is a')
    expect(redactor.push('\ns')).toBe('\ns')
    expect(redactor.push('k-proj-abcd1234efgh5678ijkl')).toBe('')
    expect(redactor.flush()).toBe(MASK)
    expect([...' ta', ...'sk-0123456789abcdef0123'].map((char) => redactor.push(char)).join('')).toBe(
      ' task-0123456789abcdef0123',
    )
  })

  test('does not hold a word that only contains a prefix', () => {
    const redactor = createRedactor()
    expect(redactor.push('ri')).toBe('ri')
    expect(redactor.push('sk-averse-people-2024-in-the-city')).toBe('sk-averse-people-2024-in-the-city')
  })

  test('knows a secret from the moment it is registered', () => {
    const redactor = createRedactor()
    expect(redactor.push('late-secret-123 ')).toBe('late-secret-123 ')
    registerSecret('late-secret-123', 'B')
    expect(redactor.push('late-secret-123')).toBe(MASK)
  })

  test('catches colours and escaped line breaks that are cut themselves', () => {
    const redactor = createRedactor()
    const pieces = ['canary\x1b', '[3', '1m-7f3a', '9b2c\\', 'n4d5e', ' end']
    expect(pieces.map((piece) => redactor.push(piece)).join('')).toBe(`${MASK}\x1b[31m end`)
  })
})
