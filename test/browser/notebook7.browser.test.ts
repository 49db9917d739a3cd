/**
 * What cells show in Notebook 7, the other front end of Jupyter: the gallery runs there as in JupyterLab.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { faultsOf } from '../support/axe'
import { GALLERY, GALLERY_END } from '../support/gallery'
import { Lab, type LabPage, until } from '../support/jupyterlab'
import { root } from '../support/kernel'

jest.setTimeout(300_000)

const pictures = join(root, 'test-results')

describe('Notebook 7', () => {
  let notebook: Lab
  let page: LabPage
  const complaints: string[] = []

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    notebook = await Lab.start('notebook')
    const metadata = { tags: ['raises-exception'] }
    notebook.write(
      'gallery.ipynb',
      GALLERY.map(({ source }) => ({ source, metadata })),
    )
    page = await notebook.open('gallery.ipynb', { width: 1200, height: 1000 })
    page.page.on('pageerror', (error) => complaints.push(error.message))
    await page.runAll()
    await until(async () => (await page.cell(GALLERY.length - 1)).text.includes(GALLERY_END), 120_000)
    const typed = GALLERY.findIndex(({ name }) => name === 'a type note')
    await until(async () => (await page.cell(typed)).text.includes('types:'), 60_000)
    await page.idle()
  }, 300_000)
  afterAll(() => notebook.close())

  test('runs every cell, and draws what it gives', async () => {
    for (const [at, { name, fails }] of GALLERY.entries()) {
      const { outputs, text } = await page.cell(at)
      const hasFailed = outputs.some(({ output_type }) => output_type === 'error')
      expect([name, hasFailed]).toEqual([name, fails === true])
      // What has no words is a picture, a chart or a player.
      const isDrawn = text.trim() !== '' || outputs.some(({ data }) => data !== undefined)
      expect([name, isDrawn]).toEqual([name, name !== 'a server for the cells below'])
    }
    expect(complaints).toEqual([])
  })

  test('shows the same after saving and opening again', async () => {
    const textsOf = async (of: LabPage): Promise<string[]> => {
      const texts: string[] = []
      for (let at = 0; at < GALLERY.length; at++) texts.push((await of.cell(at)).text.trim())
      return texts
    }
    await page.save()
    const again = await notebook.open('gallery.ipynb', { width: 1200, height: 1000 })
    await until(async () => (await again.cell(GALLERY.length - 1)).text.includes(GALLERY_END), 60_000)
    expect(await textsOf(again)).toEqual(await textsOf(page))
    await again.page.context().close()
  })

  test.each(['light', 'dark'] as const)('has no serious fault for axe (%s)', async (theme) => {
    expect(await faultsOf(page, theme)).toEqual([])
    await page.screenshot(join(pictures, `notebook7-page-${theme}.png`))
  })
})
