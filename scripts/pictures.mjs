// The pictures in docs/pictures: a small notebook, run in JupyterLab in Chromium, each cell in the light and in the dark
// theme. Run it when a look has changed: npm run pictures.
import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadSource } from './load-source.mjs'

const root = resolve(import.meta.dirname, '..')
const folder = join(root, 'docs', 'pictures')
const PROMPT = 'Generate a list of keywords for a series of blog posts on vegan recipes.'

const cells = [
  `import { chat, curl, practice } from "tslab-magics"
const { baseURL, token } = await practice()`,
  'await curl`curl -s ${baseURL}/models -H "Authorization: Bearer ${token}"`',
  `await chat({
  model: "deci-nano",
  messages: ${JSON.stringify(PROMPT)},
})`,
  'await chat({ model: "deci-nano", messages: "Say hello.", max_tokens: 5, anatomy: true })',
]
const pictures = { curl: 1, chat: 2, anatomy: 3 }

const { Lab, until } = await loadSource('test/support/jupyterlab')
mkdirSync(folder, { recursive: true })
const lab = await Lab.start()
try {
  lab.write('pictures.ipynb', cells)
  const page = await lab.open('pictures.ipynb', { width: 1250, height: 1600 })
  await page.runAll()
  await until(async () => (await page.cell(cells.length - 1)).outputs.length >= 3, 60_000)
  await page.idle()
  // The mark of the active cell is not in a picture: the first cell has it.
  await page.page.evaluate('jupyterapp.shell.currentWidget.content.activeCellIndex = 0')
  await page.page.addStyleTag({ content: '.jp-Collapser, .jp-cell-menu { visibility: hidden }' })
  for (const theme of ['light', 'dark']) {
    await page.theme(theme)
    for (const [name, index] of Object.entries(pictures)) {
      const path = join(folder, `${name}-${theme}.png`)
      await page.screenshot(path, index)
      console.log(`${name}-${theme}.png  ${Math.round(statSync(path).size / 1000)} kB`)
    }
  }
} finally {
  await lab.close()
}
