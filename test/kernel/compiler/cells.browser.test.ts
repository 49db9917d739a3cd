/**
 * What cells of documented TypeScript show in JupyterLab: notes under their output, errors that name the cell, values that
 * draw themselves; before and after saving, in light and dark.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Lab, until } from '../../support/jupyterlab'
import { root } from '../../support/kernel'

const pictures = join(root, 'test-results')

const CELLS = [
  'import "tslab-magics"',
  'const total: number = "twelve"\nconsole.log(total)',
  'interface User {\n  name: string\n}\nfunction greet(user?: User) {\n  return user!.name\n}\ngreet()',
  '({ $schema: "https://vega.github.io/schema/vega-lite/v5.json", width: 200, height: 80,\n' +
    '  data: { values: [{ a: "x", b: 3 }, { a: "y", b: 5 }] }, mark: "bar",\n' +
    '  encoding: { x: { field: "a", type: "nominal" }, y: { field: "b", type: "quantitative" } } })',
  '({ [Symbol.for("Jupyter.display")]: () => ({ "text/html": "<table><tr><th>city</th><th>n</th></tr><tr><td>Ulm</td><td>3</td></tr></table>" }) })',
  'new Map([["k", new Set([1, 2])]])',
]

describe('documented TypeScript in JupyterLab', () => {
  let lab: Lab
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    lab = await Lab.start()
  })
  afterAll(() => lab.close())

  test.each(['light', 'dark'] as const)('shows notes, errors and drawings (%s)', async (theme) => {
    lab.write(`cells-${theme}.ipynb`, CELLS)
    const page = await lab.open(`cells-${theme}.ipynb`, { theme })
    for (const index of CELLS.keys()) {
      await page.runCell(index)
      await page.idle()
    }
    const note = "types: 1:7 - Type 'string' is not assignable to type 'number'. (TS2322)"
    await until(async () => (await page.cell(1)).text.includes(note), 30_000)
    expect((await page.cell(1)).text).toMatch(/^twelve\n/)
    expect((await page.cell(2)).text).toMatch(
      /TypeError: [^\n]+\n\s+at greet \(cell \[3\]:5:16\)\n\s+at cell \[3\]:7:1/,
    )
    expect((await page.cell(4)).text).toContain('Ulm')
    expect((await page.cell(5)).text).toContain("Map(1) { 'k' => Set(2) { 1, 2 } }")
    await page.save()
    await page.screenshot(join(pictures, `cells-${theme}.png`))
    await page.page.context().close()
  })
})
