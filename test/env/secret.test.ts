import { inspect } from 'node:util'
import { reveal, secret } from '../../src/env/secret'
import { MASK, redact } from '../../src/secrets/redact-text'
import { clearSecrets } from '../../src/secrets/registry'
import { isRevealed } from '../../src/secrets/reveal'
import { secretText } from '../../src/base/secret-text'
import { keepEnvironment, openCell, type FakeCell } from './fake-scope'

const TOKEN = 'canary-7f3a9b2c4d5e'
let cell: FakeCell

keepEnvironment()
beforeEach(() => {
  clearSecrets()
  cell = openCell()
  process.env['T_TOKEN'] = TOKEN
})

describe('secret', () => {
  test.each<[string, (value: object) => string]>([
    ['a template', (value) => `${value as unknown as string}`],
    ['String', String],
    ['concatenation', (value) => '' + (value as unknown as string)],
    ['JSON', (value) => JSON.stringify({ value })],
    ['inspect', (value) => inspect({ value }, { showHidden: true, depth: 9, getters: true })],
    ['its fields', (value) => JSON.stringify(Object.entries(value)) + Object.values(value).join()],
    ['Object.assign', (value) => inspect(Object.assign({}, value))],
    ['a structured clone of its fields', (value) => inspect(structuredClone({ ...value }))],
  ])('prints as the mask through %s', (_name, print) => {
    expect(print(secret('T_TOKEN'))).not.toContain('canary')
  })

  test('prints as the mask', () => {
    expect(`${secret('T_TOKEN')} ${inspect(secret('T_TOKEN'))} ${JSON.stringify(secret('T_TOKEN'))}`).toBe(
      `${MASK} ${MASK} "${MASK}"`,
    )
  })

  test('gives its text to helpers, also those of another copy of the library', () => {
    expect(secretText(secret('T_TOKEN'))).toBe(TOKEN)
    expect(secretText(secret({ value: 'other-canary-1', name: 'x' }))).toBe('other-canary-1')
    jest.isolateModules(() => {
      const other = jest.requireActual<typeof import('../../src/base/secret-text')>(
        '../../src/base/secret-text',
      )
      expect(other.secretText(secret('T_TOKEN'))).toBe(TOKEN)
    })
  })

  test.each(['text', 5, null, undefined, {}, [], () => TOKEN])('takes %p for no secret', (value) =>
    expect(secretText(value)).toBeUndefined(),
  )

  test('has its text masked in all output', () => {
    secret('T_TOKEN')
    expect(redact(`x ${TOKEN}`)).toBe(`x ${MASK}`)
  })

  test('says when its text is too short to be masked elsewhere', () => {
    expect(`${secret({ value: 'abc', name: 'PIN' })}`).toBe(MASK)
    expect(cell.stderr).toBe(
      'warning: PIN: its text is not masked in other output: it is shorter than 8 characters\n',
    )
  })

  test('names the variable that is missing', () => {
    expect(() => secret('T_MISSING')).toThrow(
      'T_MISSING is not set. Ask for it with await askEnv("T_MISSING")',
    )
    expect(() => secret({ value: undefined as never })).toThrow('not undefined')
    expect(() => secret(Promise.resolve('x') as never)).toThrow(/secret takes/)
  })
})

describe('reveal', () => {
  test('marks the cell and only that cell', () => {
    reveal()
    expect(isRevealed(cell.scope)).toBe(true)
    expect(cell.displayed[0]?.data['text/plain']).toMatch(/Secrets are shown in this cell/)
    expect(cell.displayed[0]?.data['text/html']).toMatch(/role="alert"/)
    expect(isRevealed(openCell().scope)).toBe(false)
  })

  test.each(['stock', 'terminal'] as const)('refuses a %s scope, which has no cells', (kind) => {
    openCell(kind)
    expect(() => reveal()).toThrow(/patched kernel/)
  })
})
