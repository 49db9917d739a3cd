// Pages in the real generators: `node scripts/outside/docs.mjs NOTEBOOK|FOLDER… [--only TARGET…] [--verbose]`. Exports the
// notebooks for each target, and a notebook of hostile Markdown with them, has the target's own tool render the pages, and
// looks for the words of every Markdown cell in what came out. A line for each cell whose words are not there or page that
// did not build, then `N passed, N failed` for each target.
//
// Run are @mdx-js/mdx (for the four MDX targets, whose own generators need a whole site), mystmd, Sphinx with myst-parser
// and sphinx-design, Material for MkDocs, VitePress, and Pandoc, which is what reads Quarto's pages. GitHub's own renderer
// is not to be had: gfm pages are rendered by micromark. mystmd writes JATS, which needs no theme, and knows no folds there.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from '../build.mjs'
import { loadSource } from '../load-source.mjs'
import { renderers } from './docs/renderers.mjs'
import { root } from './kernel.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true }, verbose: { type: 'boolean' } },
})
if (positionals.length === 0) {
  console.error('usage: node scripts/outside/docs.mjs NOTEBOOK|FOLDER… [--only TARGET…] [--verbose]')
  process.exit(2)
}
await buildAll({ log: console.error })
const { HOSTILE, shownBy, wordsOf, loadMarkdown } = await loadSource(
  'test/docs/support/hostile-markdown',
  'test/docs/support/shown-text',
  'src/docs/markdown/parser',
)
const { renderMarkdown } = await loadMarkdown()
const HTML_TAGS =
  /^(?:a|abbr|b|blockquote|br|center|code|col|colgroup|dd|del|details|div|dl|dt|em|figure|font|h\d|hr|i|img|input|ins|kbd|li|mark|ol|p|picture|pre|s|section|small|source|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|video)$/i
