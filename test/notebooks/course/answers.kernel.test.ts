/**
 * The exercises of the course on the real kernel: all lessons in one notebook, each exercise as a student finds it, with
 * wrong answers, and with the teacher's solution. The practice server answers at once, so that nobody waits for streams.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPracticeServer } from '../../../src/practice/server/server'
import { studentNotebook } from '../../../src/teach/student/student-notebook'
import { longSuite } from '../../support/extent'
import { root } from '../../support/kernel'
import { bareEnv, joined, readCells, runCli, writeNotebook, type NotebookOutput } from '../../support/notebook'
import { codeOf, LESSONS, lessonText, withAnswer } from './lessons'
import { WRONG_ANSWERS } from './wrong-answers'

jest.setTimeout(180_000)

const TOKEN = 'practice-for-the-course'
const results = join(root, 'test-results')
mkdirSync(results, { recursive: true })
const folder = mkdtempSync(join(results, 'course-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Says what a check said, and goes on. */
const attempt = (code: string): string =>
  `try {\n${code}\n} catch (error: any) {\n  console.log("→ " + error.message)\n}`

/** The cells of one notebook with all lessons in it. `kind exercise` is the id of those that are looked at. */
function cellsOfAll(): { readonly id: string; readonly source: string }[] {
  return LESSONS.flatMap((lesson) => {
    const made = studentNotebook(lessonText(lesson))
    const given = 'json' in made ? (JSON.parse(made.json) as { cells: { id: string; source: string[] }[] }).cells : []
    const student = new Map(given.map(({ id, source }) => [id, joined(source)]))
    const cells = codeOf(lesson)
    return cells.flatMap(({ id, source, checks, isAnswerTo }, index) => {
      if (isAnswerTo !== undefined) return [{ id: `gap ${isAnswerTo}`, source: student.get(id)! }]
      if (checks === undefined) return [{ id: `${lesson} ${id}`, source }]
      const answer = cells[index - 1]!.source
      const wrong = (WRONG_ANSWERS[checks] ?? []).map(([code]) => attempt(`${withAnswer(answer, code)}\n${source}`))
      return [
        { id: `untouched ${checks}`, source: student.get(id)! },
        { id: `wrong ${checks}`, source: wrong.join('\n') },
        { id: `answer ${checks}`, source: answer },
        { id: `solved ${checks}`, source },
      ]
    })
  })
}

const NAMES = LESSONS.flatMap((lesson) => codeOf(lesson).flatMap(({ checks }) => checks ?? []))

longSuite('the exercises of the course', () => {
  let outputs: ReadonlyMap<string, readonly NotebookOutput[]>
  let stderr: string

  beforeAll(async () => {
    const server = await startPracticeServer({
      access: { token: TOKEN, workspaceId: 'practice' },
      fault: 'none',
      pace: { firstPieceMs: 0, piecesPerSecond: 5000 },
    })
    const cells = cellsOfAll()
    const path = writeNotebook(join(folder, 'course.ipynb'), cells.map(({ source }) => source))
    const notebook = JSON.parse(readFileSync(path, 'utf8')) as { cells: { metadata: object }[] }
    for (const cell of notebook.cells) cell.metadata = { tags: ['raises-exception'] }
    writeFileSync(path, JSON.stringify(notebook))
    const env = bareEnv({ BASE_URL: server.origin, ACCESS_TOKEN: TOKEN, TSLAB_MAGICS_TYPE_ERRORS: 'off' })
    const end = await runCli(['run', path, '--save'], { env }).finally(() => server.close())
    stderr = end.err
    outputs = new Map(readCells(path).map((cell, index) => [cells[index]!.id, cell.outputs ?? []]))
  })

  const errorOf = (id: string): string | undefined =>
    outputs.get(id)?.find(({ output_type }) => output_type === 'error')?.evalue
  const printed = (id: string): string => (outputs.get(id) ?? []).map(({ text }) => joined(text)).join('')

  test('run to the end, and no cell of a lesson fails', () => {
    expect(stderr).toBe('')
    const failed = [...outputs.keys()].filter((id) => /ipynb |^answer /.test(id) && errorOf(id) !== undefined)
    expect(failed).toEqual([])
  })

  test.each(NAMES)('%s: says what is missing, and refuses what is wrong', (name) => {
    const gap = errorOf(`gap ${name}`)
    expect(gap ?? 'a function').toMatch(/^(?:YOUR CODE HERE|a function)$/)
    const untouched = errorOf(`untouched ${name}`)
    expect(untouched).toMatch(
      gap === undefined ? 'your code is missing' : /there is nothing yet|received: undefined/,
    )
    const wrong = WRONG_ANSWERS[name] ?? []
    expect(wrong.length).toBeGreaterThanOrEqual(2)
    const said = printed(`wrong ${name}`).split(/^→ /m).slice(1)
    expect(said).toEqual(wrong.map(([, pattern]) => expect.stringMatching(pattern)))
    expect(errorOf(`solved ${name}`)).toBeUndefined()
  })

  test('show no key, whatever was answered', () => {
    expect(readFileSync(join(folder, 'course.ipynb'), 'utf8')).not.toContain(TOKEN)
  })
})
