/**
 * `tslab-magics export` as a user runs it: files, texts and exit codes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { main } from '../../../src/cli/main'
import { data, ENV_TOKEN, KEY, pathOf, stream, write } from '../notebook-folder'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const text = { out: '', err: '' }
  const code = await main(['export', ...args], {
    cwd: dirname(pathOf('x')),
    env,
    out: (piece) => void (text.out += piece),
    err: (piece) => void (text.err += piece),
  })
  return { code, ...text }
}

const page = (name: string): string => readFileSync(pathOf(name), 'utf8')
const simple = (name: string): string =>
  write(name, [
    { type: 'markdown', source: '# Title' },
    { source: 'const a = 1', outputs: [stream('1\n')] },
  ])

describe('tslab-magics export', () => {
  test('writes pages and pictures, in the folders of their notebooks', async () => {
    write('nb/a.ipynb', [
      { type: 'markdown', source: '# A\n\nSee [b](sub/b.ipynb).' },
      { source: 'draw()', outputs: [data({ 'image/png': PNG })] },
    ])
    write('nb/sub/b.ipynb', [{ type: 'markdown', source: '[back](../a.ipynb)' }])
    const { code, err } = await run(['nb', '--to', 'docusaurus', '--out', 'site'])
    expect({ code, err }).toEqual({ code: 0, err: '2 pages, 3 files\n' })
    expect(readdirSync(pathOf('site'), { recursive: true }).sort()).toEqual([
      'a.mdx',
      'a_files',
      'a_files/a1b2c3d4-2-1.png',
      'sub',
      'sub/b.mdx',
    ])
    expect(page('site/a.mdx')).toContain('[b](sub/b.mdx)')
    expect(page('site/sub/b.mdx')).toContain('[back](../a.mdx)')
  })

  test('leaves files alone that are as they should be', async () => {
    simple('a.ipynb')
    await run(['a.ipynb', '--to', 'gfm', '--out', 'site'])
    const before = statSync(pathOf('site/a.md'))
    expect((await run(['a.ipynb', '--to', 'gfm', '--out', 'site'])).code).toBe(0)
    expect(statSync(pathOf('site/a.md')).ino).toBe(before.ino)
  })

  test('prints a page, without outputs where they are not wanted', async () => {
    simple('a.ipynb')
    expect(await run(['a.ipynb', '--to', 'gfm', '--stdout', '--no-outputs'])).toEqual({
      code: 0,
      out: '# Title\n\n```\nconst a = 1\n```\n'.replace('```\nc', '```ts\nc'),
      err: '',
    })
    expect((await run(['a.ipynb', '--to', 'gfm', '--cell', '2'])).out).toBe(
      '```ts\nconst a = 1\n```\n\n```text\n1\n```\n',
    )
    expect((await run(['a.ipynb', '--to', 'gfm', '--cell', '2', '--fold', '0'])).out).toContain('<details>')
  })

  test.each([
    ['a known key in code', { source: `const a = 1\nconst key = "${KEY}"` }, 'line 3 (cell 1): OpenAI key'],
    [
      'a value of .env in an output',
      { source: 'x', outputs: [stream(`a\n${ENV_TOKEN}\n`)] },
      'line 7 (cell 1): value of ACCESS_TOKEN in .env',
    ],
    ['a key in prose', { type: 'markdown', source: `a ${KEY} b` }, 'line 1 (cell 1): OpenAI key'],
    [
      'a value with escaped characters',
      { type: 'markdown', source: 'password my{word}-from-env' },
      'line 1 (cell 1): value of MY_PASSWORD in .env',
    ],
    [
      'a key in a picture',
      { source: 'x', outputs: [data({ 'image/svg+xml': `<svg><text>${KEY}</text></svg>` })] },
      'line 1 (cell a1b2c3d4): OpenAI key',
    ],
  ])('writes nothing when it finds %s, and names the cell', async (_name, cell, line) => {
    writeFileSync(pathOf('.env'), `ACCESS_TOKEN=${ENV_TOKEN}\nMY_PASSWORD=my{word}-from-env\n`)
    simple('a.ipynb')
    write('b.ipynb', [cell])
    const { code, out, err } = await run(['.', '--to', 'docusaurus', '--out', 'site'])
    expect(code).toBe(1)
    expect(out + err).not.toMatch(/canary|sk-proj|word-from-env/)
    expect(err).toContain('b.ipynb: b')
    expect(err).toContain('nothing was written')
    expect(err).toMatch(/ line \d+ \(cell [\w]+\): /)
    if (!line.includes('line 7')) expect(err).toContain(line.slice(line.indexOf('(cell')))
    expect(existsSync(pathOf('site/a.mdx'))).toBe(false)
    expect(existsSync(pathOf('site/b.mdx'))).toBe(false)
    const printed = await run(['b.ipynb', '--to', 'html', '--stdout'])
    if (!line.includes('a1b2c3d4')) expect(printed).toMatchObject({ code: 1, out: '' })
  })

  test('looks for the values of the environment', async () => {
    write('a.ipynb', [{ source: 'x', outputs: [stream(`${ENV_TOKEN}\n`)] }])
    const { code, err } = await run(['a.ipynb', '--to', 'gfm', '--out', 'o'], { SOME_TOKEN: ENV_TOKEN })
    expect(code).toBe(1)
    expect(err).toContain('SOME_TOKEN')
  })

  test('tells with --check whether the pages on disk are these', async () => {
    simple('a.ipynb')
    const args = ['a.ipynb', '--to', 'gfm', '--out', 'site']
    expect(await run([...args, '--check'])).toMatchObject({ code: 1, out: 'a.md: is missing\n' })
    expect(existsSync(pathOf('site'))).toBe(false)
    await run(args)
    expect(await run([...args, '--check'])).toEqual({ code: 0, out: '', err: '1 page, as on disk\n' })
    writeFileSync(pathOf('site/a.md'), page('site/a.md').replace('const a = 1', 'const a = 2'))
    expect(await run([...args, '--check'])).toEqual({
      code: 1,
      out: 'a.md: differs\n@@ line 4 @@\n-const a = 2\n+const a = 1\n',
      err: '1 differ; run the same command without --check\n',
    })
  })

  test('copies no picture from outside of the notebooks and the folder it runs in', async () => {
    mkdirSync(pathOf('deep'))
    write('deep/a.ipynb', [
      {
        type: 'markdown',
        source: '![a](../in.png) ![b](../../../../../../../../etc/out.png) ![c](../no.txt)',
      },
    ])
    writeFileSync(pathOf('in.png'), 'picture')
    writeFileSync(pathOf('no.txt'), 'text')
    const { code, err } = await run(['deep/a.ipynb', '--to', 'gfm', '--out', 'site'])
    expect(code).toBe(0)
    expect(readdirSync(pathOf('site/a_files'))).toEqual(['a1b2c3d4-1.png'])
    expect(err).toMatch(/out\.png is not there/)
    expect(err).toMatch(/no\.txt is not there/)
  })

  test.each([
    [
      'a target that does not exist',
      ['a.ipynb', '--to', 'docusaurs', '--out', 'o'],
      /did you mean docusaurus\?/,
    ],
    ['no target', ['a.ipynb', '--out', 'o'], /^error: Say what the pages are for with --to/],
    ['no folder', ['a.ipynb', '--to', 'gfm'], /--out/],
    ['both', ['a.ipynb', '--to', 'gfm', '--out', 'o', '--stdout'], /Choose --out or --stdout/],
    ['two notebooks to print', ['a.ipynb', 'b.ipynb', '--to', 'gfm', '--stdout'], /Only one notebook/],
    [
      'a number that is none',
      ['a.ipynb', '--to', 'gfm', '--out', 'o', '--fold', 'x'],
      /--fold takes a number/,
    ],
    [
      'a form that does not exist',
      ['a.ipynb', '--to', 'gfm', '--out', 'o', '--answers', 'x'],
      /--answers is/,
    ],
    [
      'an address that is none',
      ['a.ipynb', '--to', 'gfm', '--out', 'o', '--base-url', 'javascript:x'],
      /--base-url is/,
    ],
    ['--check without a folder', ['a.ipynb', '--to', 'gfm', '--stdout', '--check'], /--check compares/],
  ])('ends with 2 and one line for %s', async (_name, args, line) => {
    simple('a.ipynb')
    simple('b.ipynb')
    const { code, out, err } = await run(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(line)
    expect(err.trim().split('\n')).toHaveLength(1)
  })

  test.each([
    ['a file that is not there', ['no.ipynb'], /no\.ipynb/],
    ['a file that is no notebook', ['bad.ipynb'], /bad\.ipynb is not a notebook of format 4/],
    ['a cell that is not there', ['a.ipynb', '--cell', '9'], /has no cell 9/],
  ])('ends with 1 and one line for %s', async (_name, args, line) => {
    simple('a.ipynb')
    writeFileSync(pathOf('bad.ipynb'), '{')
    const { code, err } = await run([...args, '--to', 'gfm', '--out', 'o'])
    expect(code).toBe(1)
    expect(err).toMatch(line)
  })

  test('writes requests as tabs, and refuses languages that there are not', async () => {
    write('tabs/a.ipynb', [{ source: `%%bash\ncurl "$BASE_URL/models" -H "Authorization: Bearer $KEY"` }])
    expect(await run(['tabs/a.ipynb', '--to', 'gfm', '--stdout', '--tabs', 'curl,python'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('<summary>Python</summary>\n\n```python\nimport os\n') as string,
    })
    expect(await run(['tabs/a.ipynb', '--to', 'gfm', '--stdout', '--tabs', 'curl,java'])).toEqual({
      code: 2,
      err: 'error: --tabs takes curl, ts, python with commas between them, not "java".\n',
      out: '',
    })
  })

  test('finds secrets in tabs', async () => {
    const request = { method: 'GET', url: 'http://h.test', headers: [['X-Note', KEY]] }
    write('tabs/b.ipynb', [
      {
        source: 'ask()',
        outputs: [{ ...data({ 'text/plain': 'ok' }), metadata: { 'tslab-magics': { request } } }],
      },
    ])
    const { code, err, out } = await run(['tabs/b.ipynb', '--to', 'gfm', '--stdout', '--tabs', 'python'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/b\.md line \d+ \(cell 1\)/)
    expect((await run(['tabs/b.ipynb', '--to', 'gfm', '--stdout'])).code).toBe(0)
  })
})
