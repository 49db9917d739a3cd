import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addBuiltinMagics } from '../../src/magics/builtin/builtin-magics'
import { createMagic } from '../../src/magics/define-magic'
import { createLanguage } from '../../src/magics/language'
import { createRegistry } from '../../src/magics/registry'
import { compilers, notebook } from './compilers'

const registry = createRegistry()
addBuiltinMagics(registry)
registry.add(
  createMagic('greet', () => undefined, { help: 'greets', options: { loud: { help: 'in capitals' } } }),
)
const language = createLanguage(registry)

/** Splits a cell at the cursor, written `|`. */
function at(marked: string): [code: string, cursor: number] {
  const cursor = marked.indexOf('|')
  return [marked.slice(0, cursor) + marked.slice(cursor + 1), cursor]
}

describe.each(compilers)('the cell language with TypeScript %s', (_version, api) => {
  const view = notebook(api, { ready: true, files: ['a'] })

  describe('plans', () => {
    test.each([
      ['TypeScript as it is', 'const a = 1\na'],
      ['a module as it is', '/** @module mm */\nexport const a = 1\n! ls'],
      ['a module below a comment as it is', '// why\n/** x\n * @module mm\n */\n! ls'],
      ['browser code as it is', '/** @browser */\n! ls'],
      ['an empty cell as it is', ''],
    ])('%s', (_name, code) => {
      expect(language.plan(code, view)).toEqual({ kind: 'code', code })
    })

    test.each([
      ['a cell magic', '%%bash\nls'],
      ['a cell magic below blank lines', '\n\n  %%bash\nls'],
      ['a cell magic below comments', '// why\n# No Quotes!\n%%bash\nls'],
      ['a cell magic without a body', '%%bash'],
      ['an unknown cell magic', '%%nosuch'],
    ])('%s apart from TypeScript', (_name, code) => {
      expect(language.plan(code, view).kind).toBe('magic')
    })

    test.each([
      ['in a template', '`\n%%bash\n`'],
      ['in a comment', '/*\n%%bash\n*/'],
    ])('no cell magic %s', (_name, code) => {
      expect(language.plan(code, view)).toEqual({ kind: 'code', code })
    })

    test('a module named only in a string has magics', () => {
      expect(language.plan('const s = "/** @module x */"\n! ls', view)).not.toMatchObject({
        code: expect.stringContaining('! ls') as string,
      })
    })
  })

  describe('completes', () => {
    const complete = (marked: string) => language.complete(...at(marked), view)
    const matches = (marked: string) => {
      const [, cursor] = at(marked)
      const answer = complete(marked)
      if (answer.kind !== 'matches') throw new Error(`passed on: ${answer.code}`)
      expect(answer.end).toBe(cursor)
      return [answer.start, answer.matches]
    }

    test.each([
      ['%s|', 0, ['%set_env', '%store', '%sx', '%system']],
      ['%%b|', 0, ['%%bash']],
      ['1\n  %set|', 4, ['%set_env']],
      ['%gr|', 0, ['%greet']],
      ['%%gr|', 0, ['%%greet']],
      ['%nosuch|', 0, []],
      ['%%bash --o|', 7, ['--out']],
      ['%%bash --|', 7, ['--bg', '--err', '--no-raise-error', '--out', '--proc']],
      ['%greet --l|', 7, ['--loud']],
      ['1\n%dotenv --|', 10, ['--override', '--verbose']],
      ['%who |', 5, []],
    ])('%s', (marked, start, names) => {
      expect(matches(marked)).toEqual([start, names])
    })

    test('both kinds in a first line, only line magics below', () => {
      expect(matches('%ti|')[1]).toEqual(['%time'])
      expect(matches('|%'.replace('|%', '%|'))[1]).toEqual(
        expect.arrayContaining(['%cd', '%%bash', '%%time']),
      )
      const below = matches('1\n%|')[1] as string[]
      expect(below).toContain('%cd')
      expect(below.filter((name) => name.startsWith('%%'))).toEqual([])
    })

    test('variables of the environment', () => {
      process.env['MAGICS_TEST_A'] = '1'
      expect(matches('%env MAGICS_TEST|')).toEqual([5, ['MAGICS_TEST_A']])
      expect(matches('! echo $MAGICS_TEST|')).toEqual([7, ['$MAGICS_TEST_A']])
      expect(matches('%%bash\necho "${MAGICS_TEST|')).toEqual([13, ['${MAGICS_TEST_A']])
    })

    test('files, with their folder', () => {
      const folder = mkdtempSync(join(tmpdir(), 'complete-'))
      try {
        mkdirSync(join(folder, 'sub'))
        for (const name of ['sun.txt', 'a b.txt', '.hidden']) writeFileSync(join(folder, name), '')
        expect(matches(`! cat ${folder}/s|`)[1]).toEqual([`${folder}/sub/`, `${folder}/sun.txt`])
        // A path with one slash keeps one.
        expect(matches('! ls /tm|')[1]).toEqual(['/tmp/'])
        expect(matches(`%%bash\ncat <${folder}/a|`)[1]).toEqual([`${folder}/a\\ b.txt`])
        expect(matches(`%cd ${folder}/|`)[1]).toEqual([`${folder}/sub/`])
        expect(matches(`! cat ${folder}/.h|`)[1]).toEqual([`${folder}/.hidden`])
        expect(matches(`! cat ${folder}/none/x|`)[1]).toEqual([])
        const here = process.cwd()
        process.chdir(folder)
        try {
          expect(matches('! cat su|')).toEqual([6, ['sub/', 'sun.txt']])
          expect(matches('! cat ./su|')).toEqual([6, ['./sub/', './sun.txt']])
          expect(matches('%%writefile su|')).toEqual([12, ['sub/', 'sun.txt']])
        } finally {
          process.chdir(here)
        }
      } finally {
        rmSync(folder, { recursive: true })
      }
    })

    test.each([
      ['TypeScript', 'read|', 'read'],
      ['TypeScript below a magic', '! ls -l\nread|', ';      \nread'],
      ['TypeScript above a magic', 'read|\n%env', 'read\n;   '],
      ['lines of a command', 'const f = !ls -l\nf.|', 'const f = [""]  \nf.'],
      ['lines of a short command', 'const f = !ls\nf.|', 'const f = []  \nf.'.replace('[]  ', '[] ')],
      ['a magic that gives text', 'const p = %pwd\np.|', 'const p = ""  \np.'],
      ['the body of %%time', '%%time\n! ls\nread|', '      \n;   \nread'],
      ['the body of %%capture', '%%capture x\nread|', '           \nread'],
      ['code after %time', '%time read|', ';     read'],
      ['a variable in a command', '! echo {fil|} x', ';       fil   '],
      ['a member in a command', '! echo {files.le|', ';       files.le'],
      ['a line in a template', '`\n! ls|', '`\n! ls'],
      ['an unfinished line above', 'f(\n! ls\nread|', undefined],
    ])('%s, with every offset kept', (_name, marked, wanted) => {
      const [code] = at(marked)
      const answer = complete(marked)
      if (answer.kind !== 'passOn') throw new Error(JSON.stringify(answer))
      expect(answer.code).toHaveLength(code.length)
      if (wanted !== undefined) expect(answer.code).toBe(wanted)
    })
  })

  describe('inspects', () => {
    test.each([
      ['%en|v', '%env [NAME | NAME=value]'],
      ['%%ba|sh\nls', '%%bash [--out NAME] [--err NAME] [--bg] [--proc NAME] [--no-raise-error]'],
      ['%%bash --o|ut x', '--out NAME'],
      ['1\n! l|s', 'runs a command in bash'],
      ['const a = !l|s', 'runs a command in bash'],
      ['%gre|et', 'greets'],
      ['%matplot|lib', 'a magic of Python'],
    ])('%s', (marked, text) => {
      const answer = language.inspect(...at(marked), view)
      expect(answer).toMatchObject({ kind: 'text', text: expect.stringContaining(text) as string })
    })

    test.each([
      ['! ls\nrea|dy', ';   \nready'],
      ['%time rea|dy', ';     ready'],
      ['! echo {fi|les}', ';       files '],
      ['%%time\nrea|dy', '      \nready'],
    ])('TypeScript in %s', (marked, code) => {
      expect(language.inspect(...at(marked), view)).toEqual({ kind: 'passOn', code })
    })

    test.each(['%%bash\nl|s', '%no|such', '%%no|such'])('nothing in %s', (marked) => {
      expect(language.inspect(...at(marked), view)).toEqual({ kind: 'none' })
    })
  })

  describe('takes as complete', () => {
    test.each([
      ['%%bash\nls', { kind: 'incomplete', indent: '' }],
      ['%%bash\nls\n', { kind: 'complete' }],
      ['! ls \\', { kind: 'incomplete', indent: '  ' }],
      ['! ls', { kind: 'passOn', code: ';   ' }],
      ['! ls\nif (1) {', { kind: 'passOn', code: ';   \nif (1) {' }],
    ])('%j', (code, answer) => {
      expect(language.isComplete(code, view)).toEqual(answer)
    })
  })

  test('answers every question about every cut of an awkward cell', () => {
    const cells = [
      '%%',
      '%',
      '!',
      '`\n! x\n',
      '%%capture x\nbef',
      '# a\n%set_env A={b',
      '! echo {files[0].x} \\\n y',
      'x = !',
      '!!',
      '%%time\n%time f(',
    ]
    for (const cell of cells)
      for (let cursor = 0; cursor <= cell.length; cursor++)
        for (const code of [cell, cell.slice(0, cursor)]) {
          expect(language.complete(code, cursor, view)).toBeDefined()
          expect(language.inspect(code, cursor, view)).toBeDefined()
          expect(language.isComplete(code, view)).toBeDefined()
        }
  })
})
