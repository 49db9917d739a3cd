import { addBuiltinMagics } from '../../src/magics/builtin/builtin-magics'
import { createMagic, type MagicCall } from '../../src/magics/define-magic'
import { describeMagic, listMagics } from '../../src/magics/help'
import { toLineList } from '../../src/magics/line-list'
import { createRegistry, findMagic } from '../../src/magics/registry'

const registry = createRegistry()
addBuiltinMagics(registry)

describe('findMagic', () => {
  test.each([
    ['setenv', 'line', 'There is no magic %setenv. Did you mean %set_env?'],
    ['sed_env', 'line', 'Did you mean %set_env?'],
    ['whoo', 'line', 'Did you mean %who?'],
    ['bahs', 'cell', 'There is no magic %%bahs. Did you mean %%bash?'],
    ['capt', 'cell', 'Did you mean %%capture?'],
    ['js', 'cell', 'There is no magic %%js. Outputs run no code here.'],
    ['pushd', 'line', 'Write %cd FOLDER'],
    ['whos', 'line', 'Write %who'],
    ['bash', 'line', '%bash is a cell magic: write %%bash on the first line of a cell'],
    ['pwd', 'cell', '%%pwd is a line magic: write %pwd.'],
    ['ls', 'line', 'There is no magic %ls. Run the command: ! ls. %lsmagic'],
    ['xyzzy', 'line', 'There is no magic %xyzzy. %lsmagic lists what there is.'],
  ] as const)('says of %s what to write', (name, kind, message) => {
    expect(() => findMagic(registry, { name, kind })).toThrow(message)
  })

  test('finds magics of Python, which no list shows', () => {
    expect(findMagic(registry, { name: 'matplotlib', kind: 'line' }).isForeign).toBe(true)
    expect(registry.list().map(({ name }) => name)).not.toContain('matplotlib')
  })
})

describe('listMagics', () => {
  test('shows every magic with one line', () => {
    const text = listMagics(registry)
    for (const { name, help } of registry.list()) {
      expect(text).toMatch(new RegExp(`^ {2}%{1,2}${name} +\\S`, 'm'))
      expect(help.length).toBeLessThan(100)
    }
  })

  test('describes a magic with its options', () => {
    expect(describeMagic(registry, 'writefile')).toBe(
      '%%writefile [-a] FILE\nwrites the cell to a file\n\n  -a                 appends instead of overwriting\n  --append           the same',
    )
    expect(describeMagic(registry, 'time').split('\n')[0]).toBe('%time CODE · %%time')
  })
})

describe('createMagic', () => {
  test.each(['', 'a b', '1a', 'a-b', '%a'])('refuses the name %j', (name) => {
    expect(() => createMagic(name, () => undefined)).toThrow('A magic cannot be named')
  })

  test('types its options', () => {
    const specs = { out: { value: 'NAME', help: '' }, loud: { help: '' } } as const
    const seen: unknown[] = []
    const run = ({ options }: MagicCall<typeof specs>) => {
      const out: string | undefined = options.out
      const loud: boolean = options.loud
      seen.push(out, loud)
    }
    const magic = createMagic('x', run, { options: specs })
    void magic.run({ line: { text: '--out a' }, body: undefined, scope: {} } as never)
    expect(seen).toEqual(['a', false])
  })
})

describe('toLineList', () => {
  test('gives the lines in all forms', () => {
    const lines = toLineList('a b\nc\n\n')
    expect([...lines]).toEqual(['a b', 'c'])
    expect([lines.n, lines.s, lines.l]).toEqual(['a b\nc', 'a b c', ['a b', 'c']])
    expect(JSON.stringify(lines)).toBe('["a b","c"]')
    expect(Object.keys(lines)).toEqual(['0', '1'])
  })

  test.each([
    ['', []],
    ['\n', []],
    ['a', ['a']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['\na\n\nb', ['', 'a', '', 'b']],
  ])('reads %j', (text, lines) => {
    expect([...toLineList(text)]).toEqual(lines)
  })
})
