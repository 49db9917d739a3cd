import { cutChars } from '../../src/base/surrogates'
import { inspect } from 'node:util'
import { formatBytes, formatCount, formatMs, oneLine, printsAs } from '../../src/display/one-line'
import { clearSecrets, registerSecret } from '../../src/secrets/registry'

afterEach(() => clearSecrets())

describe('printsAs', () => {
  test('prints one line instead of the fields, which stay as they are', () => {
    const result = printsAs({ text: 'long\ntext' }, () => 'answer:\n9 characters')
    expect(inspect(result)).toBe('answer: 9 characters')
    expect({ ...result }).toEqual({ text: 'long\ntext' })
    expect(JSON.stringify(result)).toBe('{"text":"long\\ntext"}')
  })

  test('masks secrets, takes out escapes and shows what is invisible', () => {
    registerSecret('hunter2-hunter2', 'PASSWORD')
    expect(inspect(printsAs({}, () => 'a\x1b[2Jb hunter2-hunter2 \u202ec'))).toBe('ab •••• ⟨U+202E⟩c')
  })
})

describe('oneLine', () => {
  test('cuts a long text', () => {
    expect(oneLine('x'.repeat(10_000_000))).toBe(`${'x'.repeat(199)}…`)
    expect(oneLine('abcdef', 4)).toBe('abc…')
  })
})

describe('oneLine of an answer', () => {
  test.each(['✔️ done', 'A 👩‍👩‍👧 walks', 'می‌خواهم', '❤️‍🔥 and ☀️'])('leaves %s as it is', (text) =>
    expect(oneLine(text)).toBe(text),
  )

  test.each([
    ['pay\u200bpal', 'pay⟨U+200B⟩pal'],
    ['pay\u200dpal', 'pay⟨U+200D⟩pal'],
    ['safe\u202egpj.exe', 'safe⟨U+202E⟩gpj.exe'],
  ])('shows what hides in %j', (text, shown) => expect(oneLine(text)).toBe(shown))
})

describe('cutChars', () => {
  test('never leaves half of a surrogate pair', () => {
    expect(cutChars('a😀b', 2)).toBe('a')
    expect(cutChars('a😀b', 3)).toBe('a😀')
    expect(cutChars('ab', 9)).toBe('ab')
  })
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [12_345, '12 kB'],
  [999_499, '999 kB'],
  [999_600, '1.0 MB'],
  [3_400_000_000, '3.4 GB'],
])('formatBytes writes %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test.each([
  [0.42, '0.4 ms'],
  [3, '3 ms'],
  [999.4, '999 ms'],
  [1243, '1.24 s'],
  [12_345, '12.3 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [Infinity, '–'],
])('formatMs writes %d as %s', (ms, text) => expect(formatMs(ms)).toBe(text))

test.each([
  [9999, '9999'],
  [20_000, '20\u202f000'],
  [1_234_567, '1\u202f234\u202f567'],
])('formatCount writes %d as %s', (count, text) => expect(formatCount(count)).toBe(text))
