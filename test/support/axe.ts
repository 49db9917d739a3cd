/**
 * What axe finds in the outputs of the gallery, in a page of JupyterLab or Notebook 7.
 * @see https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
 */
import { readFileSync } from 'node:fs'
import { GALLERY } from './gallery'
import type { LabPage, Theme } from './jupyterlab'

/** Faults of what others draw: rule, the part of the page, and why it is not for us to mend. */
const LEFT_OUT: readonly (readonly [rule: string, selector: string, why: string])[] = [
  ['image-alt', '.jp-RenderedImage img', 'JupyterLab takes no text for image/png and its like'],
  ['summary-name', '.vega-embed summary', 'the menu of a chart is made by vega-embed'],
  ['link-in-text-block', '.jp-RenderedText a', 'JupyterLab makes addresses in text into links'],
  ['link-in-text-block', '.jp-RenderedMarkdown a', 'how links in Markdown look is the theme'],
  ['color-contrast', '.jp-RenderedMarkdown pre code span', 'colours of code are the theme'],
  ['color-contrast', '.vega-embed text', 'texts of a chart are drawn by vega-embed'],
]
/** At least so many texts have a contrast that axe could measure: else it did not see the page. */
const MIN_MEASURED = 300

/** A fault that is ours to mend. */
export interface Fault {
  readonly rule: string
  readonly impact: string
  readonly cell: string
  readonly markup: string
  readonly why: string
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** What axe calls serious or critical in the outputs of a page, folded as they are and with all unfolded. */
export async function faultsOf(lab: LabPage, theme: Theme): Promise<Fault[]> {
  const { page } = lab
  await lab.theme(theme)
  await page.evaluate(axe)
  await page.addStyleTag({ content: SEEN_BY_AXE })
  const faults = new Map<string, Fault>()
  for (const isUnfolded of [false, true]) {
    await page.setViewportSize({ width: 1200, height: 1000 })
    const height = (await page.evaluate(`(() => {
      for (const fold of document.querySelectorAll('.jp-OutputArea-output details:not(.vega-embed details)')) {
        fold.dataset.was ??= String(fold.open)
        fold.open = ${isUnfolded} || fold.dataset.was === 'true'
      }
      const notebook = document.querySelector('.jp-WindowedPanel-outer')
      return notebook.scrollHeight
    })()`)) as number
    await page.setViewportSize({ width: 1200, height: height + 500 })
    await page.evaluate(`document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0`)
    await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`)
    const { found, measured } = (await page.evaluate(lookWithAxe())) as { found: Fault[]; measured: number }
    expect(measured).toBeGreaterThan(MIN_MEASURED)
    for (const fault of found) faults.set(`${fault.rule} ${fault.cell} ${fault.markup}`, fault)
  }
  await page.setViewportSize({ width: 1200, height: 1000 })
  return [...faults.values()].slice(0, 20)
}

/** The page's own size, without which axe takes all of it for hidden; and less of what is not looked at. */
const SEEN_BY_AXE = 'body { height: 100vh } .jp-Cell-inputWrapper { display: none !important }'

/** The expression that runs axe in the page. */
function lookWithAxe(): string {
  const names = GALLERY.map(({ name }) => name)
  return `axe.run({ include: [['.jp-OutputArea-output']] }, { elementRef: true }).then((result) => {
    const leftOut = ${JSON.stringify(LEFT_OUT)}
    const cells = [...document.querySelectorAll('.jp-Notebook .jp-Cell')]
    const found = result.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, impact, nodes }) => nodes.map(({ element, html, failureSummary }) => {
        const isLeftOut = leftOut.some(([rule, selector]) => rule === id && element.matches(selector))
        const cell = ${JSON.stringify(names)}[cells.findIndex((each) => each.contains(element))]
        return { isLeftOut, rule: id, impact, cell, markup: html.slice(0, 200), why: failureSummary.slice(0, 300) }
      }))
      .filter(({ isLeftOut }) => !isLeftOut)
    const measured = result.passes.find(({ id }) => id === 'color-contrast')
    return { found, measured: measured ? measured.nodes.length : 0 }
  })`
}
