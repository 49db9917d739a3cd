/**
 * A notebook that is run, saved, and made into a page with tabs: the way of a user, on the real kernel.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { longSuite } from '../support/extent'
import { runCli, writeNotebook } from '../support/notebook'

jest.setTimeout(120_000)

// Below the project, whose `openai` the notebook takes.
const cache = resolve('node_modules/.cache')
mkdirSync(cache, { recursive: true })
const folder = mkdtempSync(join(cache, 'snippets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const path = writeNotebook(join(folder, 'page.ipynb'), [
  'import { chat, curl, openai, practice, show, stream } from "tslab-magics"\nawait practice()',
  'const messages = [{ role: "user" as const, content: "Hi" }]\nconst first = await chat({ model: "deci-nano", messages, top_k: 3 })',
  'const second = await stream(openai().chat.completions.create({ model: "deci-nano", messages, stream: true }))',
  'const third = await curl`curl -s "$BASE_URL/v1/models" -H "Authorization: Bearer $ACCESS_TOKEN"`',
  'show(first.request)',
  'console.log(second.request.toPython(), third.request.toTypeScript())',
])

interface Cell {
  readonly outputs: readonly {
    readonly metadata?: Readonly<Record<string, unknown>>
    readonly data?: Readonly<Record<string, string | string[]>>
    readonly text?: readonly string[]
  }[]
}

longSuite('requests in a notebook', () => {
  test('are kept, drawn, and written as tabs of its page', async () => {
    expect(await runCli(['run', '--save', path])).toMatchObject({ exitCode: 0, err: '' })
    const { cells } = JSON.parse(readFileSync(path, 'utf8')) as { cells: Cell[] }
    const kept = cells.map(
      ({ outputs }) => outputs.filter(({ metadata }) => metadata?.['tslab-magics']).length,
    )
    expect(kept).toEqual([0, 1, 1, 1, 0, 0])
    expect([cells[4]!.outputs[0]!.data!['text/html']].flat().join('')).toMatch(
      /^<div><details name="request-\w+" open>/,
    )
    expect(cells[5]!.outputs[0]!.text!.join('')).toMatch(
      /api_key=os\.environ\["ACCESS_TOKEN"\][^]*client\.models\.list\(\)/,
    )
    const { exitCode, out } = await runCli([
      'export',
      path,
      '--to',
      'gfm',
      '--stdout',
      '--tabs',
      'curl,python',
    ])
    expect(exitCode).toBe(0)
    expect(out.match(/<summary>Python<\/summary>/g)).toHaveLength(3)
    expect(out).toContain('extra_body={"top_k": 3}')
  })
})
