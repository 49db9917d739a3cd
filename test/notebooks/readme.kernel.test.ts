/**
 * The README's examples, run in order in one kernel, and the output it shows for the first.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { longSuite } from '../support/extent'
import { bareEnv, joined, readCells, runCli, writeNotebook, type CommandEnd } from '../support/notebook'

jest.setTimeout(180_000)

const root = resolve(__dirname, '..', '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1] ?? '')

mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'readme-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

longSuite('the README', () => {
  const cells = blocks('ts')
  let end: CommandEnd

  beforeAll(async () => {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "dependencies": { "openai": "^6.49.0" } }')
    writeFileSync(join(folder, '.env'), 'SOME_NAME=some value\n')
    const path = writeNotebook(join(folder, 'readme.ipynb'), cells)
    end = await runCli(['run', path, '--save'], { env: bareEnv({ npm_config_prefer_offline: 'true' }) })
  })

  test('has examples that run', () => {
    expect(cells.length).toBeGreaterThan(5)
    expect(end.err).toBe('')
    expect(end.exitCode).toBe(0)
  })

  test('shows the output that its first example has', () => {
    const normal = (text: string) =>
      text
        .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:0')
        .replace(/\d[\d.]* (ms|s|kB)\b/g, '0 $1')
        .replace(/\b0 m?s\b/g, '0 s')
        .split('\n')
        .filter((line) => line !== '')
        .sort()
    const outputs = readCells(join(folder, 'readme.ipynb'))[0]?.outputs ?? []
    const shown = outputs.map(({ text, data }) => joined(text ?? (data?.['text/plain'] as string)))
    expect(normal(blocks('text')[0] ?? '')).toEqual(normal(shown.join('\n')))
  })
})
