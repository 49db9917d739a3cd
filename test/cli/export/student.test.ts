/**
 * `tslab-magics export --student` as a teacher runs it: files, texts and exit codes.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { main } from '../../../src/cli/main'
import { KEY, pathOf, stream, write } from '../notebook-folder'

async function run(...args: string[]) {
  const text = { out: '', err: '' }
  const code = await main(['export', ...args], {
    cwd: dirname(pathOf('x')),
    env: {},
    out: (piece) => void (text.out += piece),
    err: (piece) => void (text.err += piece),
  })
  return { code, ...text }
}

const lesson = (name: string): string =>
  write(name, [
    { type: 'markdown', source: '# Lesson' },
    { source: '// BEGIN SOLUTION\nanswer\n// END SOLUTION', outputs: [stream('answer\n')] },
  ])

describe('tslab-magics export --student', () => {
  test('writes notebooks in the folders of the teacher’s, and leaves those as they are', async () => {
    const [one, two] = [lesson('course/1.ipynb'), lesson('course/more/2.ipynb')]
    const before = [one, two].map((path) => readFileSync(path, 'utf8'))
    expect(await run('course', '--student', '--out', 'class')).toEqual({
      code: 0,
      out: '',
      err: '1.ipynb: 1 solution taken out\nmore/2.ipynb: 1 solution taken out\n',
    })
    expect([one, two].map((path) => readFileSync(path, 'utf8'))).toEqual(before)
    for (const name of ['class/1.ipynb', 'class/more/2.ipynb']) {
      const text = readFileSync(pathOf(name), 'utf8')
      expect(text).toContain('# Lesson')
      expect(text).not.toContain('answer')
    }
  })

  test('writes nothing when one notebook has markers that do not match', async () => {
    lesson('course/1.ipynb')
    write('course/2.ipynb', [{ source: '// BEGIN SOLUTION' }])
    expect(await run('course', '--student', '--out', 'class')).toEqual({
      code: 1,
      out: '',
      err: 'course/2.ipynb: cell 1: SOLUTION, which begins in line 1, has no end\nnothing was written\n',
    })
    expect(existsSync(pathOf('class/1.ipynb'))).toBe(false)
  })

  test('writes no notebook that holds a key', async () => {
    write('course/1.ipynb', [{ source: `const key = "${KEY}"` }])
    const { code, err } = await run('course', '--student', '--out', 'class')
    expect(code).toBe(1)
    expect(err).toMatch(/^course\/1\.ipynb: .*OpenAI key\nnothing was written\n$/)
    expect(err).not.toContain(KEY)
  })

  test('never writes over the teacher’s notebook', async () => {
    const path = lesson('course/1.ipynb')
    const before = readFileSync(path, 'utf8')
    expect((await run('course', '--student', '--out', 'course')).code).toBe(1)
    expect(readFileSync(path, 'utf8')).toBe(before)
  })

  test.each([
    [['--student'], 'Name the folder of the notebooks for students with --out.'],
    [['--student', '--out', 'o', '--to', 'gfm'], '--to is for pages, and does not go with --student.'],
    [['--student', '--out', 'o', '--no-outputs'], 'Outputs are always left out with --student.'],
    [['--out', 'o'], /^Say what the pages are for with --to: gfm, .*; or --student\.$/],
  ])('refuses %j', async (args, line) => {
    lesson('1.ipynb')
    const { code, err } = await run('1.ipynb', ...args)
    expect(code).toBe(2)
    expect(err.replace(/^error: |\n$/g, '')).toMatch(line)
  })
})
