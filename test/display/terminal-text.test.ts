import fc from 'fast-check'
import { createControlStripper, showInvisible, stripControls } from '../../src/display/terminal-text'

describe('stripControls', () => {
  test.each([
    ['colours stay', '\x1b[1;38;5;9mred\x1b[0m', '\x1b[1;38;5;9mred\x1b[0m'],
    ['cursor movement', 'a\x1b[2J\x1b[1;1Hb\x1b[?25l', 'ab'],
    ['a window title', 'a\x1b]0;title\x07b', 'ab'],
    ['a link', '\x1b]8;;https://x.invalid\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['writing to the clipboard', 'a\x1b]52;c;aGk=\x07b', 'ab'],
    ['a device string', 'a\x1bP1$r\x1b\\b', 'ab'],
    ['one-character controls', 'a\x9b2Jb\x90q\x9cc', 'abc'],
    ['a reset', 'a\x1bcb', 'ab'],
    ['backspaces, bells and zeros', 'a\b\x07\0b', 'ab'],
    ['an unfinished sequence', 'a\x1b[12', 'a12'],
    ['line ends and tabs stay', 'a\tb\r\nc', 'a\tb\r\nc'],
  ])('%s', (_name, text, clean) => {
    expect(stripControls(text)).toBe(clean)
  })

  test('leaves no control character but line ends, tabs and colours in any text', () => {
    const parts = fc.constantFrom(
      '\x1b',
      '[',
      ']',
      'P',
      '\x9b',
      '\x07',
      '\\',
      'm',
      '1',
      ';',
      'x',
      '\b',
      '\x9c',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (list) => {
        const rest = stripControls(list.join('')).replace(/\x1b\[[0-9;:]*m/g, '')
        expect(rest).not.toMatch(/[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]/)
      }),
    )
  })
})

describe('createControlStripper', () => {
  test('gives the same wherever the text is cut', () => {
    const text = 'a\x1b[31mb\x1b]0;title\x1b\\c\x1b[2Jd\x1bP\x1b\\e\x9b1mf\x1b'
    for (let cut = 0; cut <= text.length; cut++) {
      const stripper = createControlStripper()
      expect(stripper.push(text.slice(0, cut)) + stripper.push(text.slice(cut)) + stripper.end()).toBe(
        stripControls(text),
      )
    }
  })

  test('hides no more than a line after a sequence that does not end', () => {
    const stripper = createControlStripper()
    expect(stripper.push('a\x1b]') + stripper.push('x'.repeat(10_000)) + stripper.push('\nb')).toMatch(
      /^a(x*)\nb$/,
    )
    expect(stripControls(`a\x1b]${'x'.repeat(10_000)}\nb`)).toBe('a\nb')
  })
})

describe('showInvisible', () => {
  test.each([
    ['text direction', 'a\u202eb\u2066', 'a⟨U+202E⟩b⟨U+2066⟩'],
    ['zero width', 'a\u200bb\ufeff', 'a⟨U+200B⟩b⟨U+FEFF⟩'],
    ['tags and variation', 'a\u{e0061}\ufe0f', 'a⟨U+E0061⟩⟨U+FE0F⟩'],
    ['odd spaces', 'a\u00a0\u3000b', 'a⟨U+00A0⟩⟨U+3000⟩b'],
    ['controls', 'a\x1b\r', 'a⟨U+001B⟩⟨U+000D⟩'],
    ['half a surrogate pair', 'a\ud83d', 'a⟨U+D83D⟩'],
    ['ordinary text', 'curl "https://ü.example/日本"\n\t😀', 'curl "https://ü.example/日本"\n\t😀'],
  ])('%s', (_name, text, shown) => {
    expect(showInvisible(text)).toBe(shown)
  })
})
