import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Lab, until, type LabPage } from '../support/jupyterlab'
import { root } from '../support/kernel'

const pictures = join(root, 'test-results')

describe('JupyterLab', () => {
  let lab: Lab
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    lab = await Lab.start()
  })
  afterAll(() => lab.close())

  const textOf = async (page: LabPage, index: number) => (await page.cell(index)).text

  test('shows a stream growing while the cell runs, and the whole answer at its end', async () => {
    lab.write('stream.ipynb', [
      'import { chat, practice } from "tslab-magics"',
      'void await practice()',
      'void await chat({ model: "deci-nano", stream: true, headers: { "x-deci-workspace": process.env.WORKSPACE_ID! },\n' +
        '  messages: [{ role: "user", content: "hello" }] })',
    ])
    const page = await lab.open('stream.ipynb')
    await page.runAll()
    const states = new Set<string>()
    await until(async () => {
      const { text } = await page.cell(2)
      const running = await page.isRunning(2)
      if (running && text !== '') states.add(text)
      return !running && text.includes('tokens/s')
    }, 60_000)
    expect(states.size).toBeGreaterThanOrEqual(5)
    const lengths = [...states].map((state) => state.length)
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
    expect(await textOf(page, 2)).toContain('any OpenAI-compatible server')
    expect((await page.cell(2)).outputs).toHaveLength(1)
    await page.screenshot(join(pictures, 'stream.png'))
    await page.page.context().close()
  })

  test('Stop ends a long stream within two seconds, keeps its text, and the kernel lives', async () => {
    lab.write('stop.ipynb', [
      'import { curl, practice } from "tslab-magics"\nvoid await practice({ fault: "slow" })',
      'const variable = 7\nvoid await curl`curl -s $BASE_URL/v1/chat/completions -H "Authorization: Bearer $ACCESS_TOKEN" ' +
        '-H "x-deci-workspace: $WORKSPACE_ID" --json \'{"model": "deci-nano", "stream": true, ' +
        '"messages": [{"role": "user", "content": "hello"}]}\'`',
      'variable * 6',
    ])
    const page = await lab.open('stop.ipynb')
    await page.runCell(0)
    await page.idle()
    await page.runCell(1)
    await until(async () => (await textOf(page, 1)).includes('This is a'), 20_000)
    const stopped = Date.now()
    await page.stop()
    await until(async () => !(await page.isRunning(1)), 5000)
    expect(Date.now() - stopped).toBeLessThan(2000)
    const text = await textOf(page, 1)
    expect(text).toContain('This is a')
    expect(text).toContain('KeyboardInterrupt')
    expect(text).not.toContain('executor.js')
    await until(async () => {
      await page.runCell(2)
      await page.idle()
      return (await textOf(page, 2)).includes('42')
    }, 20_000)
    expect(await textOf(page, 1)).toBe(text)
    await page.screenshot(join(pictures, 'stop.png'))
    await page.page.context().close()
  })

  test('draws JSON as a tree, in light and dark', async () => {
    lab.write('json.ipynb', [
      'import { show } from "tslab-magics"',
      'show({ model: "m", choices: [{ message: { content: "hi" } }], usage: { total_tokens: 3 } })',
    ])
    for (const theme of ['light', 'dark'] as const) {
      const page = await lab.open('json.ipynb', { theme })
      await page.runAll()
      await until(async () => (await textOf(page, 1)).includes('total_tokens'), 20_000)
      expect(await page.page.locator('.highlight > pre > details').count()).toBe(1)
      await page.screenshot(join(pictures, `json-${theme}.png`))
      await page.page.context().close()
    }
  })
})
