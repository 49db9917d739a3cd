/**
 * `npm start` where it cannot begin: one line that says what to do.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '..', '..')
const clone = mkdtempSync(join(tmpdir(), 'start-'))
afterAll(() => rmSync(clone, { recursive: true, force: true }))
beforeAll(() => {
  for (const part of ['scripts', 'src', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(clone, part), { recursive: true })
})

const start = (script: string, ...flags: string[]) => {
  const args = [...flags, join(clone, 'scripts', script)]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: clone, encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe.each(['start.mjs', 'setup.mjs'])('%s', (script) => {
  test('asks for npm ci where nothing is installed', () => {
    const { status, stdout, stderr } = start(script)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^building dist\/ …\nerror: .+: packages are missing\. Run: npm ci\n$/)
  })

  test('asks for another Node where this one is too old', () => {
    const older = join(clone, 'older.cjs')
    const versions = "{ ...process.versions, node: '18.20.4' }"
    writeFileSync(older, `Object.defineProperty(process, 'versions', { value: ${versions} })`)
    expect(start(script, '--require', older)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: This is Node 18.20.4, too old. Install Node 20.19 or newer, then run this again.\n',
    })
  })
})
