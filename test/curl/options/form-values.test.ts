import { parseFormString, parseFormValue } from '../../../src/curl/options/form-values'

describe('a form value', () => {
  const warnings: string[] = []
  const reader = {
    warn: (text: string) => void warnings.push(text),
    read: async () => Buffer.from('# c\nX-A: 1\n  2\n\nX-B: 3\r\n'),
  }
  beforeEach(() => void (warnings.length = 0))

  test.each([
    ['a=b', { name: 'a', kind: 'text', value: 'b' }],
    ['a= b ', { value: 'b' }],
    ['a=" b "', { value: ' b ' }],
    ['a="x\\"y\\\\z"', { value: 'x"y\\z' }],
    ['a="no end', { value: '"no end' }],
    ['a=@f.txt', { kind: 'file', value: 'f.txt' }],
    ['a=<f.txt', { kind: 'content', value: 'f.txt' }],
    ['a=@"f;1.txt";type=x/y', { kind: 'file', value: 'f;1.txt', type: 'x/y' }],
    ['a=b;type=x/y;charset=z;filename=n', { type: 'x/y;charset=z', filename: 'n' }],
    ['a=b;filename="n;m";headers="X: 1"', { filename: 'n;m', headers: ['X: 1'] }],
    ['a=b;headers=@h', { headers: ['X-A: 1  2', 'X-B: 3'] }],
    ['a=b;encoder=base64', { encoder: 'base64' }],
    ['a=b=c', { name: 'a', value: 'b=c' }],
    ['=b', { name: '', value: 'b' }],
  ])('%s', async (value, expected) => {
    expect(await parseFormValue(value, reader)).toMatchObject(expected)
    expect(warnings).toEqual([])
  })

  test('of --form-string is taken literally', async () => {
    expect(await parseFormString('a=@b;type=c', reader)).toMatchObject({
      kind: 'text',
      value: '@b;type=c',
    })
  })

  test.each([
    ['a=b;nonsense', 'skip unknown form field: nonsense'],
    ['a="b"c', 'Trailing data after quoted form parameter'],
    ['a=<b;filename=c', 'Field file name not allowed here: c'],
  ])('%s is warned about', async (value, warning) => {
    await parseFormValue(value, reader)
    expect(warnings).toEqual([warning])
  })

  test.each([['a'], ['a=b;type=c'], ['a=@b,c'], ['=('], ['=)']])('%s is refused', async (value) => {
    await expect(parseFormValue(value, reader)).rejects.toMatchObject({ exitCode: 2 })
  })
})
