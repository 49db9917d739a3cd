import { parseDotenv } from '../../src/env/parse-dotenv'

const lookup = (name: string) => ({ HOST: 'example.org', EMPTY: '' })[name]
const value = (line: string) => parseDotenv(line, lookup).values['A']

describe('parseDotenv', () => {
  test.each([
    ['A=1', '1'],
    ['A = 1 ', '1'],
    ['export A=1', '1'],
    ["'A'=1", '1'],
    ['A=', ''],
    ['A=a b c', 'a b c'],
    ['A=a=b==', 'a=b=='],
    ['A=#FF0000', '#FF0000'],
    ['A=http://x/y#frag', 'http://x/y#frag'],
    ['A=p@ss#word12345', 'p@ss#word12345'],
    ['A=1 # a comment', '1'],
    ['A=1 #a comment', '1'],
    ['A="1 # 2" # a comment', '1 # 2'],
    ["A='1 # 2'", '1 # 2'],
    ['A= # a comment', ''],
    ['A="a\\nb\\t\\"c\\""', 'a\nb\t"c"'],
    ["A='a\\nb'", 'a\\nb'],
    ["A='it\\'s'", "it's"],
    ['A="a\nb\nc"', 'a\nb\nc'],
    ['A="-----BEGIN KEY-----\nabc=\n-----END KEY-----"', '-----BEGIN KEY-----\nabc=\n-----END KEY-----'],
    ['\uFEFFA=1', '1'],
    ['A=1\r\nB=2\r\n', '1'],
    ['A=1\rB=2', '1'],
    ['A=pa$$w0rd$x', 'pa$$w0rd$x'],
    ['A=C:\\new\\table', 'C:\\new\\table'],
    ["A='C:\\new'", 'C:\\new'],
    ['A={"a": "b"}', '{"a": "b"}'],
    ["A={'a': 'it'}", "{'a': 'it'}"],
    ['A="a"b', '"a"b'],
    ['A="a', '"a'],
    ['A=https://${HOST}/v1', 'https://example.org/v1'],
    ['A="https://${HOST}/v1"', 'https://example.org/v1'],
    ["A='https://${HOST}/v1'", 'https://${HOST}/v1'],
    ['A=${NONE:-default}', 'default'],
    ['A=${EMPTY:-default}', 'default'],
    ['A=x${NONE}y', 'x${NONE}y'],
    ['B=2\nA=${B}${B}', '22'],
    ['A=1\nA=2', '2'],
    ['A=`x`', '`x`'],
  ])('reads %j', (text, wanted) => expect(value(text)).toBe(wanted))

  test.each([
    ['A=a#b', 'A: the # belongs to its value'],
    ['A=https://${HOST}', 'A: ${…} in its value was filled in'],
    ['A=x${NONE}', 'A: a ${…} in its value names no variable and stays'],
    ['A=pa$word', 'A: the $ belongs to its value'],
    ['A="C:\\new"', 'A: a \\ with a letter is a control character'],
    ['A="a"b', 'A: its quotes are no pair around the value'],
    ['A=`x`', 'A: the backticks belong to its value'],
    ['A=1\nA=2', 'A: it is set twice; the last value counts'],
    ['x y z\nA=1', 'line 1 is not NAME=value and was left out'],
    ['A=1\n\n# c\nA', 'line 4 is not NAME=value and was left out'],
  ])('says of %j how it was read', (text, note) => {
    const { notes } = parseDotenv(text, lookup)
    expect(notes.map((each) => each.startsWith(note))).toEqual([true])
    expect(notes.join()).not.toMatch(/word|a#b|example/)
  })

  test('says nothing of plain files', () => {
    const text = '# keys\nexport A=1\nB="two words" # why\nC=\'$x ${y}\'\n\nD=a b # c\nE=1\nE=1\n'
    expect(parseDotenv(text)).toEqual({
      values: { A: '1', B: 'two words', C: '$x ${y}', D: 'a b', E: '1' },
      notes: [],
    })
  })
})
