import { readPage, type PageOptions } from '../../src/docs/notebook/read-page'
import type { CodeCell, Page } from '../../src/docs/page'
import { code, display, notebook, PNG, prose, stream } from './support/notebooks'

const OPTIONS: PageOptions = { name: 'a-name', noOutputs: false, footers: 'drop', answers: 'prose' }

function read(cells: readonly object[], options: Partial<PageOptions> = {}, metadata: object = {}): Page {
  return readPage(notebook(cells, metadata), { ...OPTIONS, ...options })!
}

function cellOf(cell: object, options: Partial<PageOptions> = {}): CodeCell | undefined {
  return read([cell], options).cells[0] as CodeCell | undefined
}

describe('readPage', () => {
  test.each([
    ['not JSON', '{'],
    ['no notebook', '{}'],
    ['a list', '[]'],
  ])('gives nothing for %s', (_name, json) => {
    expect(readPage(json, OPTIONS)).toBeUndefined()
  })

  test.each([
    ['a heading', [prose('text'), prose('# The *title* `x`')], {}, 'The title x'],
    ['a heading that is underlined', [prose('The title\n===')], {}, 'The title'],
    ['no heading in a fence', [prose('```\n# no\n```')], {}, 'a-name'],
    ['front matter', [prose('---\ntitle: "A: b"\nslug: x\n---\n\n# Other')], {}, 'A: b'],
    [
      'front matter of a raw cell',
      [{ ...prose('---\ntitle: Raw\n---'), cell_type: 'raw' }, prose('# Other')],
      {},
      'Raw',
    ],
    ['metadata', [prose('# Other')], { title: 'Given' }, 'Given'],
    ['the file', [code('1')], {}, 'a-name'],
  ])('takes the title from %s', (_name, cells, metadata, title) => {
    expect(read(cells, {}, metadata).title).toBe(title)
  })

  test('keeps the lines of front matter, and takes them out of the cell', () => {
    const page = read([prose('---\nslug: /x # why\ntags: [a]\n---\ntext')])
    expect(page).toMatchObject({ frontMatter: 'slug: /x # why\ntags: [a]\n', cells: [{ source: 'text' }] })
    expect(read([prose('---\nno yaml: [\n---\ntext')]).frontMatter).toBe('')
  })

  test.each([
    ['bash', '%%bash\necho $A', { language: 'bash', text: 'echo $A' }],
    ['bash with options', '%%bash --out a\necho', { language: 'bash', text: 'echo' }],
    ['curl', '%%curl\ncurl -s $URL', { language: 'bash', text: 'curl -s $URL' }],
    ['curl on its line', '%%curl -s $URL', { language: 'bash', text: 'curl -s $URL' }],
    ['a file', '%%writefile a/b.py\nprint(1)', { language: 'python', text: 'print(1)' }],
    ['a measured cell', '%%time\nawait f()', { language: 'ts', text: 'await f()' }],
    [
      'commands',
      '! npm install openai\n%npm install zod',
      { language: 'bash', text: 'npm install openai\nnpm install zod' },
    ],
    ['variables', '%set_env A=b c\n%env B=x', { language: 'bash', text: "export A='b c'\nexport B=x" }],
    ['a command of two lines', '!curl a \\\n  -s', { language: 'bash', text: 'curl a \\\n  -s' }],
    ['commands among TypeScript', 'const a = 1\n!ls', { language: 'ts', text: 'const a = 1\n!ls' }],
    ['a magic that asks', '%set_env ACCESS_TOKEN', { language: 'ts', text: '%set_env ACCESS_TOKEN' }],
    ['TypeScript', '\n\nconst a = 1\n', { language: 'ts', text: 'const a = 1' }],
  ])('shows %s as a reader would copy it', (_name, source, expected) => {
    expect(cellOf(code(source))?.code).toEqual(expected)
  })

  test.each([
    ['merged streams', [stream('a\n'), stream('b', 'stderr'), stream('c\n')], [{ text: 'a\nbc' }]],
    [
      'no colours and links',
      [stream('\x1b[31mred\x1b[0m \x1b]8;;http://x\x07y\x1b]8;;\x07\n')],
      [{ text: 'red y' }],
    ],
    [
      'the last state of a progress line',
      [stream('10 %\r100 %\rdone\x1b[K\nabc\b\bX')],
      [{ text: 'done\naX' }],
    ],
    [
      'an error',
      [{ output_type: 'error', ename: 'E', evalue: 'm', traceback: ['\x1b[31mE\x1b[0m: m', '    at x'] }],
      [{ text: 'E: m\n    at x', isError: true }],
    ],
    [
      'an error without a stack',
      [{ output_type: 'error', ename: 'E', evalue: 'm', traceback: [] }],
      [{ text: 'E: m' }],
    ],
    [
      'a JSON tree',
      [
        display({
          'text/html': '<details></details>',
          'text/plain': '{\n  "b": 1.0,\n  "a": 12345678901234567890\n}',
        }),
      ],
      [{ language: 'json', text: '{\n  "b": 1.0,\n  "a": 12345678901234567890\n}' }],
    ],
    [
      'JSON without a plain twin',
      [display({ 'application/json': { a: 1 } })],
      [{ language: 'json', text: '{\n  "a": 1\n}' }],
    ],
    [
      'a picture',
      [display({ 'image/png': PNG, 'text/plain': '<Figure>' })],
      [{ kind: 'picture', alt: 'Output' }],
    ],
    ['a vector', [display({ 'image/svg+xml': '<svg></svg>' })], [{ kind: 'picture' }]],
    [
      'plain text rather than HTML',
      [display({ 'text/html': '<b>x</b>', 'text/plain': 'x' })],
      [{ language: 'text', text: 'x' }],
    ],
    [
      'the words of HTML alone',
      [display({ 'text/html': '<style>a{}</style><p>a &lt; b</p><p>c</p>' })],
      [{ text: 'a < b\nc' }],
    ],
    ['a formula', [display({ 'text/latex': '$$x^2$$' })], [{ language: 'math', text: 'x^2' }]],
    ['nothing for nothing', [stream('\n\n'), display({}), display({ 'text/plain': ' ' })], []],
  ])('shows %s', (_name, outputs, expected) => {
    expect(cellOf(code('x', outputs))!.outputs).toMatchObject(expected)
  })

  const FOOTER = 'm · finished · 3 tokens · first token 304 ms · total 1.47 s · 41 tokens/s'
  const answer = (footer: string): object =>
    display({
      'text/markdown': `Hi\n\n<span style="opacity:.7">${footer}</span>`,
      'text/plain': `Hi\n[${footer}]`,
    })
  test.each([
    ['drop', FOOTER, 'Hi'],
    ['freeze', FOOTER, 'Hi\n\n<span style="opacity:.7">m · finished · 3 tokens</span>'],
    [
      'freeze',
      FOOTER.replace('1.47 s', '2 min 5 s'),
      'Hi\n\n<span style="opacity:.7">m · finished · 3 tokens</span>',
    ],
    ['keep', FOOTER, `Hi\n\n<span style="opacity:.7">${FOOTER}</span>`],
    [
      'drop',
      FOOTER.replace('finished', 'cut off: the token limit was reached (length)'),
      'Hi\n\n<span style="opacity:.7">m · cut off: the token limit was reached (length) · 3 tokens</span>',
    ],
  ] as const)('with footers to %s, an answer never looks more whole than it is', (footers, footer, text) => {
    expect(cellOf(code('x', [answer(footer)]), { footers })!.outputs).toEqual([{ kind: 'answer', text }])
  })

  test('takes the time out of a request line', () => {
    const line = 'POST http://127.0.0.1:39279/v1 → 200 OK · 75 ms · 505 B'
    const outputs = [display({ 'text/html': '<div></div>', 'text/plain': line })]
    expect(cellOf(code('x', outputs))!.outputs).toMatchObject([{ text: line.replace(' · 75 ms', '') }])
  })

  test('puts an answer into a fence where that is asked for', () => {
    expect(cellOf(code('x', [answer(FOOTER)]), { answers: 'fence' })!.outputs).toMatchObject([
      { language: 'md', text: 'Hi' },
    ])
  })

  test.each([
    ['remove-cell', undefined],
    ['remove-input', { code: undefined, outputs: [{ text: 'out\nerr' }] }],
    ['remove-output', { code: { text: 'x' }, outputs: [] }],
    ['remove-stderr', { outputs: [{ text: 'out' }] }],
    ['hide-input', { isCodeFolded: true, areOutputsFolded: false }],
    ['hide-output', { isCodeFolded: false, areOutputsFolded: true }],
    ['hide-cell', { isCodeFolded: true, areOutputsFolded: true }],
  ])('obeys the tag %s', (tag, expected) => {
    const cell = cellOf(
      code('x', [stream('out\n'), stream('err\n', 'stderr')], { metadata: { tags: [tag] } }),
    )
    if (expected === undefined) expect(cell).toBeUndefined()
    else expect(cell).toMatchObject(expected)
  })

  test('gives each cell an id that is fit for a file and no other cell has', () => {
    const cells = [
      code('1', [], { id: 'a/b' }),
      code('2', [], { id: 'a b' }),
      code('3', [], { id: undefined }),
    ]
    expect(read(cells).cells.map(({ id }) => id)).toEqual(['a-b', 'a-b-2', 'cell-3'])
  })
})
