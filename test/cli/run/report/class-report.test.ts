import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { asJson, asMarkdown, standingsOf } from '../../../../src/cli/run/report/class-report'

const shown = (name: string, passed: boolean): object => ({
  output_type: 'display_data',
  data: { 'text/plain': name },
  metadata: { 'tslab-magics': { exercise: { name, passed } } },
})
const CLASS = [
  { name: 'alice/one.ipynb', outputs: [[shown('sum', false)], [shown('sum', true), shown('call', true)]] },
  { name: 'bob/one.ipynb', outputs: [[shown('sum', false)], [{ output_type: 'stream', text: 'x' }]] },
  {
    name: 'carol/one.ipynb',
    outputs: [],
    trouble: 'cell 2: the notebook ran longer than 60 s and was ended',
  },
  { name: 'alice/two.ipynb', outputs: [[shown('a|b <script>', true)]] },
]

test('an exercise stands as it ran last; one that others have was not run', () => {
  expect(standingsOf(CLASS)).toEqual([
    {
      notebook: 'alice/one.ipynb',
      solved: 2,
      exercises: [
        { name: 'sum', standing: 'solved' },
        { name: 'call', standing: 'solved' },
      ],
    },
    {
      notebook: 'bob/one.ipynb',
      solved: 0,
      exercises: [
        { name: 'sum', standing: 'open' },
        { name: 'call', standing: 'not-run' },
      ],
    },
    {
      notebook: 'carol/one.ipynb',
      solved: 0,
      exercises: [
        { name: 'sum', standing: 'not-run' },
        { name: 'call', standing: 'not-run' },
      ],
      trouble: 'cell 2: the notebook ran longer than 60 s and was ended',
    },
    { notebook: 'alice/two.ipynb', solved: 1, exercises: [{ name: 'a|b <script>', standing: 'solved' }] },
  ])
})

test('as JSON the report has a version', () => {
  const standings = standingsOf(CLASS)
  expect(JSON.parse(asJson(standings))).toEqual({ version: 1, notebooks: standings })
})

test.each([
  'www.example.com',
  'WWW.example.com',
  'https://example.com',
  'me@example.com',
  '<b>x</b>',
  '[a](b)',
  '# a',
  'a | b',
])('no name of an exercise is a link or markup: %s', (name) => {
  const markdown = asMarkdown(standingsOf([{ name: 'a.ipynb', outputs: [[shown(name, true)]] }]))
  const html = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] })
  expect(html).not.toMatch(/<a |<b>|<img/)
  expect(html.match(/<th>/g)).toHaveLength(4)
})

test('as Markdown each lesson is a table, and nothing in it is markup', () => {
  expect(asMarkdown(standingsOf(CLASS))).toBe(`## one.ipynb

| notebook | solved | sum | call | trouble |
| --- | --- | --- | --- | --- |
| alice/one.ipynb | 2 of 2 | ✔ | ✔ |  |
| bob/one.ipynb | 0 of 2 | ✘ | – |  |
| carol/one.ipynb | 0 of 2 | – | – | cell 2&#58; the notebook ran longer than 60 s and was ended |

## two.ipynb

| notebook | solved | a&#124;b &#60;script&#62; | trouble |
| --- | --- | --- | --- |
| alice/two.ipynb | 1 of 1 | ✔ |  |
`)
})
