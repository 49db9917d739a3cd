// The pictures in docs/pictures: a small notebook, run in JupyterLab in Chromium, each cell in the light and in the dark
// theme; then the same notebook in Notebook 7 and as a page of nbconvert. Run it when a look has changed:
// npm run pictures.
import { execFileSync } from 'node:child_process'
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
const THEMES = ['light', 'dark']
const NOTEBOOK = 'pictures.ipynb'
const VIEW = { width: 1250, height: 1600 }

const { Lab, until } = await loadSource('test/support/jupyterlab')
mkdirSync(folder, { recursive: true })
execFileSync('node', [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' })

await inServer('lab', async (lab, page) => {
  for (const theme of THEMES) {
    await page.theme(theme)
    for (const [name, index] of Object.entries(pictures))
      await keep(`${name}-${theme}`, (path) => page.screenshot(path, index))
  }
  await page.save()
  for (const theme of THEMES) {
    const html = `export-${theme}.html`
    const nbconvert = join(root, '.venv', 'bin', 'jupyter-nbconvert')
    execFileSync(
      nbconvert,
      ['--to', 'html', '--theme', theme, '--log-level', 'ERROR', '--output', html, NOTEBOOK],
      {
        cwd: lab.folder,
      },
    )
    await page.page.goto(`file://${join(lab.folder, html)}`)
    await keep(`nbconvert-${theme}`, (path) => page.page.screenshot({ path }))
  }
})
await inServer('notebook', async (lab, page) => {
  for (const theme of THEMES) {
    await page.theme(theme)
    await keep(`notebook7-${theme}`, (path) => page.screenshot(path))
  }
})

/** Runs the notebook in one of the front ends. */
async function inServer(frontEnd, look) {
  const lab = await Lab.start(frontEnd)
  try {
    lab.write(NOTEBOOK, cells)
    const page = await lab.open(NOTEBOOK, frontEnd === 'lab' ? VIEW : { width: 1000, height: 1000 })
    await page.runAll()
    await until(async () => (await page.cell(cells.length - 1)).outputs.length >= 3, 60_000)
    await page.idle()
    // The mark of the active cell is not in a picture: the first cell has it.
    await page.page.evaluate('jupyterapp.shell.currentWidget.content.activeCellIndex = 0')
    await page.page.addStyleTag({ content: '.jp-Collapser, .jp-cell-menu { visibility: hidden }' })
    await look(lab, page)
  } finally {
    await lab.close()
  }
}

async function keep(name, take) {
  const path = join(folder, `${name}.png`)
  await take(path)
  console.log(`${name}.png  ${Math.round(statSync(path).size / 1000)} kB`)
}
