import type { CellReport, NotebookReport } from '../../../../src/cli/run/compare/check-report'
import { reportWriter } from '../../../../src/cli/run/compare/write-report'

const cell = (number: number, more: Partial<CellReport> = {}): CellReport => ({
  number,
  id: `id-${number}`,
  line: 10 * number,
  state: 'same',
  lines: [],
  ...more,
})
const report = (more: Partial<NotebookReport>): NotebookReport => ({
  name: 'a.ipynb',
  seconds: 1.5,
  cells: [],
  isUpdated: false,
  wasStopped: false,
  ...more,
})
const good = report({ name: 'good.ipynb', cells: [cell(1), cell(2, { state: 'ignored' })] })
const bad = report({
  name: 'my, bad.ipynb',
  cells: [
    cell(1, { state: 'differs', lines: ['- 50 % <b> & "x"', '+ 60 %\x01'] }),
    cell(2, { state: 'failed', lines: ['Error: no'] }),
    cell(3, { state: 'not-run' }),
  ],
})
const broken = report({ name: 'broken.ipynb', trouble: 'broken.ipynb is not a notebook: it is no JSON.' })
const updated = report({
  name: 'new.ipynb',
  cells: [cell(1, { state: 'differs', lines: ['- a', '+ b'] })],
  isUpdated: true,
})
const all = [good, bad, broken, updated]

const written = (...args: Parameters<typeof reportWriter>): string => {
  const writer = reportWriter(...args)
  return all.map((each) => writer.notebook(each)).join('') + writer.end(all)
}

test('as text, a report tells each difference and ends with a summary', () => {
  expect(written('text')).toBe(`good.ipynb: 2 cells, as saved
my, bad.ipynb: cell 1 (id-1) differs from what is saved (- saved, + now)
  - 50 % <b> & "x"
  + 60 %\x01
my, bad.ipynb: cell 2 (id-2) failed: Error: no
my, bad.ipynb: 3 cells, not as saved, 1 not run
broken.ipynb: broken.ipynb is not a notebook: it is no JSON.
new.ipynb: cell 1 (id-1) differs from what is saved (- saved, + now)
  - a
  + b
new.ipynb: 1 cell, updated
4 notebooks: 1 as saved, 1 updated, 2 not
`)
})

test('as text on a terminal, differences have colours', () => {
  expect(written('text', true)).toContain('  \x1b[31m- a\x1b[39m\n  \x1b[32m+ b\x1b[39m\n')
})

test('as annotations of GitHub, each trouble is one line at the line of its cell', () => {
  expect(written('github')).toBe(
    [
      '::error file=my%2C bad.ipynb,line=10,title=my%2C bad.ipynb%3A cell 1 (id-1)::differs from what is saved (- saved, + now)%0A- 50 %25 <b> & "x"%0A+ 60 %25\x01',
      '::error file=my%2C bad.ipynb,line=20,title=my%2C bad.ipynb%3A cell 2 (id-2)::failed: Error: no',
      '::error file=broken.ipynb,line=1,title=broken.ipynb::broken.ipynb is not a notebook: it is no JSON.',
      '4 notebooks: 1 as saved, 1 updated, 2 not\n',
    ].join('\n'),
  )
})

test('as JUnit, a notebook is a suite and a cell is a case', () => {
  const xml = written('junit', true)
  expect(xml).toContain(
    '<testsuite name="good.ipynb" tests="2" failures="0" errors="0" skipped="1" time="1.500">',
  )
  expect(xml).toContain(
    '<testsuite name="my, bad.ipynb" tests="3" failures="2" errors="0" skipped="1" time="1.500">',
  )
  expect(xml).toContain(
    '<failure message="differs from what is saved (- saved, + now)">- 50 % &#60;b&#62; &#38; &#34;x&#34;\n+ 60 %</failure>',
  )
  expect(xml).toContain('<testsuite name="broken.ipynb" tests="1" failures="0" errors="1" skipped="0"')
  expect(xml).toContain('<testcase classname="new.ipynb" name="cell 1 (id-1)" file="new.ipynb" line="10"/>')
  expect(xml).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f]/)
})
