/**
 * What is saved and published: one notebook with all routes, run through nbclient, exported by nbconvert.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { longTest } from '../support/extent'
import { root } from '../support/kernel'
import { bareEnv, runCli, writeNotebook } from '../support/notebook'
import { CANARY, leaksIn } from './canary'
import { keyEnv, MASK } from './kernel-setup'
import { startLeakyServer } from './leaky-server'
import { IMPORTS, leakyDotenv, ROUTES } from './routes'

jest.setTimeout(300_000)

// Below the repository, where tslab, the library and the Python are found; git ignores the folder.
mkdirSync(join(root, 'test-results'), { recursive: true })
const folder = mkdtempSync(join(root, 'test-results', 'privacy-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

longTest('the key is in no saved notebook, and in no export of it', async () => {
  writeFileSync(join(folder, 'leaky.env'), leakyDotenv(CANARY))
  const routes = ROUTES.filter(({ answers }) => answers === undefined)
  const path = writeNotebook(join(folder, 'leaky.ipynb'), [
    IMPORTS.replace('(ms)', '(ms: number)'),
    ...routes.map(({ code }) => code),
  ])
  const notebook = JSON.parse(readFileSync(path, 'utf8')) as { cells: { metadata: object }[] }
  for (const cell of notebook.cells) cell.metadata = { tags: ['raises-exception'] }
  writeFileSync(path, JSON.stringify(notebook))
  const server = await startLeakyServer(CANARY)
  const env = bareEnv(keyEnv(server.url))
  try {
    const { exitCode, out, err } = await runCli(['run', path, '--save'], { env, cwd: folder })
    expect([exitCode, leaksIn(out), leaksIn(err)]).toEqual([0, [], []])
  } finally {
    await server.close()
  }
  const saved = readFileSync(path, 'utf8')
  expect(saved.split(MASK).length).toBeGreaterThan(routes.length)
  expect(leaksIn([saved, JSON.parse(saved)])).toEqual([])
  for (const format of ['html', 'markdown']) {
    execFileSync(
      join(root, '.venv', 'bin', 'jupyter'),
      ['nbconvert', '--to', format, '--output', 'exported', path],
      { env, stdio: 'pipe' },
    )
    const text = readFileSync(join(folder, `exported.${format === 'html' ? 'html' : 'md'}`), 'utf8')
    expect(text).toContain(MASK)
    expect(leaksIn(text)).toEqual([])
  }
})
