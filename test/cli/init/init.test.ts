/**
 * `tslab-magics init` as a user runs it: which files it writes, which it leaves alone, what it says. That the scripts work is tried by
 * `npm run test:init`.
 */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { TSLAB_VERSION } from '../../../src/cli/init/post-build'
import { main } from '../../../src/cli/main'
import { devDependencies } from '../../../package.json'

let root: string
beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), 'init-')))))
afterEach(() => rmSync(root, { recursive: true }))

async function init(args: readonly string[], folder = root) {
  const said = { out: '', err: '' }
  const code = await main(['init', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: root },
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
  })
  return { code, ...said }
}

const read = (name: string): string => readFileSync(join(root, name), 'utf8')
const files = (): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
const put = (name: string, text: string) => {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), text)
}

const BINDER = ['.binder/environment.yml', '.binder/postBuild']
const DEVCONTAINER = ['.devcontainer/devcontainer.json', '.devcontainer/post-create.sh']

describe('tslab-magics init', () => {
  test.each([
    ['--binder', BINDER],
    ['--devcontainer', DEVCONTAINER],
    ['--binder --devcontainer', [...BINDER, ...DEVCONTAINER]],
  ])('%s writes what it is for, and says so', async (args, expected) => {
    const { code, out, err } = await init(args.split(' '))
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(files()).toEqual(expected)
    expect(out.split('\n').slice(0, expected.length)).toEqual(expected.map((name) => `Wrote ${name}`))
  })

  test.each(['there', 'not there'])(
    'writes through no folder that is a link to one that is %s',
    async (where) => {
      const repository = join(root, 'repository')
      const outside = join(root, 'outside')
      mkdirSync(repository)
      if (where === 'there') mkdirSync(outside)
      symlinkSync(outside, join(repository, '.devcontainer'))
      const { code, err } = await init(['--devcontainer', '--force'], repository)
      expect([code, err]).toEqual([1, expect.stringContaining('.devcontainer is a link')])
      expect(existsSync(outside) ? readdirSync(outside) : []).toEqual([])
    },
  )

  test('writes programs that bash can read, settings that are JSON, and an environment that is YAML', async () => {
    await init(['--binder', '--devcontainer'])
    for (const name of ['.binder/postBuild', '.devcontainer/post-create.sh']) {
      execFileSync('bash', ['-n', join(root, name)])
      expect(statSync(join(root, name)).mode & 0o111).toBe(0o111)
    }
    expect(JSON.parse(read('.devcontainer/devcontainer.json'))).toMatchObject({
      postCreateCommand: 'bash .devcontainer/post-create.sh',
    })
    expect(parse(read('.binder/environment.yml'))).toEqual({
      channels: ['conda-forge'],
      dependencies: ['python=3.12', 'nodejs=22'],
    })
  })

  test('names the tslab that this library is tested with', () => {
    expect(devDependencies.tslab).toBe(`^${TSLAB_VERSION}`)
  })

  test('leaves alone what is as it should be, line ends of Windows included', async () => {
    await init(['--binder'])
    const before = statSync(join(root, '.binder/postBuild')).ino
    put('.binder/environment.yml', read('.binder/environment.yml').replaceAll('\n', '\r\n'))
    const { code, out } = await init(['--binder'])
    expect(code).toBe(0)
    expect(out).toContain(
      '.binder/environment.yml is as it should be\n.binder/postBuild is as it should be\n',
    )
    expect(statSync(join(root, '.binder/postBuild')).ino).toBe(before)
  })

  test.each([
    ['a script', '.binder/postBuild', '--binder', '.binder/postBuild is there already'],
    ['settings', '.devcontainer/devcontainer.json', '--devcontainer', 'devcontainer.json is there already'],
    ['settings at the root', '.devcontainer.json', '--devcontainer', '.devcontainer.json is there already'],
    ['one of both', '.devcontainer/post-create.sh', '--binder --devcontainer', 'post-create.sh is there'],
  ])('writes nothing over %s of others, and over it with --force', async (_what, name, args, complaint) => {
    put(name, 'mine')
    const { code, out, err } = await init(args.split(' '))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^error: .*: nothing was written\. Move it away, or write anyway with --force\.\n$/)
    expect(err).toContain(complaint)
    expect(files()).toEqual([name])
    expect(read(name)).toBe('mine')
    expect((await init([...args.split(' '), '--force'])).code).toBe(0)
    expect(read(name) === 'mine').toBe(name === '.devcontainer.json')
  })

  test('names all files that differ', async () => {
    for (const name of BINDER) put(name, 'mine')
    expect((await init(['--binder'])).err).toContain(
      '.binder/environment.yml, .binder/postBuild are there already',
    )
  })

  test('refuses what is no file', async () => {
    mkdirSync(join(root, '.binder/postBuild'), { recursive: true })
    const { code, err } = await init(['--binder', '--force'])
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error: .binder/postBuild is there and no file. Move it away.\n',
    })
  })

  test('replaces a link, not what it leads to', async () => {
    put('elsewhere', 'mine')
    mkdirSync(join(root, '.binder'))
    symlinkSync('../elsewhere', join(root, '.binder/postBuild'))
    expect((await init(['--binder', '--force'])).code).toBe(0)
    expect(read('elsewhere')).toBe('mine')
  })

  test('writes into binder/ where there is one, because Binder refuses two', async () => {
    mkdirSync(join(root, 'binder'))
    await init(['--binder'])
    expect(files()).toEqual(['binder/environment.yml', 'binder/postBuild'])
  })

  test('says which files Binder reads no more', async () => {
    put('requirements.txt', 'numpy')
    put('apt.txt', 'jq')
    const { err } = await init(['--binder'])
    expect(err).toContain('Binder reads .binder/ instead of requirements.txt, apt.txt from now on')
    expect((await init(['--binder'])).err).toBe('')
  })

  test('asks what to write', async () => {
    const { code, err } = await init([])
    expect({ code, err }).toEqual({
      code: 2,
      err: 'error: Say what to write: --binder, --devcontainer, or both.\n',
    })
  })

  test('refuses a folder below the root of a repository', async () => {
    mkdirSync(join(root, '.git'))
    mkdirSync(join(root, 'lessons'))
    const { code, err } = await init(['--binder'], join(root, 'lessons'))
    expect(code).toBe(1)
    expect(err).toContain(`The repository begins in ${root}`)
    expect(existsSync(join(root, 'lessons/.binder'))).toBe(false)
  })

  test('prints the badges of a repository that package.json names', async () => {
    put('package.json', '{ "repository": "github:ada/course" }')
    const { out } = await init(['--binder', '--devcontainer'])
    expect(out).toContain('(https://mybinder.org/v2/gh/ada/course/HEAD?urlpath=lab)\n')
    expect(out).toContain('(https://codespaces.new/ada/course?quickstart=1)\n')
  })

  test('prints them for the remote of git, without the password in its address', async () => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' })
    git('init')
    git('remote', 'add', 'origin', 'https://ada:canary-pass@gitlab.com/group/ada/course.git')
    const { out, err } = await init(['--binder'])
    expect(out).toContain('(https://mybinder.org/v2/gl/group%2Fada%2Fcourse/HEAD?urlpath=lab)\n')
    expect(out + err).not.toContain('canary')
  })
})
