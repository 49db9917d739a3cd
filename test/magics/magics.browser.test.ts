/**
 * Magics in JupyterLab: all kinds of cells in one Run All, the password field, completion and help while typing.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Lab, until, type LabPage } from '../support/jupyterlab'
import { root } from '../support/kernel'
import { joined, readCells } from '../support/notebook'

jest.setTimeout(180_000)

const pictures = join(root, 'test-results')

/** Cells and what they show; the first one is the import, alone. */
const cells: readonly (readonly [source: string, shown: RegExp])[] = [
  ['import "tslab-magics"', /^$/],
  ['# No Quotes!\n%set_env MAGICS_TOKEN=canary-77a1', /MAGICS_TOKEN is set \(hidden\)/],
  ['%env MAGICS_TOKEN', /^••••$/],
  ['! echo $MAGICS_TOKEN', /^••••$/],
  ['%%bash\nfor i in 1 2 3; do echo line $i; done', /^line 1\nline 2\nline 3$/],
  ['const files = !printf "a\\nb\\n"\nfiles', /^\[ 'a', 'b' \]$/],
  ['const name = "it\'s"\n! echo {name} {unknown}', /^it's \{unknown\}$/],
  ['for (const i of [1, 2]) {\n  ! echo {i}\n}', /^1\n2$/],
  ['%%sh\necho sh', /^sh$/],
  ['%%script cat\nbody', /^body$/],
  ['%%python3\nprint(1 + 1)', /^2$/],
  ['%%capture got\nconsole.log("hidden")', /^$/],
  ['got.stdout.trim()', /^hidden$/],
  ['%%time\n1 + 1', /^2\nCPU times: .*\nWall time: /],
  ['%time 20 + 22', /Wall time: .*\n42$/],
  ['%%markdown\n**bold** text', /^bold text$/],
  ['%%html\n<b>bold</b> html', /^bold html$/],
  ['%%latex\ne = mc^2', /𝑚\s*𝑐/u],
  ['%%writefile w.txt\nwritten', /^Writing w\.txt$/],
  ['%%writefile -a w.txt\nmore', /^Appending to w\.txt$/],
  ['! cat \\\n  w.txt', /^written\nmore$/],
  ['%%writefile .env\nFROM_FILE=1', /^Writing \.env$/],
  ['%dotenv', /env: \.env sets FROM_FILE/],
  ['%cd /', /^\/\n/],
  ['%cd -q -\n%pwd', /^\/./],
  ['%%bash --out out1 --err err1\necho out; echo err >&2', /^$/],
  ['out1 + err1', /^out\nerr$/],
  ['%%bash --no-raise-error\necho before; exit 3', /^before$/],
  ['%pip --version', /^pip \d/],
  ['%npm --version', /^\d+\./],
  ['%curl --version', /^curl /],
  ['%%curl\ncurl --version', /^curl /],
  ['%%svg\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', /^$/],
  [
    'import { defineMagic } from "tslab-magics"\ndefineMagic("shout", ({ line }) => line.toUpperCase())',
    /^$/,
  ],
  ['%shout own magic', /^OWN MAGIC$/],
  ['%who', /files/],
  ['%lsmagic', /%set_env[^]*%%bash/],
  ['%matplotlib inline', /a magic of Python and does nothing here/],
  ['const ready = true\n!ready && console.log("never")', /^(?:false)?$/],
]

describe('magics in JupyterLab', () => {
  let lab: Lab
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    lab = await Lab.start()
  })
  afterAll(() => lab.close())

  /** Text of a cell on the page; JupyterLab draws only the cells in view. */
  const textOf = async (page: LabPage, index: number) => {
    await page.page.evaluate(`void jupyterapp.shell.currentWidget.content.scrollToItem(${index})`)
    return (await page.cell(index)).text.trim()
  }
  const outputsOf = async (page: LabPage, count: number) => {
    const all: unknown[] = []
    for (let i = 0; i < count; i++) all.push(...(await page.cell(i)).outputs)
    return all as { output_type: string }[]
  }

  test('run in one Run All, from the import on', async () => {
    lab.write(
      'magics.ipynb',
      cells.map(([source]) => source),
    )
    const page = await lab.open('magics.ipynb')
    await page.runAll()
    await page.idle()
    for (const [index, [source, shown]] of cells.entries()) {
      await until(async () => shown.test(await textOf(page, index)), 60_000).catch(() => {})
      expect([source, await textOf(page, index)]).toEqual([source, expect.stringMatching(shown)])
    }
    const outputs = await outputsOf(page, cells.length)
    expect(outputs.filter(({ output_type }) => output_type === 'error')).toEqual([])
    expect(JSON.stringify(outputs)).not.toContain('canary-77a1')
    await page.screenshot(join(pictures, 'magics.png'))
    await page.page.context().close()
  })

  test('run the verbatim notebook', async () => {
    const verbatim = readCells(join(root, 'notebooks', 'verbatim.ipynb')).filter(
      ({ cell_type }) => cell_type === 'code',
    )
    // The package is beside the notebook already: no network.
    lab.write(
      'verbatim.ipynb',
      verbatim.map(({ id, source }) =>
        id === 'install' ? '! ls node_modules | grep openai' : joined(source),
      ),
    )
    const page = await lab.open('verbatim.ipynb')
    await page.runAll()
    await page.idle()
    const last = verbatim.length - 1
    await until(async () => (await textOf(page, last)).includes('total_tokens'), 30_000)
    expect(
      (await outputsOf(page, verbatim.length)).filter(({ output_type }) => output_type === 'error'),
    ).toEqual([])
    await until(async () => (await textOf(page, 4)).includes('"model": "deci-nano"'), 30_000)
    await until(async () => (await textOf(page, 5)).includes('data: [DONE]'), 30_000)
    await page.page.context().close()
  })

  test('ask for a value in a password field', async () => {
    lab.write('ask.ipynb', [
      'import "tslab-magics"',
      '%set_env MAGICS_ASKED',
      'process.env.MAGICS_ASKED.length',
    ])
    const page = await lab.open('ask.ipynb')
    await page.runCell(0)
    await page.idle()
    await page.runCell(1)
    const field = page.page.locator('.jp-Stdin-input')
    await field.waitFor({ timeout: 20_000 })
    expect(await field.getAttribute('type')).toBe('password')
    await field.fill('typed-canary')
    await field.press('Enter')
    await until(async () => (await textOf(page, 1)).includes('MAGICS_ASKED is set (hidden)'), 20_000)
    await page.runCell(2)
    await until(async () => (await textOf(page, 2)) === '12', 20_000)
    expect(await page.page.content()).not.toContain('typed-canary')
    await page.page.context().close()
  })

  test('complete and explain while typing', async () => {
    lab.write('type.ipynb', [
      'import "tslab-magics"',
      '%set',
      '! echo x\nconst abcdefgh = 1\nabcde',
      '%set_env A=b',
    ])
    const page = await lab.open('type.ipynb')
    await page.runCell(0)
    await page.idle()
    const sourceOf = (index: number) =>
      page.page.evaluate(
        `jupyterapp.shell.currentWidget.content.widgets[${index}].model.sharedModel.source`,
      ) as Promise<string>
    const edit = async (index: number) => {
      await page.page.evaluate(`jupyterapp.shell.currentWidget.content.activeCellIndex = ${index}`)
      await page.command('notebook:enter-edit-mode')
      await page.page.locator('.jp-Cell.jp-mod-active .cm-content').click()
    }
    /** One match is put in at once; of several the first is chosen. */
    const complete = async (index: number, wanted: string) => {
      await edit(index)
      await page.page.keyboard.press('Control+End')
      await page.page.keyboard.press('Tab')
      const first = page.page.locator('.jp-Completer-item.jp-mod-active')
      await until(async () => (await sourceOf(index)).endsWith(wanted) || (await first.isVisible()), 20_000)
      if (await first.isVisible()) {
        expect(await first.innerText()).toContain(wanted)
        await page.page.keyboard.press('Enter')
      }
      await until(async () => (await sourceOf(index)).endsWith(wanted), 5000)
    }
    await complete(1, '%set_env')
    await complete(2, 'abcdefgh')
    expect(await sourceOf(2)).toBe('! echo x\nconst abcdefgh = 1\nabcdefgh')
    await edit(3)
    await page.page.keyboard.press('Control+Home')
    await page.page.keyboard.press('ArrowRight')
    await page.page.keyboard.press('ArrowRight')
    await page.page.keyboard.press('Shift+Tab')
    const help = page.page.locator('.jp-Tooltip')
    await help.waitFor({ timeout: 20_000 })
    expect(await help.innerText()).toContain('sets a variable of the environment')
    await page.page.context().close()
  })
})
