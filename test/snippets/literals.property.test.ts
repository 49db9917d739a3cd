import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { pythonString } from '../../src/snippets/python'
import { readJson } from '../../src/snippets/read-json'
import { printValue } from '../../src/snippets/print-value'
import { shellWord } from '../../src/snippets/shell-text'
import type { Text } from '../../src/snippets/text'
import { TYPESCRIPT, typeScriptString } from '../../src/snippets/typescript'

/** Texts of what breaks literals. */
const text = fc.string({
  unit: fc.constantFrom(
    '"',
    "'",
    '`',
    '\\',
    '$',
    '{',
    '}',
    '\n',
    '\r',
    '\t',
    '\0',
    '!',
    '🌍',
    '\u2028',
    '\ud83d',
    'n',
    'u',
    ' ',
    'x',
  ),
  maxLength: 80,
})
const variable = fc.constantFrom({ env: 'SNIPPET_A' }, { env: 'SNIPPET_B' })
const texts: fc.Arbitrary<Text> = fc.oneof(text, fc.array(fc.oneof(text, variable), { maxLength: 5 }))
const VALUES: Readonly<Record<string, string>> = { SNIPPET_A: 'a "\'$`\\', SNIPPET_B: '{b}' }

const filled = (value: Text): string =>
  typeof value === 'string'
    ? value
    : value.map((part) => (typeof part === 'string' ? part : VALUES[part.env])).join('')

/** Runs an expression of TypeScript. */
const evaluate = (code: string): unknown =>
  new Function('process', `return ${code}`)({ env: VALUES }) as unknown

describe('typeScriptString', () => {
  test('is the text again', () => {
    fc.assert(fc.property(texts, (value) => expect(evaluate(typeScriptString(value))).toBe(filled(value))))
  })
})

describe('printValue', () => {
  test('is the value again', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const node = readJson(JSON.stringify(value))!
        expect(evaluate(`(${printValue(node, TYPESCRIPT)})`)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('shellWord', () => {
  test('is one word, and the text again', () => {
    const clean = (value: Text): Text =>
      typeof value === 'string'
        ? bare(value)
        : value.map((part) => (typeof part === 'string' ? bare(part) : part))
    const bare = (part: string): string => part.replace(/[\0\ud83d]/g, '')
    const words = fc.sample(texts, { numRuns: 200, seed: 7 }).map(clean)
    const script = words.map((word) => `printf '%s\\0' ${shellWord(word)}`).join('\n')
    const printed = execFileSync('bash', ['-c', script], { env: VALUES, encoding: 'utf8' })
    expect(printed.split('\0').slice(0, -1)).toEqual(words.map(filled))
  })
})

describe('pythonString', () => {
  test.each<[string, Text, string]>([
    ['a text', 'it\'s "so"', '"it\'s \\"so\\""'],
    ['lines', `${'a line\n'.repeat(6)}"end"`, `"""${'a line\n'.repeat(6)}"end\\""""`],
    ['a variable', [{ env: 'KEY' }], 'os.environ["KEY"]'],
    ['a variable in a text', ['{x} \\ ', { env: 'KEY' }], 'f"{{x}} \\\\ {os.environ[\'KEY\']}"'],
    ['a character that hides', 'a\u202eb', '"a\\u202eb"'],
  ])('writes %s', (_what, value, literal) => expect(pythonString(value)).toBe(literal))
})
