import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { longSuite } from '../../../support/extent'
import { joined, readCells, runCli, writeNotebook, type CommandEnd } from '../../../support/notebook'

jest.setTimeout(120_000)

const root = resolve(__dirname, '..', '..', '..', '..')
// Below the repository, where the library is found; git ignores the folder.
mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]): Promise<CommandEnd> => runCli(['run', '--check', ...args], { cwd: folder })

/** Makes a saved output say something else. */
function edit(notebook: string, from: string, to: string): void {
  const text = readFileSync(notebook, 'utf8')
  if (!text.includes(from)) throw new Error(`no ${from} in ${notebook}`)
  writeFileSync(notebook, text.replace(from, to))
}

longSuite('tslab-magics run --check', () => {
  const first = writeNotebook(join(folder, 'a.ipynb'), [
    'import { createServer } from "node:http"\nconst server = createServer().listen(0, "127.0.0.1")',
    'await new Promise((done) => setTimeout(done, 50))\nconsole.log(`http://127.0.0.1:${(server.address() as any).port}`)',
    'console.log(new Date().toISOString())',
    'console.log("one")\nconsole.error("two")\nvoid server.close()',
  ])
  const saved = (): string => readFileSync(first, 'utf8')

  beforeAll(async () => {
    await runCli(['run', '--save', first])
  })

  test('runs notebooks side by side; one that differs or fails costs the others nothing', async () => {
    cpSync(first, join(folder, 'b.ipynb'))
    edit(join(folder, 'b.ipynb'), 'one\\n', 'eins\\n')
    writeNotebook(join(folder, 'c.ipynb'), ['1', 'throw new RangeError("no")', '2'])
    writeFileSync(join(folder, 'd.ipynb'), '<<<<<<< HEAD')
    const { exitCode, out, err } = await run('--jobs', '2', '.')
    expect(out.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'a.ipynb: 4 cells, as saved',
      'b.ipynb: cell 4 (cell-4) differs from what is saved (- saved, + now)',
      'b.ipynb: 4 cells, not as saved',
      'c.ipynb: cell 1 (cell-1) differs from what is saved (- saved, + now)',
      'c.ipynb: cell 2 (cell-2) failed: RangeError: no',
      'c.ipynb: 3 cells, not as saved, 1 not run',
      'd.ipynb: d.ipynb is not a notebook: it is no JSON.',
      '4 notebooks: 1 as saved, 3 not',
    ])
    expect(out).toContain('  - eins\n  + one\n')
    expect({ exitCode, err }).toEqual({
      exitCode: 1,
      err: 'Write the new outputs with: npx tslab-magics run --check --update\n',
    })
  })

  test('updates the cells that differ, and no other line', async () => {
    const notebook = join(folder, 'b.ipynb')
    const { exitCode, out } = await run('--update', '--format', 'github', 'b.ipynb')
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '1 notebook: 1 updated\n' })
    expect(readFileSync(notebook, 'utf8')).toBe(saved())
  })

  test('replays the recording that lies beside a notebook, and fails where it has no answer', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json')
      const message = { role: 'assistant', content: 'recorded once' }
      response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const env = { BASE_URL: `http://127.0.0.1:${port}/v1`, ACCESS_TOKEN: 'none' }
    const ask = (question: string): string =>
      `console.log((await chat({ model: "m", messages: "${question}", stream: false, quiet: true })).text)`
    const notebook = writeNotebook(join(folder, 'recorded.ipynb'), [
      'import { chat, practice } from "tslab-magics"',
      'await practice()',
      ask('Hi'),
    ])
    const recorded = await runCli(['run', '--record', 'recorded.ipynb'], { cwd: folder, env })
    server.close()
    server.closeAllConnections()
    expect(recorded).toMatchObject({ exitCode: 0, err: 'recorded.ipynb: recorded 1 answer\n' })

    // Nobody listens at that address any more, and no key is set.
    expect(await run('--update', 'recorded.ipynb')).toMatchObject({ exitCode: 0 })
    expect(joined(readCells(notebook)[2]?.outputs?.[0]?.text)).toBe('recorded once\n')
    expect(await run('recorded.ipynb')).toMatchObject({
      exitCode: 0,
      out: 'recorded.ipynb: 3 cells, as saved\n1 notebook: 1 as saved\n',
    })
    edit(notebook, 'Hi', 'Bye')
    const missed = await run('recorded.ipynb')
    expect(missed.exitCode).toBe(1)
    expect(missed.out).toMatch(/cell 3 .*failed: .*messages\[0\]\.content/)
  })

  test('gives a notebook up when its time is over', async () => {
    writeNotebook(join(folder, 'endless.ipynb'), ['while (true) {}', '1'])
    const { exitCode, out } = await run('--time-limit', '1', 'endless.ipynb')
    expect({ exitCode, out }).toEqual({
      exitCode: 1,
      out: [
        'endless.ipynb: cell 1 (cell-1) failed: Timeout: the notebook ran longer than 1 s and was ended',
        'endless.ipynb: 2 cells, not as saved, 1 not run',
        '1 notebook: 0 as saved, 1 not',
        '',
      ].join('\n'),
    })
  })
})
