/**
 * What cells show: each thing once, and the same before saving, after saving and in an export.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Lab, type LabPage, until } from '../support/jupyterlab'
import { root } from '../support/kernel'

jest.setTimeout(180_000)

const pictures = join(root, 'test-results')
const ANSWER = '{"zebra": 9007199254740993, "apple": {"y": "one\\\\ntwo", "b": [true, null]}, "mango": 1.50}'

const cells = [
  'import { chat, curl, practice, usage } from "tslab-magics"',
  'await practice()',
  `import { createServer } from "node:http"
const server = createServer((_request, response) => {
  response.setHeader("content-type", "application/json")
  response.end(\`${ANSWER}\`)
}).listen(0, "127.0.0.1")
await new Promise((resolve) => server.once("listening", resolve))
const { port } = server.address() as { port: number }`,
  'const response = await curl`curl -s http://127.0.0.1:${port}/fruit`\nresponse',
  'response',
  'await chat({ model: "deci-nano", messages: "Say hello." })',
  'await chat({ model: "deci-nano", messages: "Say hello.", quiet: true })',
  'usage()',
  'await chat({ model: "deci-nano", messages: "Say hello.", anatomy: true })',
  'server.close()\n"end"',
]
const [TREE, LINE, CHAT, QUIET, USAGE, ANATOMY] = [3, 4, 5, 6, 7, 8] as const

describe('what cells show', () => {
  let lab: Lab
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true })
    lab = await Lab.start()
    lab.write('outputs.ipynb', cells)
  })
  afterAll(() => lab.close())

  const textsOf = async (page: LabPage): Promise<string[]> => {
    const texts: string[] = []
    for (let at = 0; at < cells.length; at++) texts.push((await page.cell(at)).text.trim())
    return texts
  }

  test.each(['light', 'dark'] as const)('each thing once, in an order that stays (%s)', async (theme) => {
    const page = await lab.open('outputs.ipynb', { theme, height: 2600 })
    await page.command('notebook:clear-all-cell-outputs')
    await page.runAll()
    await until(async () => (await page.cell(cells.length - 1)).text.includes('end'), 90_000)
    await page.idle()
    const texts = await textsOf(page)
    for (const at of [TREE, CHAT, ANATOMY])
      await page.screenshot(join(pictures, `outputs-${theme}-${at}.png`), at)

    // The order of the server, all digits, line breaks; then the card, and nothing after it.
    expect(texts[TREE]).toMatch(
      /"zebra": 9007199254740993\s+"apple": \{2 keys\}\s+"y":\s+"one\ntwo"\s+"b": \[2 items\]\s+0: true\s+1: null\s+"mango": 1\.5\s+GET http/,
    )
    expect(texts[TREE]).not.toContain('curl: 200')
    expect(texts[TREE]!.match(/200 OK/g)).toHaveLength(1)
    expect(texts[LINE]).toMatch(/^curl: 200 OK, \d+ B application\/json, .* ms$/)
    expect(texts[CHAT]!.match(/deci-nano/g)).toHaveLength(1)
    expect(texts[CHAT]).not.toContain('ChatResult')
    expect(texts[QUIET]).toMatch(/^ChatResult "/)
    expect(texts[USAGE]!.match(/answers ·/g)).toHaveLength(1)
    expect(texts[ANATOMY]).toMatch(/…"content":/)

    await page.save()
    const again = await lab.open('outputs.ipynb', { theme, height: 2600 })
    await until(async () => (await again.cell(cells.length - 1)).text.includes('end'), 30_000)
    expect(await textsOf(again)).toEqual(texts)
  })

  test('an export has the same order', () => {
    const nbconvert = join(root, '.venv', 'bin', 'jupyter-nbconvert')
    execFileSync(nbconvert, ['--to', 'html', '--log-level', 'ERROR', 'outputs.ipynb'], { cwd: lab.folder })
    const page = readFileSync(join(lab.folder, 'outputs.html'), 'utf8')
    const keys = [...page.matchAll(/"(zebra|apple|mango)"<\/span>:/g)].map(([, key]) => key)
    expect(keys).toEqual(['zebra', 'apple', 'mango'])
  })
})
