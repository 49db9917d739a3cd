import { readRoster } from '../../../src/teach/class/roster'

const TOKEN = 'class-Qw7Er8Ty9Ui0Op1A'

describe('readRoster', () => {
  test('reads names and tokens; comments and blank lines do not count', () => {
    const text = `\uFEFF# the class\r\nada\r\n\r\n  grace \t ${TOKEN}  # by hand\nJosé\n李雷\no'brien@school.edu\n`
    expect(readRoster(text)).toEqual({
      lines: [
        { name: 'ada' },
        { name: 'grace', token: TOKEN },
        { name: 'José' },
        { name: '李雷' },
        { name: "o'brien@school.edu" },
      ],
      problems: [],
    })
  })

  test('takes two ways to write a letter for one name', () => {
    expect(readRoster('José\nJosé').lines).toEqual([{ name: 'José' }])
  })

  test('takes a name twice when only one line has a token', () => {
    expect(readRoster(`ada\nada ${TOKEN}\nada`)).toEqual({
      lines: [{ name: 'ada', token: TOKEN }],
      problems: [],
    })
  })

  test.each([
    ['HTML', '<script>alert(1)</script>'],
    ['an attribute', 'ada"onload="x'],
    ['a control sequence', 'ada\x1b[2J'],
    ['a bell', '\x07ada'],
    ['a formula', '=cmd|calc!A1'],
    ['a formula by plus', '+1+1'],
    ['a formula by at', '@SUM(A1)'],
    ['a formula by minus', '-1'],
    ['text that is turned around', 'ada\u202Etxt'],
    ['a character without a width', 'a\u200Bda'],
    ['a path', '../ada'],
    ['a line of JSON', '{"name":"ada"}'],
    ['too many letters', 'a'.repeat(65)],
  ])('refuses %s as a name, and does not repeat it', (_what, name) => {
    const { lines, problems } = readRoster(`ada\n${name}\ngrace`)
    expect(lines).toEqual([{ name: 'ada' }, { name: 'grace' }])
    expect(problems).toEqual([
      expect.stringMatching(/^line 2: a name begins with a letter or a digit/) as string,
    ])
    expect(problems.join()).not.toContain(name)
  })

  test.each([
    ['a name with a blank', 'Ada Lovelace', /A name has no blanks: write Ada_Lovelace/],
    ['a name with two', 'Ada King Lovelace', /a line is NAME or NAME TOKEN/],
    ['a short token', 'ada secret', /a token has 16 to 256/],
    ['a token no header can carry', `ada ${TOKEN}é`, /a token has 16 to 256/],
    ['the token of another', `grace ${TOKEN}\nada ${TOKEN}`, /^line 2: its token is that of another student/],
    ['another token of one name', `ada ${TOKEN}\nada ${TOKEN}2`, /^line 2: the name is there already/],
  ])('refuses %s', (_what, text, message) => {
    const { problems } = readRoster(text)
    expect(problems).toEqual([expect.stringMatching(message) as string])
    expect(problems.join()).not.toContain(TOKEN)
  })
})
