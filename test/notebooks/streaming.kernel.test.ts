/**
 * The notebook on streams, run from its first cell to its last on the real kernel; a copy, so that nothing here changes.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { longSuite } from '../support/extent'
import { root } from '../support/kernel'
import { bareEnv, joined, readCells, runCli, type CommandEnd } from '../support/notebook'

jest.setTimeout(180_000)

const results = join(root, 'test-results')
mkdirSync(results, { recursive: true })
const folder = mkdtempSync(join(results, 'streaming-'))
const notebook = join(folder, 'streaming.ipynb')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

longSuite('the notebook on streams', () => {
  let end: CommandEnd
  /** What the cell after a heading shows, as plain text. */
  let below: (heading: string) => string

  beforeAll(async () => {
    cpSync(join(root, 'notebooks', 'streaming.ipynb'), notebook)
    end = await runCli(['run', notebook, '--save'], { env: bareEnv() })
    const cells = readCells(notebook)
    below = (heading) => {
      const at = cells.findIndex(({ source }) => joined(source).startsWith(`## ${heading}`))
      const cell = cells.slice(at).find(({ outputs }) => outputs !== undefined)
      return (cell?.outputs ?? [])
        .map(({ text, data }) => joined(text) + joined(data?.['text/plain'] as string | undefined))
        .join('\n')
    }
  })

  test('runs without a fault', () => {
    expect([end.exitCode, end.err]).toEqual([0, ''])
  })

  test.each([
    ['A plain stream', /12\. Vegan holiday menus[\s\S]*finished · 19 \+ 66 tokens/],
    ['Cut by the limit', /cut off: the token limit was reached \(length\)[\s\S]*length/],
    ['Reasoning', /12\. Vegan holiday menus[\s\S]*finished[\s\S]*search box/],
    ['Tools', /multiply\(\{"a":17,"b":23\}\) → 391[\s\S]*The tool says: 391/],
    ['A connection that breaks', /incomplete: [\s\S]*network: \d+ of 279 characters/],
    ['A stream that is stopped', /1\. Vegan recipes[\s\S]*incomplete: [\s\S]*timeout: "1\. Vegan recipes"/],
    ['Anatomy', /chat\.completion\.chunk/],
    ['Two models side by side', /deci-nano[\s\S]*factorial|return result/],
    ['What it took', /deci-coder-6b[\s\S]*no price/],
  ])('%s', (heading, shown) => {
    expect(below(heading)).toMatch(shown)
  })
})
