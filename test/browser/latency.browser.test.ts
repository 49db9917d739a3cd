import { Lab, until } from '../support/jupyterlab'
import { startPacedServer, watchTokens, type PacedServer } from '../support/paced-answer'

describe('an answer at 100 tokens a second on the page', () => {
  let lab: Lab
  let server: PacedServer
  beforeAll(async () => {
    server = await startPacedServer()
    lab = await Lab.start()
  })
  afterAll(async () => {
    await lab.close()
    server.close()
  })

  test.each([
    ['2 kB', 2_000, 100, 1],
    ['200 kB', 200_000, 1000, undefined],
  ])(
    'of %s grows while it comes, and is whole in the page and in the notebook',
    async (name, chars, tokens, outputs) => {
      lab.write(`${name}.ipynb`, [
        'import { chat } from "tslab-magics"',
        `void await chat({ baseURL: "${server.origin}/${chars}/${tokens}/100/v1", apiKey: "none", model: "m", messages: "x" })`,
      ])
      const page = await lab.open(`${name}.ipynb`)
      await page.runCell(0)
      await page.idle()
      const seenTokens = await watchTokens(page.page, 1)
      await page.runCell(1)
      await until(async () => JSON.stringify((await page.cell(1)).outputs).includes('· total '), 50_000)
      await page.idle()

      // Many frames, in order, none of them with everything: the answer grew.
      const seen = await seenTokens()
      expect(seen.at(-1)?.[0]).toBe(tokens - 1)
      expect(seen.length).toBeGreaterThan(5)

      const shown = await page.cell(1)
      const saved = shown.outputs.map(({ data }) => String(data?.['text/plain'])).join('')
      const { text } = server.last()
      expect(saved.slice(0, text.length)).toBe(text)
      expect(saved.slice(text.length)).toMatch(/^\n\[m · finished · [^\n]* · total [^\n]*\]$/)
      if (outputs !== undefined) expect(shown.outputs).toHaveLength(outputs)

      // Each token is on the page, once and in its place.
      const drawn = (await page.page.evaluate(
        `jupyterapp.shell.currentWidget.content.widgets[1].outputArea.node.textContent`,
      )) as string
      const numbers = [...drawn.matchAll(/⟦(\d+)⟧/g)].map(([, number]) => Number(number))
      expect(numbers).toEqual(Array.from({ length: tokens }, (_token, i) => i))
      await page.page.context().close()
    },
  )
})
