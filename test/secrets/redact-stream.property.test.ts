import fc from 'fast-check'
import { createRedactor } from '../../src/secrets/redact-stream'
import { redact } from '../../src/secrets/redact-text'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'
import { rounds } from '../support/extent'

const RUNS = rounds(10_000, 400)
// Secrets and clean text share no letters, so that any four letters of a secret in the output are a leak.
const SECRETS = ['Zq7Kx9Wv3Jy', 'QZ9xK7-WJv8_Yq-ZZqq', `K"Z'q<&>Wy 9\\J%Q`, '7x9Z/q+J8w=K3v9Q7x9Z/']
const CLEAN = 'abcde .,:\n\r\t"{}()'

const forms: ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => JSON.stringify(secret).slice(1, -1),
  (secret) => encodeURIComponent(secret),
  (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (secret) => Buffer.from(secret).toString('base64url'),
  (secret) => Buffer.from(secret).toString('hex'),
  (secret) => `${secret.slice(0, 5)}\n${secret.slice(5)}`,
  (secret) => `${secret.slice(0, 4)}\x1b[31m${secret.slice(4)}\x1b[0m`,
]
const hexOf = (char: string) => char.charCodeAt(0).toString(16).padStart(2, '0')
const clean = fc.string({ unit: fc.constantFrom(...CLEAN), maxLength: 30 })
const secretForm = fc
  .tuple(fc.constantFrom(...SECRETS), fc.constantFrom(...forms))
  .map(([secret, write]) => ({ secret: true, text: write(secret) }))
const output = fc.array(
  fc.oneof(
    clean.map((text) => ({ secret: false, text })),
    secretForm,
  ),
  { maxLength: 8 },
)
const cutPoints = fc.array(fc.nat(200), { maxLength: 12 })

beforeAll(() => {
  clearSecrets()
  for (const secret of SECRETS) registerSecret(secret, 'S')
})

function stream(
  text: string,
  cuts: readonly number[],
  between: (redactor: ReturnType<typeof createRedactor>) => string = () => '',
) {
  const redactor = createRedactor()
  const places = [...cuts.map((cut) => cut % (text.length + 1)), text.length].sort((a, b) => a - b)
  let out = ''
  let from = 0
  for (const place of places) {
    out += redactor.push(text.slice(from, place)) + between(redactor)
    from = place
  }
  return out + redactor.flush()
}

/** Longest run of characters of `written` that the output still shows. */
function leak(shown: string, written: string): number {
  let longest = 0
  for (let at = 0; at < written.length; at++)
    while (shown.includes(written.slice(at, at + longest + 1)) && at + longest < written.length) longest++
  return longest
}

