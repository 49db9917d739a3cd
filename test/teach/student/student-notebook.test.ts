import { studentNotebook } from '../../../src/teach/student/student-notebook'

const SOLUTION = '// BEGIN SOLUTION\nanswer\n// END SOLUTION'
const HIDDEN = '// BEGIN HIDDEN TESTS\nsecret()\n// END HIDDEN TESTS'
const code = (source: string, metadata: object = {}): object => ({
  cell_type: 'code',
  execution_count: 3,
  id: 'a',
  metadata,
  outputs: [{ output_type: 'stream', name: 'stdout', text: ['answer\n'] }],
  source,
})
const made = (...cells: object[]) =>
  studentNotebook(JSON.stringify({ cells, metadata: { kernelspec: {} }, nbformat: 4, nbformat_minor: 5 }))

/** The cells that students get. */
function cellsOf(...cells: object[]): { source: string[]; outputs?: unknown[] }[] {
  const notebook = made(...cells)
  if ('problems' in notebook) throw new Error(notebook.problems.join())
  return (JSON.parse(notebook.json) as { cells: { source: string[]; outputs?: unknown[] }[] }).cells
}

describe('studentNotebook', () => {
  test('takes out solutions, outputs and counts, and keeps the rest', () => {
    const [cell] = cellsOf(code(`let a\n${SOLUTION}`))
    expect(cell).toEqual({
      ...code(''),
      execution_count: null,
      outputs: [],
      source: ['let a\n', '// YOUR CODE HERE\n', 'throw new Error("YOUR CODE HERE")'],
    })
  })

  test.each<[string, string, string]>([
    ['of TypeScript', SOLUTION, '// YOUR CODE HERE\nthrow new Error("YOUR CODE HERE")'],
    ['of bash', `%%bash\n# BEGIN SOLUTION\nls\n# END SOLUTION`, '%%bash\n# YOUR CODE HERE\nfalse'],
    ['of curl', `%%curl\n# BEGIN SOLUTION\ncurl x\n# END SOLUTION`, '%%curl\n# YOUR COMMAND HERE'],
    [
      'of Python',
      `%%python\n# BEGIN SOLUTION\n1\n# END SOLUTION`,
      '%%python\n# YOUR CODE HERE\nraise NotImplementedError()',
    ],
  ])('leaves a stub in the language of the cell: %s', (_name, source, text) => {
    expect(cellsOf(code(source))[0]!.source.join('')).toBe(text)
  })

  test('leaves words in the place of an answer in prose', () => {
    const cell = {
      cell_type: 'markdown',
      metadata: { nbgrader: { solution: true, grade: true } },
      source: 'It is.',
    }
    expect(cellsOf(cell)[0]!.source).toEqual(['YOUR ANSWER HERE'])
  })

  test('takes a cell that is marked as solution for one, but for what lies outside of markers', () => {
    const marked = { nbgrader: { solution: true, grade: false } }
    expect(cellsOf(code('answer', marked))[0]!.source.join('')).toMatch(/^\/\/ YOUR CODE HERE/)
    expect(cellsOf(code(`let a\n${SOLUTION}`, marked))[0]!.source[0]).toBe('let a\n')
  })

  test('leaves cells of hidden tests out, but for those that nbgrader grades', () => {
    expect(cellsOf(code(HIDDEN), code('1'))).toHaveLength(1)
    const graded = code(HIDDEN, { nbgrader: { grade: true, locked: true, solution: false } })
    expect(cellsOf(graded).map(({ source }) => source)).toEqual([[]])
  })

  test('holds nothing of what it takes out', () => {
    const notebook = made(code(SOLUTION), code(`1\n${HIDDEN}`))
    expect(JSON.stringify(notebook)).not.toMatch(/answer\b|secret/)
  })

  test.each<[string, object[], string[]]>([
    [
      'each cell whose markers do not match',
      [code('// BEGIN SOLUTION'), code('1'), code('// END SOLUTION')],
      [
        'cell 1: SOLUTION, which begins in line 1, has no end',
        'cell 3: line 1 ends SOLUTION, which has not begun',
      ],
    ],
  ])('names %s', (_name, cells, problems) => {
    expect(made(...cells)).toEqual({ problems })
  })

  test.each(['', '[]', '{"cells":1}'])('refuses %j', (json) => {
    expect(studentNotebook(json)).toEqual({ problems: ['is not a notebook of format 4'] })
  })
})
