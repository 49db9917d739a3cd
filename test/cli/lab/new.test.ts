/**
 * `tslab-magics new`: which names it takes, what it writes and what it leaves alone. That the notebook runs is tried in
 * projects.kernel.test.ts.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CliIo } from '../../../src/cli/io'
import { main } from '../../../src/cli/main'
import { ensureNotebook } from '../../../src/cli/lab/new'

const base = mkdtempSync(join(tmpdir(), 'new-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(base, 'folder-'))))

function world(cwd: string): { io: CliIo; said: { out: string; err: string } } {
  const said = { out: '', err: '' }
  const out = (text: string) => void (said.out += text)
  return { io: { cwd, env: {}, out, err: (text) => void (said.err += text) }, said }
}

async function make(...args: string[]) {
  const { io, said } = world(folder)
  return { code: await main(['new', ...args], io), ...said }
}

describe('tslab-magics new', () => {
  test.each([
    ['first', 'first.ipynb'],
    ['first.ipynb', 'first.ipynb'],
    ['First.IPYNB', 'First.ipynb'],
    ['v1.2', 'v1.2.ipynb'],
    ['./first', 'first.ipynb'],
    ['lessons/week 1/first', 'lessons/week 1/first.ipynb'],
    ['a/../first', 'first.ipynb'],
    ['Übung 数据', 'Übung 数据.ipynb'],
    ["it's $HOME", "it's $HOME.ipynb"],
  ])('writes %j to %s', async (name, file) => {
    const { code, out, err } = await make(name)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^Wrote .+\nOpen it: npx tslab-magics lab .+\nOr run it here: npx tslab-magics run .+\n$/,
    )
    expect(JSON.parse(readFileSync(join(folder, file), 'utf8'))).toMatchObject({ nbformat: 4 })
  })

  test('takes an absolute path', async () => {
    const path = join(folder, 'elsewhere', 'first')
    expect((await make(path)).code).toBe(0)
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['first.ipynb'])
  })

  test('writes commands that can be pasted', async () => {
    expect((await make("it's mine")).out).toContain("lab 'it'\\''s mine.ipynb'\n")
  })

  test.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['the folder itself', '.'],
    ['the folder above', '..'],
    ['a folder', 'lessons/'],
    ['an ending alone', '.ipynb'],
    ['a hidden name', '.first'],
    ['a hidden folder', '.lessons/first'],
    ['a line break', 'a\nb'],
    ['a NUL', 'a\0b'],
    ['an escape sequence', '\x1b[31mred'],
    ['a colon, as of a drive', 'RTC:first'],
    ['a backslash', 'lessons\\first'],
  ])('refuses %s', async (_what, name) => {
    const { code, out, err } = await make(name)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^error: A notebook cannot be named ".*": .+\. Try: first\n$/)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    ['file', (path: string) => writeFileSync(path, 'mine')],
    ['folder', (path: string) => mkdirSync(path)],
    ['link that leads nowhere', (path: string) => symlinkSync('nowhere', path)],
  ])('never overwrites a %s', async (_what, put) => {
    put(join(folder, 'first.ipynb'))
    const before = readdirSync(folder, { withFileTypes: true })
    const { code, out, err } = await make('first')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe('error: There is a first.ipynb already. Choose another name, or move it away.\n')
    expect(readdirSync(folder, { withFileTypes: true })).toEqual(before)
  })

  test.each([
    ['a file where a folder should be', 'taken/first', /taken\/first\.ipynb in .+ cannot be written: /],
    ['a name that is too long', 'n'.repeat(300), /n\.ipynb in .+ cannot be written: File name too long\./],
  ])('says in one line that %s is in the way', async (_what, name, line) => {
    writeFileSync(join(folder, 'taken'), '')
    const { code, err } = await make(name)
    expect(code).toBe(1)
    expect(err).toMatch(line)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('tslab-magics new --course', () => {
  test.each([
    ['course', []],
    ['lessons/mine', ['lessons/mine']],
  ])('writes the lessons for students to %s', async (where, names) => {
    const { code, out, err } = await make('--course', ...names)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(
      `Wrote 7 lessons, from ${where}/1-first-call.ipynb on\nOpen the first: npx tslab-magics lab ${where}/1-first-call.ipynb\n`,
    )
    const lessons = readdirSync(join(folder, where))
    expect(lessons).toHaveLength(7)
    for (const lesson of lessons) {
      const text = readFileSync(join(folder, where, lesson), 'utf8')
      expect(text).toContain('YOUR CODE HERE')
      expect(text).not.toMatch(/SOLUTION|HIDDEN TESTS|"output_type"/)
    }
  })

  test('writes none where one of them is there', async () => {
    mkdirSync(join(folder, 'course'))
    writeFileSync(join(folder, 'course', '4-tools.ipynb'), 'mine')
    const { code, out, err } = await make('--course')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(
      'error: There is a course/4-tools.ipynb already. Choose another folder, or move it away.\n',
    )
    expect(readdirSync(join(folder, 'course'))).toEqual(['4-tools.ipynb'])
  })

  test('refuses a folder that JupyterLab does not show', async () => {
    expect(await make('--course', '.hidden')).toMatchObject({ code: 1, out: '' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('wants a name without it', async () => {
    expect(await make()).toEqual({ code: 2, out: '', err: "error: missing required argument 'name'\n" })
  })
})

describe('ensureNotebook', () => {
  const ensured = () => {
    const { io, said } = world(folder)
    return { path: ensureNotebook(io), ...said }
  }
  const put = (path: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), '')
  }

  test('makes one where there is none, and says so', () => {
    for (const path of ['package.json', 'src/index.ts']) put(path)
    expect(ensured()).toEqual({
      path: join(folder, 'first.ipynb'),
      out: '',
      err: 'There is no notebook here: wrote first.ipynb\n',
    })
  })

  test.each([
    ['of a package', 'node_modules/openai/examples/a.ipynb'],
    ['that JupyterLab keeps', '.ipynb_checkpoints/a.ipynb'],
    ['of the Python environment', '.venv/share/a.ipynb'],
    ['in a hidden folder', '.cache/a.ipynb'],
  ])('counts no notebook %s', (_which, path) => {
    put(path)
    expect(ensured().path).toBe(join(folder, 'first.ipynb'))
  })

  test.each(['mine.ipynb', 'docs/examples/deep/mine.ipynb'])('makes none beside %s', (path) => {
    put(path)
    expect(ensured()).toEqual({ path: undefined, out: '', err: '' })
    expect(readdirSync(folder)).not.toContain('first.ipynb')
  })

  test('makes none in a folder that is too large to be looked through', () => {
    for (let i = 0; i < 2100; i++) put(`photo-${i}.png`)
    expect(ensured().path).toBeUndefined()
  })
})
