import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { standingsOf } from '../../../src/cli/run/report/class-report'
import { studentNotebook } from '../../../src/teach/student/student-notebook'
import { joined, readCells, type NotebookCell } from '../../support/notebook'
import { codeOf, COURSE, hiddenRegions, LESSONS, lessonText } from './lessons'

test('the course has seven lessons, each listed on its page', () => {
  const page = readFileSync(join(COURSE, 'README.md'), 'utf8')
  const listed = [...page.matchAll(/^\| \[\d\. [^\]]+\]\(([^)]+)\)/gm)].map(([, file]) => file)
  expect(listed).toEqual(LESSONS)
  expect(LESSONS).toHaveLength(7)
})

describe.each(LESSONS)('%s', (lesson) => {
  const cells = readCells(join(COURSE, lesson))
  const names = codeOf(lesson).flatMap(({ checks }) => checks ?? [])

  test('says first what one will be able to do, and last where it goes on', () => {
    const [first, last] = [joined(cells[0]?.source), joined(cells.at(-1)?.source)]
    expect(first).toMatch(/^# \d\. .*After this lesson you can\n\n(?:- .*\n)+/s)
    const next = LESSONS[LESSONS.indexOf(lesson) + 1]
    expect(/\]\(([^)]+\.ipynb)\)/.exec(last)?.[1]).toBe(next)
  })

  test('has two to four exercises with hints, all solved by the solutions in it', () => {
    expect(names.length).toBeGreaterThanOrEqual(2)
    expect(names.length).toBeLessThanOrEqual(4)
    const checks = codeOf(lesson).filter(({ source }) => source.includes('await exercise('))
    expect(checks.map(({ checks: name }) => name)).toEqual(names)
    for (const { source } of checks) expect(source).toContain('hints: [')
    const outputs = cells.map(({ outputs = [] }) => outputs)
    const [standing] = standingsOf([{ name: lesson, outputs }])
    expect(standing).toEqual({
      notebook: lesson,
      solved: names.length,
      exercises: names.map((name) => ({ name, standing: 'solved' })),
    })
  })

  test('can be graded by nbgrader: answers are solutions, checks are locked and worth a point', () => {
    const marks = new Map(cells.map(({ id = '', metadata }) => [id, metadata]))
    const known = { schema_version: 3, task: false }
    for (const { id, checks, isAnswerTo } of codeOf(lesson)) {
      const kind = isAnswerTo
        ? { grade: false, locked: false, solution: true }
        : { grade: true, locked: true, points: 1, solution: false }
      expect(marks.get(id)).toEqual(
        isAnswerTo || checks ? { nbgrader: { ...known, ...kind, grade_id: id } } : {},
      )
    }
  })

  test('is saved with outputs, none of them an error or a warning', () => {
    const outputs = cells.flatMap(({ outputs = [] }) => outputs)
    expect(outputs.length).toBeGreaterThan(names.length)
    expect(outputs.filter(({ output_type, name }) => output_type === 'error' || name === 'stderr')).toEqual([])
  })

  test('gives students no solution, no hidden check and no output', () => {
    const made = studentNotebook(lessonText(lesson))
    if (!('json' in made)) throw new Error(made.problems.join('; '))
    expect(made.solutions).toBe(names.length)
    const given = (JSON.parse(made.json) as { cells: (NotebookCell & { execution_count?: unknown })[] }).cells
    expect(given).toHaveLength(cells.length)
    const text = given.map(({ source }) => joined(source)).join('\n')
    const hidden = cells.flatMap(({ source }) => hiddenRegions(joined(source)))
    expect(hidden.length).toBeGreaterThanOrEqual(names.length)
    for (const region of hidden) expect(text).not.toContain(region)
    expect(text).not.toMatch(/BEGIN |END |HIDDEN|SOLUTION/)
    for (const { cell_type, outputs, execution_count } of given)
      if (cell_type === 'code') expect({ outputs, execution_count }).toEqual({ outputs: [], execution_count: null })
  })
})
