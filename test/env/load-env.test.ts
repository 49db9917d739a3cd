import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findDotenv } from '../../src/env/find-dotenv'
import { loadEnv } from '../../src/env/load-env'
import { clearSecrets, secretValues } from '../../src/secrets/registry'
import { keepEnvironment, openCell, type FakeCell } from './fake-scope'

const TOKEN = 'canary-7f3a9b2c4d5e'
const started = process.cwd()
let folder: string
let cell: FakeCell

const write = (text: string, at = folder) => writeFileSync(join(at, '.env'), text, { mode: 0o600 })

keepEnvironment()
beforeEach(() => {
  clearSecrets()
  cell = openCell()
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'load-env-')))
  mkdirSync(join(folder, '.git'))
  process.chdir(folder)
})
afterEach(() => {
  process.chdir(started)
  rmSync(folder, { recursive: true })
})

describe('loadEnv', () => {
  test('sets the variables of .env, hides secrets and prints names', async () => {
    write(`T_TOKEN="${TOKEN}"\nT_MODEL=deci-nano-model # comment\n`)
    await loadEnv()
    expect([process.env['T_TOKEN'], process.env['T_MODEL']]).toEqual([TOKEN, 'deci-nano-model'])
    expect(secretValues()).toEqual([TOKEN])
    expect(cell.stdout).toBe('env: .env sets T_TOKEN (hidden), T_MODEL\n')
    expect(cell.stderr).toBe('')
  })

  test('finds it in a folder above the notebook', async () => {
    write('T_A=1')
    mkdirSync(join(folder, 'a', 'b'), { recursive: true })
    process.chdir(join(folder, 'a', 'b'))
    await loadEnv()
    expect(process.env['T_A']).toBe('1')
    expect(cell.stdout).toContain(`${join('..', '..', '.env')} sets T_A`)
  })

  test('does not look above the project', () => {
    write('T_A=1')
    const inner = join(folder, 'project')
    mkdirSync(join(inner, '.git', 'x'), { recursive: true })
    expect(findDotenv(inner)).toBeUndefined()
    expect(findDotenv(folder)).toBe(join(folder, '.env'))
  })

  test('reads the file again on each call', async () => {
    write('T_A=1')
    await loadEnv()
    write('T_A=2')
    await loadEnv()
    expect(process.env['T_A']).toBe('2')
  })

  test('keeps what was set elsewhere, and replaces it when told so', async () => {
    process.env['T_A'] = 'shell'
    write('T_A=file\nT_B=file')
    await loadEnv()
    expect([process.env['T_A'], process.env['T_B']]).toEqual(['shell', 'file'])
    expect(cell.stdout).toBe('env: .env sets T_B; kept as set before: T_A\n')
    process.env['T_B'] = 'changed in a cell'
    await loadEnv()
    expect(process.env['T_B']).toBe('changed in a cell')
    await loadEnv({ override: true })
    expect([process.env['T_A'], process.env['T_B']]).toEqual(['file', 'file'])
  })

  test('warns when others can read the file', async () => {
    write('T_A=1')
    chmodSync(join(folder, '.env'), 0o644)
    await loadEnv()
    expect(cell.stderr).toBe(
      'warning: .env: other users of this computer can open it; to keep them out: chmod 600\n',
    )
  })

  test('warns of mistakes without showing the value', async () => {
    write('T_TOKEN=Bearer abcdefghijkl\nT_KEY=<your key>')
    await loadEnv()
    expect(cell.stderr).toMatch(/T_TOKEN: it begins with "Bearer"/)
    expect(cell.stderr).toMatch(/T_KEY: it looks like a placeholder/)
    expect(cell.stdout + cell.stderr).not.toContain('abcdef')
  })

  test('fails without a file, unless it is optional', async () => {
    await expect(loadEnv()).rejects.toThrow(/no .env file next to the notebook.*askEnv/)
    await expect(loadEnv({ path: 'secrets/local.env' })).rejects.toThrow('at secrets/local.env')
    await expect(loadEnv({ optional: true })).resolves.toBeUndefined()
  })

  test('reads another file when told so', async () => {
    writeFileSync(join(folder, 'local.env'), 'T_A=local', { mode: 0o600 })
    await loadEnv({ path: 'local.env' })
    expect(process.env['T_A']).toBe('local')
  })
})
