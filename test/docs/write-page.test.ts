import { loadMarkdown } from '../../src/docs/markdown/parser'
import { readPage } from '../../src/docs/notebook/read-page'
import { TARGETS } from '../../src/docs/targets/all-targets'
import { writePage } from '../../src/docs/write-page'
import type { PageFile, PagePlace } from '../../src/docs/write-page-options'
import { code, display, notebook, PNG, prose, stream } from './support/notebooks'

beforeAll(loadMarkdown)

function write(to: string, cells: readonly object[], place: Partial<PagePlace> = {}): PageFile[] {
  const page = readPage(notebook(cells), {
    name: 'page',
    noOutputs: false,
    footers: 'drop',
    answers: 'prose',
  })!
  return writePage(page, {
    target: TARGETS.find(({ name }) => name === to)!,
    page: 'guide/page',
    notebook: 'guide/page.ipynb',
    pages: new Map([
      ['guide/page.ipynb', 'guide/page'],
      ['guide/Other.ipynb', 'guide/Other'],
    ]),
    baseUrl: undefined,
    foldLines: 3,
    onlyCell: undefined,
    readBeside: () => undefined,
    ...place,
  })
}

const textOf = (to: string, cells: readonly object[], place: Partial<PagePlace> = {}): string =>
  String(write(to, cells, place)[0]!.content)

const LONG = code('x', [stream('1\n2\n3\n4\n')])
const FENCE = '```text\n1\n2\n3\n4\n```'

