import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { longTest } from '../support/extent'
import { readCells, runCli, writeNotebook, type NotebookOutput } from '../support/notebook'

jest.setTimeout(120_000)

const root = resolve(__dirname, '..', '..')
mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'exercise-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const CELLS = [
  'import { chat, curl, exercise, practice, show } from "tslab-magics"\nawait practice()',
  `const asked = await curl\`curl -s "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json '{"model":"deci-nano","temperature":0.7,"messages":[{"role":"user","content":"What is a roux?"}]}'\``,
  `await exercise("values of a cell", async ({ expect, capture }) => {
  expect([1, { a: new Date(0) }]).toStrictEqual([1, { a: new Date(0) }])
  expect(() => { throw new RangeError("far") }).toThrow(RangeError)
  await expect(Promise.reject(new TypeError("no"))).rejects.toThrow("no")
  expect(new Map([["a", 1]])).toEqual(new Map([["a", 1]]))
  expect([]).toBeInstanceOf(Array)
  const drawn = await capture(() => { show.html("<b>bold</b>"); console.log("printed") })
  expect(drawn).toHaveDrawn("text/html")
  expect(drawn).toHaveDrawn("printed")
  expect(asked).toHaveEnded("whole")
  expect(asked).toHideKeys()
})`,
  'await exercise("a request", ({ expect }) => expect(asked).toHaveSent({ temperature: 0.2 }), { hints: ["near 0"] })',
  'await exercise("a request", ({ expect }) => expect(asked).toHaveSent({ temperature: 0.7 }))',
]

longTest(
  'exercises look at what cells did: a red line is an error of its cell, nothing is on stderr',
  async () => {
    const notebook = writeNotebook(join(folder, 'lesson.ipynb'), CELLS)
    const json = JSON.parse(readFileSync(notebook, 'utf8')) as { cells: { metadata: object }[] }
    json.cells[3]!.metadata = { tags: ['raises-exception'] }
    writeFileSync(notebook, JSON.stringify(json))
    const { exitCode, err } = await runCli(['run', '--save', notebook])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    const [, , values, wrong, right] = readCells(notebook).map(({ outputs = [] }) => outputs)
    const plain = (outputs: readonly NotebookOutput[] = []): unknown[] =>
      outputs.map(
        ({ data, ename, evalue }) => [data?.['text/plain']].flat().join('') || `${ename}: ${evalue}`,
      )
    expect(plain(values)).toEqual(['✔ values of a cell: solved'])
    expect(plain(wrong)).toEqual([
      '✘ a request: `temperature` is 0.7, and should be 0.2\nHint: near 0',
      'ExerciseError: a request: `temperature` is 0.7, and should be 0.2',
    ])
    expect(plain(right)).toEqual(['✔ a request: solved'])
  },
)

longTest('run --report tells who solved what, though cells fail and a kernel ends', async () => {
  const solved = 'await exercise("a sum", ({ expect }) => expect(6 * 7).toBe(42))'
  const open = 'await exercise("a product", ({ expect }) => expect(6).toBe(42))'
  const start = 'import { exercise } from "tslab-magics"'
  writeNotebook(join(folder, 'class', 'alice', 'one.ipynb'), [start, open, solved])
  writeNotebook(join(folder, 'class', 'bob', 'one.ipynb'), [start, solved, 'process.exit(1)', open])
  const args = ['run', '--report', 'report.json', '--jobs', '2', 'class']
  const { exitCode, out } = await runCli(args, { cwd: folder })
  expect(out.split('\n')).toEqual([
    'class/alice/one.ipynb: 1 solved, 1 open',
    'class/bob/one.ipynb: cell 3: the kernel ended before the cell did',
    '2 notebooks, 1 to the end: report.json',
    '',
  ])
  expect(exitCode).toBe(1)
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { notebooks: unknown[] }
  expect(report.notebooks).toMatchObject([
    {
      notebook: 'class/alice/one.ipynb',
      solved: 1,
      exercises: [{ standing: 'open' }, { standing: 'solved' }],
    },
    {
      notebook: 'class/bob/one.ipynb',
      solved: 1,
      exercises: [{ standing: 'not-run' }, { standing: 'solved' }],
    },
  ])
})