const folder = mkdtempSync(join(tmpdir(), 'docs-'))
let failures = 0
try {
  const notebooks = join(folder, 'notebooks')
  mkdirSync(notebooks)
  for (const file of positionals.flatMap(notebooksOf))
    writeFileSync(join(notebooks, basename(file)), readFileSync(file))
  writeFileSync(join(notebooks, 'tabs.ipynb'), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: tabCells() })) // prettier-ignore
  writeFileSync(join(notebooks, 'hostile.ipynb'), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: hostileCells() })) // prettier-ignore
  for (const [target, render] of Object.entries(renderers)) {
    if (values.only && !values.only.includes(target)) continue
    const pages = join(folder, target)
    execFileSync(process.execPath, [join(root, 'dist', 'cli.js'), 'export', notebooks, '--to', target, '--out', pages, '--tabs', 'curl,ts,python', ...(target === 'myst' ? ['--fold', '100000'] : [])], { stdio: ['ignore', 'ignore', values.verbose ? 'inherit' : 'ignore'] }) // prettier-ignore
    const rendered = await render(pages)
    const problems = [...lookAt(rendered, notebooks, target)]
    failures += problems.length
    for (const problem of problems) console.log(`${target}: ${problem}`)
    console.log(`${target}: ${Object.keys(rendered).length} pages, ${problems.length} failed`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = failures > 0 ? 1 : 0

/** What is wrong with the pages of a target, a line each. */
function* lookAt(rendered, notebooks, target) {
  // What a generator says of all pages.
  for (const [name, { error }] of Object.entries(rendered))
    if (name === target && error !== undefined) yield error
  for (const file of readdirSync(notebooks)) {
    const name = file.replace(/\.ipynb$/, '')
    const page = rendered[name]
    if (page?.html === undefined) yield `${name}: ${page?.error ?? 'was not built'}`
    else if (name === 'hostile') yield* lookAtHostile(page.html, target)
    else if (name === 'tabs') yield* lookAtTabs(page.html, target)
    else yield* lookAtCells(page.html, join(notebooks, file), target)
  }
}

function* lookAtHostile(html, target) {
  const parts = plain(wordsOf(html)).split(/mark ?\( ?(\d+) ?\)/)
  for (const [index, [source, words]] of HOSTILE.entries()) {
    // VitePress shows the boxes of a task list as they are written, mystmd the tildes.
    if ((target === 'vitepress' && source.includes('[x]')) || (target === 'myst' && /~\w|&amp;/.test(source))) continue // prettier-ignore
    // Footnotes are shown at the end of the page. JATS has no HTML and typesets math.
    if (
      source.includes('[^') ||
      (target === 'myst' && /<(?:div|details|b|kbd)|\$/i.test(source)) ||
      (target === 'gfm' && source.includes('$$x'))
    )
      continue
    const at = parts.indexOf(String(index))
    const shown = at === -1 ? 'NOT THERE' : parts[at + 1].trim()
    const expected = plain(words ?? shownBy(source))
      .replace(/\s+/g, ' ')
      .trim()
    if (loose(shown) !== loose(expected)) yield `hostile ${JSON.stringify(source)}: ${shown.slice(0, 200)}`
  }
}

/** Every tab is there, with all that is in it, and the page goes on behind it. */
function* lookAtTabs(html, target) {
  // JATS has no tabs.
  if (target === 'myst') return
  const shown = wordsOf(html).replace(/[\s\u00a0]+/g, '')
  const wanted = [
    'curl"$BASE_URL',
    'apiKey:process.env.ACCESS_TOKEN',
    'api_key=os.environ["ACCESS_TOKEN"]',
    'afterthetabs',
  ]
  for (const words of wanted) if (!plain(shown).includes(words)) yield `tabs: not shown: ${words}`
  const count = shown.split('x:::y').length - 1
  if (count !== 3) yield `tabs: the prompt is shown ${count} times, not 3`
}

function* lookAtCells(html, file, target) {
  // JATS knows no line breaks.
  const tight = (text) => (target === 'myst' ? text.replaceAll(' ', '') : text)
  const shown = tight(bare(wordsOf(html)))
  for (const [index, cell] of JSON.parse(readFileSync(file, 'utf8')).cells.entries()) {
    const source = [cell.source].flat().join('')
    if (cell.cell_type !== 'markdown' || /^---\n/.test(source)) continue
    // JATS has no HTML.
    if (target === 'myst' && source.includes('<')) continue
    // The site prints the title itself.
    const titled = index === 0 ? source.replace(/^# .*/, '') : source
    // JATS has no diagrams.
    const text = target === 'myst' ? titled.replace(/^```mermaid\n[^]*?^```$/gm, '') : titled
    const words = tight(bare(text.includes('<') ? wordsOf(htmlOf(text)) : shownBy(text)))
    if (!shown.includes(words))
      yield `${basename(file)} cell ${index + 1}: not shown: ${firstMissing(words, shown)}`
  }
}

/** What CommonMark makes of a source with HTML in it: tags that are none of HTML's are text, what runs or hides is gone. */
function htmlOf(source) {
  return renderMarkdown(source)
    .replace(/<!--[^]*?-->|<(script|style|svg|iframe)\b[^]*?<\/\1>/g, '')
    .replace(/<(?=\/?([a-z][\w-]*))/gi, (mark, name) => (HTML_TAGS.test(name) ? mark : '&lt;'))
}

/** Letters and digits only: typography and math differ from site to site. */
function bare(text) {
  return text.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

function plain(text) {
  return text
    .replace(/[“”]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/\u200b|¶|#(?= |$)/g, '')
}

/** Without white space, which themes put between elements, and without the marks of math. */
function loose(text) {
  return text.replace(/\\[()[\]]|\$|[\s\u00a0]+/g, '')
}

function firstMissing(words, shown) {
  const list = words.split(' ')
  let end = 1
  while (end <= list.length && shown.includes(list.slice(0, end).join(' '))) end++
  return list.slice(Math.max(0, end - 6), end + 4).join(' ')
}

function notebooksOf(path) {
  if (path.endsWith('.ipynb')) return [path]
  return readdirSync(path).filter((name) => name.endsWith('.ipynb')).map((name) => join(path, name)) // prettier-ignore
}

/** A request with a prompt in lines that mean something to one target or the other. */
function tabCells() {
  const prompt = `{x} {{y}} <b> $z$\n:::\n${'```'}\n=== "a"\n::::\nimport x\nx:::y\n`
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: prompt }] })
  const source = `%%bash\ncurl "$BASE_URL/chat/completions" -H "Authorization: Bearer $ACCESS_TOKEN" --json '${body}'`
  return [
    { cell_type: 'markdown', id: 'before', metadata: {}, source: '# Tabs' },
    { cell_type: 'code', id: 'request', metadata: {}, outputs: [], source },
    { cell_type: 'markdown', id: 'after', metadata: {}, source: 'after the tabs' },
  ]
}

/** A notebook's cells: each source between two cells of code, `mark(N)` in front. */
function hostileCells() {
  const mark = (index) => ({
    cell_type: 'code',
    id: `mark-${index}`,
    metadata: {},
    outputs: [],
    source: `mark(${index})`,
  })
  return [
    ...HOSTILE.flatMap(([source], index) => [
      mark(index),
      { cell_type: 'markdown', id: `line-${index}`, metadata: {}, source },
    ]),
    mark(HOSTILE.length),
  ]
}
