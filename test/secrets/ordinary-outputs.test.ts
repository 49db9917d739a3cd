/**
 * 300 outputs as notebooks have them, beside 40 secrets as people have them: not a byte of the outputs changes, and each
 * secret is masked in each of them.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { redactBundle } from '../../src/secrets/redact-bundle'
import { createRedactor } from '../../src/secrets/redact-stream'
import { MASK, redact } from '../../src/secrets/redact-text'
import { clearSecrets, registerEnvironment } from '../../src/secrets/registry'

const folder = join(__dirname, '..', 'fixtures', 'secrets')
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))

/** In parts, so that no tool takes the file for one that holds keys. */
const secrets = (read('secrets.json') as { name: string; parts: string[] }[]).map(({ name, parts }) => ({
  name,
  value: parts.join(''),
}))
const outputs = read('ordinary-outputs.json') as string[]

beforeAll(() => {
  clearSecrets()
  registerEnvironment(Object.fromEntries(secrets.map(({ name, value }) => [name, value])))
})
afterAll(clearSecrets)

test('there are 40 secrets and 300 outputs', () => {
  expect([secrets.length, new Set(outputs).size]).toEqual([40, 300])
})

test('nothing is masked in a whole text, in markup, in a bundle', () => {
  for (const text of outputs) {
    expect(redact(text)).toBe(text)
    expect(redact(text, 'markup')).toBe(text)
    const bundle = { data: { 'text/plain': text, 'application/json': { [text.slice(0, 40)]: [text] } } }
    expect(redactBundle(bundle)).toBe(bundle)
  }
})

test.each([1, 7, 64])('nothing is masked in a stream of all of them, in pieces of %i characters', (size) => {
  const all = outputs.join('')
  const redactor = createRedactor()
  let shown = ''
  for (let at = 0; at < all.length; at += size) shown += redactor.push(all.slice(at, at + size))
  expect(shown + redactor.flush()).toBe(all)
})

test.each(secrets)('$name is masked wherever it stands', ({ value }) => {
  for (const text of outputs.slice(0, 60)) {
    const shown = redact(`${text} ${value} ${text}`)
    expect(shown).toContain(MASK)
    expect(shown).not.toContain(value)
  }
  const redactor = createRedactor()
  expect([...`key ${value}.`].map((char) => redactor.push(char)).join('') + redactor.flush()).toBe(
    `key ${MASK}.`,
  )
})