describe('writePage', () => {
  test.each([
    ['gfm', `<details>\n<summary>Output</summary>\n\n${FENCE}\n\n</details>`],
    ['docusaurus', `<details>\n<summary>Output</summary>\n\n${FENCE}\n\n</details>`],
    ['mintlify', `<Accordion title="Output">\n\n${FENCE}\n\n</Accordion>`],
    ['myst', `:::{dropdown} Output\n\n${FENCE}\n\n:::`],
    ['sphinx', `:::{dropdown} Output\n\n${FENCE}\n\n:::`],
    ['vitepress', `::: details Output\n\n${FENCE}\n\n:::`],
    ['mkdocs', `??? note "Output"\n\n    ${FENCE.replaceAll('\n', '\n    ')}`],
  ])('folds a long output for %s', (to, fold) => {
    expect(textOf(to, [LONG])).toContain(fold)
    expect(textOf(to, [LONG], { foldLines: 4 })).not.toContain('Output')
  })

  test('never folds an error, and folds what a tag says', () => {
    const error = { output_type: 'error', ename: 'E', evalue: 'm', traceback: ['1\n2\n3\n4\n5'] }
    expect(textOf('gfm', [code('x', [error])])).toBe('```ts\nx\n```\n\n```text\n1\n2\n3\n4\n5\n```\n')
    expect(textOf('gfm', [code('x', [], { metadata: { tags: ['hide-input'] } })])).toContain(
      '<summary>Code</summary>',
    )
  })

  test('takes a fence that is longer than any inside', () => {
    expect(textOf('gfm', [code('x', [stream('a ```` b\n```\n')])])).toContain(
      '`````text\na ```` b\n```\n`````',
    )
  })

  test('takes more colons than any inside', () => {
    expect(textOf('myst', [code('x', [stream('::::\n1\n2\n3\n')])])).toContain(':::::{dropdown} Output\n')
  })

  test.each([
    ['docusaurus', './page_files/code-1.png', 'Other.mdx#a-head'],
    ['mintlify', './page_files/code-1.png', '/guide/Other#a-head'],
    ['starlight', './page_files/code-1.png', '../other/#a-head'],
    ['nextra', './page_files/code-1.png', './Other#a-head'],
    ['vitepress', './page_files/code-1.png', 'Other.md#a-head'],
    ['mkdocs', './page_files/code-1.png', 'Other.md#a-head'],
    ['quarto', './page_files/code-1.png', 'Other.qmd#a-head'],
  ])('writes pictures beside a page for %s, and links to other pages', (to, picture, link) => {
    const files = write(to, [
      prose('See [other](./Other.ipynb#A-Head) and [ref].\n\n[ref]: Other.ipynb#A-Head', { id: 'one' }),
      code('x', [display({ 'image/png': PNG })]),
    ])
    const [page, file] = files
    expect(page!.content).toContain(`[other](${link})`)
    expect(page!.content).toContain(`[ref]: ${link}`)
    expect(page!.content).toContain(`](${picture})`)
    expect(file).toEqual({
      path: 'guide/page_files/code-1.png',
      content: Buffer.from(PNG, 'base64'),
      id: 'code',
    })
  })

  test('begins all addresses with a base', () => {
    const cells = [
      prose('[o](Other.ipynb) [x](data/x.csv) [y](https://y.z) ![p](p.png)'),
      code('x', [display({ 'image/png': PNG })]),
    ]
    const text = textOf('gfm', cells, { baseUrl: 'https://site.example/docs/' })
    expect(text).toContain(
      '[o](https://site.example/docs/guide/Other.md) [x](https://site.example/docs/guide/data/x.csv) [y](https://y.z)',
    )
    expect(text).toContain('![p](https://site.example/docs/guide/p.png)')
    expect(text).toContain('](https://site.example/docs/guide/page_files/code-1.png)')
  })

  test('writes attached pictures and those beside the notebook, each once', () => {
    const attachments = { 'a b.png': { 'image/png': PNG } }
    const source =
      '![one](attachment:a%20b.png) ![again](attachment:a%20b.png) ![local](img/c.JPG) ![r][r]\n\n[r]: attachment:a%20b.png'
    const files = write('docusaurus', [prose(source, { attachments })], {
      readBeside: (path) => (path === 'img/c.JPG' ? Buffer.from('jpeg') : undefined),
    })
    expect(files.slice(1).map(({ path }) => path)).toEqual([
      'guide/page_files/prose-1.png',
      'guide/page_files/prose-2.jpg',
    ])
    expect(files[0]!.content).toContain('![one](./page_files/prose-1.png) ![again](./page_files/prose-1.png)')
    expect(files[0]!.content).toContain('![r](./page_files/prose-1.png)')
  })

  test.each(['gfm', 'docusaurus', 'vitepress', 'mkdocs'])('leads addresses in HTML too, for %s', (to) => {
    const source = '<p><img src="img/c.png" width=100> <a href="Other.ipynb">o</a> <img src="gone.png"></p>'
    const [page, file] = write(to, [prose(source)], {
      readBeside: (path) => (path === 'img/c.png' ? Buffer.from('png') : undefined),
    })
    expect(page!.content).toContain('<p><img src="./page_files/prose-1.png" width="100" /> <a href="Other.md')
    expect(page!.content).not.toContain('gone')
    expect(file!.path).toBe('guide/page_files/prose-1.png')
  })

  test('leaves out a picture that is not there, and says so', () => {
    const [page] = write('vitepress', [prose('a ![x](gone.png) b [l](gone.ipynb)')])
    expect(page!.content).toContain('a  b [l](gone.ipynb)')
    expect(page!.notes).toEqual([
      'the picture gone.png is not there, or not where it may be read; it is left out',
      'a link leads to gone.ipynb, which is not among the pages',
    ])
  })

  test.each([
    ['docusaurus', '---\ntitle: "The: title"\n---\n\n# The: title\n\ntext\n'],
    ['starlight', '---\ntitle: "The: title"\n---\n\ntext\n'],
    ['mintlify', '---\ntitle: "The: title"\n---\n\ntext\n'],
    ['quarto', '---\ntitle: "The: title"\n---\n\ntext\n'],
    ['gfm', '# The: title\n\ntext\n'],
  ])('prints the title once for %s', (to, page) => {
    expect(textOf(to, [prose('# The: title\n\ntext')])).toBe(page)
  })

  test('makes an answer inert prose below the heading of its cell', () => {
    const answer =
      '# Head\n\nText <img src=x onerror=alert(1)> {x} ![p](http://t.example/p.png) [l](javascript:alert(1))\n\n```ts\n{}\n```'
    const text = textOf(
      'docusaurus',
      [prose('## Section'), code('x', [display({ 'text/markdown': answer })])],
      { foldLines: 99 },
    )
    expect(text).toContain('### Head\n')
    expect(text).toContain('&#60;img src=x onerror=alert(1)&#62; \\{x\\} [p](http://t.example/p.png)')
    expect(text).not.toMatch(/\]\(javascript/)
    expect(text).toContain('```ts\n{}\n```')
  })

  test('keeps the folds of our own views in an answer', () => {
    const markdown = '<details><summary>Reasoning</summary>\n\nthink {x}\n\n</details>\n\nanswer'
    const text = textOf('docusaurus', [code('x', [display({ 'text/markdown': markdown })])], {
      foldLines: 99,
    })
    expect(text).toContain(
      '<details>\n\n<summary>Reasoning</summary>\n\nthink \\{x\\}\n\n</details>\n\nanswer',
    )
  })

  test('writes one HTML file that holds its pictures and runs nothing', () => {
    const files = write('html', [
      prose('# T & t\n\n<b onclick="x()">b</b> <script>alert(1)</script> [l](javascript:alert(1))'),
      code('a < b', [display({ 'image/png': PNG })]),
    ])
    expect(files).toHaveLength(1)
    const html = String(files[0]!.content)
    expect(html).toContain('<title>T &amp; t</title>')
    expect(html).toContain(`<img src="data:image/png;base64,${PNG}" alt="Output: T &amp; t">`)
    expect(html).toContain('<code class="language-ts">a &lt; b\n</code>')
    expect(html).not.toMatch(/<script|onclick|javascript:/)
  })

  test('puts code and outputs into an HTML file as they are', () => {
    const text = '</code> *a*\n\n    <b>&amp;\n```\n- "1" {x}'
    const html = textOf('html', [code(text, [stream(`${text}\n\n`)])])
    const shown =
      '&lt;/code&gt; *a*\n\n    &lt;b&gt;&amp;amp;\n&#96;&#96;&#96;\n- &quot;1&quot; {x}\n</code></pre>'
    expect(html).toContain(`<pre><code class="language-ts">${shown}`)
    expect(html).toContain(
      `<details>\n<summary>Output</summary>\n\n<pre><code class="language-text">${shown}\n\n</details>`,
    )
  })

  test('keeps labels of different cells apart', () => {
    const cells = [
      prose('[one][1] and a note[^n]\n\n[1]: https://one.example\n\n[^n]: First.'),
      prose('[two][1], [1] and a note[^n]\n\n[1]: https://two.example "t"\n\n[^n]: Second.', { id: 'b' }),
      prose('[three][1]\n\n[1]: https://one.example', { id: 'c' }),
    ]
    expect(textOf('gfm', cells).replace(/\n+/g, '\n')).toBe(
      [
        '[one][1] and a note[^n]',
        '[1]: https://one.example',
        '[^n]: First.',
        '[two](https://two.example "t"), [1](https://two.example "t") and a note[^n-2]',
        '[^n-2]: Second.',
        '[three][1]',
        '[1]: https://one.example',
        '',
      ].join('\n'),
    )
  })

  test.each([
    ['vitepress', 'Set `{{ x }}`', 'Set <code v-pre>&#123;&#123; x &#125;&#125;</code>'],
    ['docusaurus', ':tada: at 10:30:45', ':<span></span>tada: at 10:30:45'],
    ['docusaurus', '::leaf and a:b[c]', '&#58;:leaf and a:<span></span>b[c]'],
    ['starlight', 'a:b[c]', 'a\\:b[c]'],
    ['nextra', '## Name [#id]', '## Name [<span></span>#id]'],
    ['gfm', ':tada: std::vector::x', ':<span></span>tada: std::vector::x'],
    ['sphinx', 'a $$x$$ b\n$$y$$\nc', 'a $x$ b\n$$y$$\nc'],
    ['mkdocs', 'two\nlines\n---', '## two lines'],
    ['mkdocs', '- > one\n  > two\n- three', '- > one\n> two\n- three'],
    ['mkdocs', '- one\n\n  two\n- three', '- one\n\n    two\n\n- three'],
    ['mkdocs', '``` ts {1,3} title="a"\nx\n```', '``` ts\nx\n```'],
    ['quarto', '**a。**b', '\\*\\*a。\\*\\*b'],
  ])('writes for %s what only it reads otherwise: %s', (to, source, expected) => {
    expect(textOf(to, [prose('intro', { id: 'i' }), prose(source)]).split('intro\n\n')[1]).toBe(
      `${expected}\n`,
    )
  })

  test('gives the same bytes for the same notebook', () => {
    const cells = [prose('# T'), LONG, code('x', [display({ 'image/png': PNG })], { id: 'p' })]
    for (const { name } of TARGETS) expect(write(name, cells)).toEqual(write(name, cells))
  })

  test.each(['2', 'code'])('writes cell %s alone, without front matter', (onlyCell) => {
    expect(textOf('docusaurus', [prose('# T'), LONG], { onlyCell, foldLines: 9 })).toBe(
      `\`\`\`ts\nx\n\`\`\`\n\n${FENCE}\n`,
    )
  })
})
