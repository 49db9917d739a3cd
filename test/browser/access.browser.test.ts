/**
 * Everybody can use what cells show: a gallery of all we draw is looked at by axe in JupyterLab's themes, trusted and not,
 * folded and unfolded. And other viewers keep what it takes to read it: the rules for GitHub and VS Code are ones that we hold
 * ourselves to, those two were not run; nbconvert is.
 * @see https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faultsOf } from '../support/axe'
import { GALLERY, GALLERY_END } from '../support/gallery'
import { Lab, type LabPage, type Theme, until } from '../support/jupyterlab'
import { root } from '../support/kernel'
import { joined, readCells } from '../support/notebook'
import { lostOnGitHub, notForCode, plainView, wordsOf } from '../support/viewers'

jest.setTimeout(300_000)

describe('the gallery', () => {
  let lab: Lab
  let trusted: LabPage
  const bundles: { name: string; data: Record<string, string | readonly string[]> }[] = []

  beforeAll(async () => {
    mkdirSync(join(root, 'test-results'), { recursive: true })
    lab = await Lab.start()
    // A cell that fails is meant to; those after it run all the same.
    const metadata = { tags: ['raises-exception'] }
    lab.write(
      'gallery.ipynb',
      GALLERY.map(({ source }) => ({ source, metadata })),
    )
    trusted = await lab.open('gallery.ipynb', { width: 1200, height: 1000 })
    await trusted.runAll()
    await until(async () => (await trusted.cell(GALLERY.length - 1)).text.includes(GALLERY_END), 120_000)
    // Types are looked at after a cell's end.
    const typed = GALLERY.findIndex(({ name }) => name === 'a type note')
    await until(async () => (await trusted.cell(typed)).text.includes('types:'), 60_000)
    await trusted.idle()
    await trusted.save()
    readCells(join(lab.folder, 'gallery.ipynb')).forEach((cell, at) => {
      for (const { data } of cell.outputs ?? [])
        if (data) bundles.push({ name: GALLERY[at]!.name, data: data as (typeof bundles)[number]['data'] })
    })
  }, 300_000)
  afterAll(() => lab.close())

  const htmlOf = (name: string): string =>
    bundles
      .filter((bundle) => bundle.name === name)
      .map(({ data }) => joined(data['text/html']))
      .join('\n')

  test('shows something in each cell, and fails where it is meant to', async () => {
    const silent = ['a server for the cells below']
    for (const [at, { name, fails }] of GALLERY.entries()) {
      const { outputs } = await trusted.cell(at)
      expect([name, outputs.length === 0]).toEqual([name, silent.includes(name)])
      const hasFailed = outputs.some(({ output_type }) => output_type === 'error')
      expect([name, hasFailed]).toEqual([name, fails === true])
    }
  })

  const THEMES: readonly Theme[] = ['light', 'dark', 'high contrast']

  test.each(THEMES)('has no serious fault for axe (%s)', async (theme) => {
    expect(await faultsOf(trusted, theme)).toEqual([])
  })

  test('has none in a notebook that is not trusted', async () => {
    const file = join(lab.folder, 'gallery.ipynb')
    const notebook = JSON.parse(readFileSync(file, 'utf8')) as { cells: { source: string }[] }
    notebook.cells[0]!.source = '// Another notebook: its outputs are not ours.'
    writeFileSync(join(lab.folder, 'untrusted.ipynb'), JSON.stringify(notebook))
    const page = await lab.open('untrusted.ipynb', { width: 1200, height: 1000 })
    for (const theme of THEMES) expect(await faultsOf(page, theme)).toEqual([])
    await page.page.context().close()
  })

  test('has text/plain in every bundle, which does not rely on colours', () => {
    for (const { name, data } of bundles) {
      const plain = joined(data['text/plain'])
      expect([name, plain.trim() === '']).toEqual([name, false])
      expect([name, /\x1b\[/.test(plain)]).toEqual([name, false])
    }
  })

  test('loses only looks on GitHub', () => {
    for (const { name, data } of bundles) {
      const { elements, attributes } = lostOnGitHub(joined(data['text/html']))
      expect([name, elements]).toEqual([name, []])
      const looks = ['style', 'class', 'target', 'controls', 'role']
      expect([name, attributes.filter((attribute) => !looks.includes(attribute))]).toEqual([name, []])
    }
  })

  test('can be read without any style', () => {
    expect(plainView(htmlOf('a closed JSON tree')).replaceAll('&quot;', '"')).toBe(
      [
        'root {1 key}',
        '  - ',
        '"list": [3 items]',
        '    - 0: 1',
        '    - 1: 2',
        '    - ',
        '2: {1 key}',
        '      - "deep": "x"',
      ]
        .join('\n')
        .replace(/- \n/g, '-\n'),
    )
    expect(plainView(htmlOf('a curl card'))).toMatch(
      /GET http:\S+ 200 OK [\d.]+ m?s · 42 B\nRequest headers\n/,
    )
    expect(plainView(htmlOf('usage'))).toMatch(/model \| answers \| tokens sent \| tokens received \|\n/)
    expect(plainView(htmlOf('answers side by side'))).toMatch(/deci-nano \| deci-coder-6b \| cut \|\n/)
    expect(plainView(htmlOf('answers side by side'))).toContain('Incomplete: ')
    expect(plainView(htmlOf('show.audio'))).toBe('[audio/wav, 44 B]')
    expect(plainView(htmlOf('a file link'))).toBe('saved fruit.json (42 B)')
  })

  test('needs nothing in VS Code but styles and elements', () => {
    for (const { name, data } of bundles) {
      const markup = `${joined(data['text/html'])}\n${joined(data['text/markdown'])}`
      expect([name, notForCode(markup)]).toEqual([name, []])
    }
  })

  test('is whole in an export', () => {
    const nbconvert = join(root, '.venv', 'bin', 'jupyter-nbconvert')
    execFileSync(nbconvert, ['--to', 'html', '--log-level', 'ERROR', 'gallery.ipynb'], { cwd: lab.folder })
    // It writes the tags in its own way: the words are compared.
    const page = wordsOf(readFileSync(join(lab.folder, 'gallery.html'), 'utf8'))
    for (const { name, data } of bundles) {
      const words = wordsOf(joined(data['text/html']))
      expect([name, page.includes(words) || words]).toEqual([name, true])
    }
  })
})