describe('createRedactor', () => {
  test('lets nothing of a secret through, wherever the output is cut', () => {
    fc.assert(
      fc.property(output, cutPoints, (parts, cuts) => {
        const shown = stream(parts.map(({ text }) => text).join(''), cuts)
        for (const { secret, text } of parts)
          if (secret)
            for (const line of text.split(/\n|\x1b\[\d+m/)) expect(leak(shown, line)).toBeLessThan(4)
      }),
      { numRuns: RUNS },
    )
  })

  test('lets at most three characters through when a timer releases what is held', () => {
    fc.assert(
      fc.property(output, cutPoints, (parts, cuts) => {
        const shown = stream(parts.map(({ text }) => text).join(' '), cuts, (redactor) => redactor.release())
        for (const { secret, text } of parts)
          if (secret)
            for (const line of text.split(/\n|\x1b\[\d+m/)) expect(leak(shown, line)).toBeLessThan(4)
      }),
      { numRuns: RUNS },
    )
  })

  test.each<[string, (char: string) => string]>([
    ['percent signs', (char) => `%${hexOf(char)}`],
    ['percent signs, twice', (char) => `%25${hexOf(char)}`],
    ['entities', (char) => `&#${char.charCodeAt(0)};`],
    ['JSON escapes', (char) => `\\u00${hexOf(char)}`],
    ['quoted-printable', (char) => `=${hexOf(char).toUpperCase()}`],
    ['soft hyphens', (char) => `${char}\u00ad`],
    ['bytes', (char) => `${char.charCodeAt(0)}, `],
    ['bytes on lines', (char) => `${char.charCodeAt(0)},\n  `],
    ['hex', (char) => `${hexOf(char)} `],
    ['characters', (char) => `'${char.replaceAll('\\', '\\\\')}', `],
  ])('lets nothing through that is written as %s, wherever it is cut', (_name, write) => {
    const secret = fc.constantFrom(...SECRETS)
    fc.assert(
      fc.property(clean, secret, clean, cutPoints, fc.boolean(), (before, value, after, cuts, timer) => {
        const units = [...value].map(write)
        const text = `${before} ${units.join('')} ${after}`
        const shown = stream(text, cuts, (redactor) => (timer ? redactor.release() : ''))
        for (let at = 0; at + 5 <= units.length; at++)
          expect(shown).not.toContain(units.slice(at, at + 5).join(''))
      }),
      { numRuns: RUNS / 10 },
    )
  })

  test('shows at most three letters of a secret that a progress line spells out, wherever it is cut', () => {
    const line = clean.map((text) => text.replace(/[\r\n]/g, ' '))
    const ends = fc.constantFrom('\r', '\n', '\r\x1b[K', '\x1b[2K\x1b[1G')
    const secret = fc.constantFrom(...SECRETS)
    fc.assert(
      fc.property(line, secret, ends, cutPoints, fc.boolean(), (lead, value, end, cuts, timer) => {
        const steps = [...value].map((_char, at) => end + lead + value.slice(0, at + 1))
        const places = [...cuts, ...steps.map((_step, at) => steps.slice(0, at).join('').length)]
        const shown = stream(steps.join(''), places, (redactor) => (timer ? redactor.release() : ''))
        for (let at = 0; at + 4 <= value.length; at++) expect(shown).not.toContain(value.slice(at, at + 4))
      }),
      { numRuns: RUNS / 10 },
    )
  })

  test('gives what masking the whole text gives', () => {
    fc.assert(
      fc.property(output, cutPoints, (parts, cuts) => {
        const text = parts.map((part) => part.text).join('')
        // A line goes out whole, so a secret that a line break cuts within three letters shows them: no breaks here.
        fc.pre(!/[\n\r]/.test(text))
        expect(stream(text, cuts)).toBe(redact(text))
      }),
      { numRuns: RUNS },
    )
  })

  test('leaves clean text byte for byte as it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ maxLength: 60 }),
      clean,
    )
    fc.assert(
      fc.property(anything, cutPoints, fc.boolean(), (text, cuts, timer) => {
        expect(stream(text, cuts, (redactor) => (timer ? redactor.release() : ''))).toBe(text)
        expect(redact(text)).toBe(text)
      }),
      { numRuns: RUNS },
    )
  })

  test('holds back no more than what may become a secret', () => {
    fc.assert(
      fc.property(clean, (text) => {
        const redactor = createRedactor()
        const shown = redactor.push(text)
        expect(redactor.peekHeld()).toBeLessThan(4)
        expect(text.slice(shown.length).replace(/\s/g, '')).toHaveLength(redactor.peekHeld())
        expect(shown + redactor.release()).toBe(text)
      }),
    )
  })

  test('lets no secret through whose letters also make up escapes, codes and tags around it', () => {
    const pieces = [...'ab\\n[3m <>s-k0', '\n', '\r', '\x1b', '\x1b[31m']
    const hostile = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 18 })
    const secrets = ['[3m\\nab<s>-k0', 'n\\ab[[m30sk-', 'mm[0a\\n\\nb<k>', 'sk-ab\\[3m0n a']
    clearSecrets()
    for (const secret of secrets) expect(registerSecret(secret, 'S')).toBe(true)
    const parts = fc.array(fc.oneof(hostile, fc.constantFrom(...secrets)), { maxLength: 6 })
    fc.assert(
      fc.property(parts, cutPoints, fc.boolean(), (texts, cuts, timer) => {
        const text = texts.join('')
        const shown = stream(text, cuts, (redactor) => (timer ? redactor.release() : ''))
        for (const secret of secrets) expect(shown + redact(text)).not.toContain(secret)
      }),
      { numRuns: RUNS },
    )
  })

  test('lets no secret through that is wrapped, indented, escaped or coloured anywhere', () => {
    const gaps = ['\n', '\r\n', '\n  ', '\n\n    ', '\\n', '\\r\\n  ', '\x1b[31m', '\x1b[0m\n  ', '\n\x1b[1m']
    const withoutGaps = (text: string) =>
      text.replace(/\x1b\[[0-9;]*m/g, '').replace(/(?:[\r\n]+|\\[nr])[ \t]*/g, '')
    const secrets = ['273b73d+b', '37-8exxf_yx66_9', 'd0g8811zb0z1/4_x9/05/_-', 'canary=abcdef{g']
    clearSecrets()
    for (const secret of secrets) expect(registerSecret(secret, 'S')).toBe(true)
    const gap = fc.option(fc.constantFrom(...gaps), { nil: '' })
    const wrapped = fc
      .tuple(fc.constantFrom(...secrets), fc.array(gap, { minLength: 24, maxLength: 24 }))
      .map(([secret, between]) =>
        [...secret].map((char, at) => (at === 0 ? '' : between[at]) + char).join(''),
      )
    const other = fc.string({ unit: fc.constantFrom(...'2d3c "{,', ...gaps), maxLength: 8 })
    fc.assert(
      fc.property(
        fc.array(fc.oneof(wrapped, other), { maxLength: 5 }),
        cutPoints,
        fc.boolean(),
        (texts, cuts, timer) => {
          const text = texts.join('')
          const shown = stream(text, cuts, (redactor) => (timer ? redactor.release() : ''))
          for (const secret of secrets) {
            expect(withoutGaps(shown)).not.toContain(secret)
            expect(withoutGaps(redact(text))).not.toContain(secret)
          }
        },
      ),
      { numRuns: RUNS },
    )
  })
})
