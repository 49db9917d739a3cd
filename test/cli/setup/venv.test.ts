/**
 * A real `.venv` from a list of packages that needs no network: nothing, or something that cannot be had.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProject, STAMP, type Project } from '../../../src/cli/setup/project'
import { ensureVenv, placesOf } from '../../../src/cli/setup/venv'
import { longTest } from '../../support/extent'

jest.setTimeout(120_000)

const folder = mkdtempSync(join(tmpdir(), 'venv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = { ...process.env, PIP_NO_INDEX: '1' }
const lines: string[] = []
const options = { env, log: (line: string) => void lines.push(line) }
beforeEach(() => void (lines.length = 0))

function newProject(requirements: string): Project {
  const root = mkdtempSync(join(folder, 'project-'))
  writeFileSync(join(root, 'requirements.txt'), requirements)
  return { root, venv: join(root, '.venv'), requirements: join(root, 'requirements.txt') }
}

describe('ensureVenv', () => {
  const project = newProject('# nothing\n')
  const keepsake = join(project.venv, 'installed-from-a-cell')

  test('makes the environment once, with progress, also when it is asked twice at the same time', async () => {
    const [first, second] = await Promise.all([ensureVenv(project, options), ensureVenv(project, options)])
    expect(first).toEqual(second)
    expect(existsSync(first.python)).toBe(true)
    expect(lines.filter((line) => line.startsWith('Making .venv'))).toHaveLength(1)
    expect(lines).toContain('Waiting for another command that is making .venv …')
    expect(lines).toContain('.venv is ready.')
    expect(existsSync(`${project.venv}.lock`)).toBe(false)
  })

  test('says and does nothing the second time', async () => {
    writeFileSync(keepsake, '')
    await ensureVenv(project, options)
    expect(lines).toEqual([])
  })

  test('renews it in place when the list has changed', async () => {
    writeFileSync(project.requirements, '# still nothing\n')
    await ensureVenv(project, options)
    expect(lines).toContain('.venv is ready.')
    expect(lines.some((line) => line.startsWith('Making'))).toBe(false)
    expect(existsSync(keepsake)).toBe(true)
  })

  test('names the package that cannot be installed, and tries again the next time', async () => {
    writeFileSync(project.requirements, 'no-such-package==1.0\n')
    for (let i = 0; i < 2; i++)
      await expect(ensureVenv(project, options)).rejects.toThrow(
        /^Installing the Python packages failed \(exit code 1\): ERROR: .*no-such-package==1\.0/,
      )
  })

  longTest('makes it anew when it was moved, for its programs hold its path', async () => {
    const stamp = join(project.venv, STAMP)
    writeFileSync(project.requirements, '# nothing\n')
    writeFileSync(stamp, JSON.stringify({ ...JSON.parse(readFileSync(stamp, 'utf8')), place: '/elsewhere' }))
    await ensureVenv(project, options)
    expect(lines.some((line) => line.startsWith('Making'))).toBe(true)
    expect(existsSync(keepsake)).toBe(false)
  })

  longTest('makes it anew when making it was cut off', async () => {
    const cut = newProject('# nothing\n')
    mkdirSync(cut.venv)
    writeFileSync(join(cut.venv, STAMP), JSON.stringify({ place: cut.venv }))
    await ensureVenv(cut, options)
    expect(existsSync(placesOf(cut.venv).python)).toBe(true)
  })

  test('does not touch an environment of the user', async () => {
    const other = newProject('# nothing\n')
    mkdirSync(other.venv)
    writeFileSync(join(other.venv, 'pyvenv.cfg'), '')
    await expect(ensureVenv(other, options)).rejects.toThrow(`${other.venv} was not made by tslab-magics.`)
    expect(existsSync(join(other.venv, 'pyvenv.cfg'))).toBe(true)
  })
})

describe('findProject', () => {
  test('goes up to the folder that has tslab', () => {
    const root = mkdtempSync(join(folder, 'root-'))
    mkdirSync(join(root, 'node_modules', 'tslab'), { recursive: true })
    writeFileSync(join(root, 'node_modules', 'tslab', 'package.json'), '{}')
    mkdirSync(join(root, 'notebooks', 'node_modules'), { recursive: true })
    expect(findProject(join(root, 'notebooks'))).toMatchObject({ root, venv: join(root, '.venv') })
  })

  test('stays where it was started when there is none', () => {
    expect(findProject(folder).root).toBe(folder)
  })
})
