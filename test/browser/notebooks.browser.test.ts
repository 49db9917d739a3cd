import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Lab, until } from '../support/jupyterlab'
import { root } from '../support/kernel'

const pictures = join(root, 'test-results')

interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string
    readonly source: string | readonly string[]
    readonly outputs?: readonly object[]
  }[]
}

describe('the notebooks on the page', () => {
  let lab: Lab
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    lab = await Lab.start()
    cpSync(join(root, 'notebooks'), join(lab.folder, 'notebooks'), { recursive: true })
  })
  afterAll(() => lab.close())

  const cellsOf = (name: string) =>
    (JSON.parse(readFileSync(join(root, 'notebooks', name), 'utf8')) as Notebook).cells

  test.each([
    ['managed-inference.ipynb', 'light', 'stream": true', 'return result'],
    ['managed-inference.ipynb', 'dark', 'stream": true', 'return result'],
    ['verbatim.ipynb', 'light', 'stream": true', '[DONE]'],
  ] as const)(
    'Run All runs %s (%s), and its stream grows while the cell runs',
    async (name, theme, streamMark, endMark) => {
      const cells = cellsOf(name)
      const at = cells.findIndex(
        ({ cell_type, source }) => cell_type === 'code' && [source].flat().join('').includes(streamMark),
      )
      const page = await lab.open(`notebooks/${name}`, { theme, height: 2600 })
      await page.command('notebook:clear-all-cell-outputs')
      await page.runAll()
      const states = new Set<string>()
      await until(async () => {
        const { text } = await page.cell(at)
        const running = await page.isRunning(at)
        if (running && text !== '') states.add(text)
        return !running && text.includes(endMark)
      }, 30_000).finally(() => page.screenshot(join(pictures, `${name}-${theme}.png`)))
      await page.idle()
      expect(states.size).toBeGreaterThanOrEqual(5)
      for (const [i, { cell_type, outputs: stored = [] }] of cells.entries()) {
        if (cell_type !== 'code') continue
        const { outputs } = await page.cell(i)
        expect(outputs.filter(({ output_type }) => output_type === 'error')).toEqual([])
        // Committed outputs are what a run shows.
        expect(outputs.length).toBe(stored.length)
      }
      if (name === 'managed-inference.ipynb')
        expect(await page.page.locator('.highlight > pre > details').count()).toBe(1)
      await page.screenshot(join(pictures, `${name}-${theme}.png`))
      await page.page.context().close()
    },
  )
})
