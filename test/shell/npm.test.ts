import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { MagicsError } from '../../src/errors'
import { setScopeSource } from '../../src/kernel/scope/scope'
import { condense, npm } from '../../src/shell/npm'

/** The real npm on packages that are folders here: no network. */
describe('npm', () => {
  let folder = ''
  let shown = { stdout: '', stderr: '' }
  const write = (path: string, content: unknown) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
    shown = { stdout: '', stderr: '' }
    const current = shown
    write('package.json', { name: 'notebook', private: true })
    write('.npmrc', 'offline=true\n')
    write('src/package.json', { name: 'local-pkg', version: '1.2.0' })
    setScopeSource(() => ({
      kind: 'patched',
      signal: new AbortController().signal,
      write: (name, text) => void (current[name] += text),
      display: () => ({ update: () => {} }),
      clearOutput: () => {},
      input: () => Promise.reject(new Error('no input')),
    }))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const here = () => npm({ cwd: folder })

  test('installs next to the package.json, shows what npm says in one line, and prints what is there', async () => {
    const run = await here()`install ./src`
    expect(existsSync(join(folder, 'node_modules/local-pkg/package.json'))).toBe(true)
    expect(shown.stdout).toMatch(/^added 1 package in \S+\n$/)
    expect(shown.stderr).toBe('')
    expect(run.exitCode).toBe(0)
    expect(inspect(run)).toBe('local-pkg 1.2.0 is installed')
  })

  test('makes a package.json where there is none', async () => {
    rmSync(join(folder, 'package.json'))
    await here()`install ./src`
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({
      dependencies: { 'local-pkg': 'file:src' },
    })
  })

  test('needs no npm for packages that are there in a version that is asked for', async () => {
    write('package.json', { dependencies: { a: '^1.0.0' }, devDependencies: { '@s/b': '2.0.0' } })
    write('node_modules/a/package.json', { name: 'a', version: '1.4.0' })
    write('node_modules/@s/b/package.json', { name: '@s/b', version: '2.0.0' })
    // A PATH without npm shows that none was started.
    const run = await npm({ cwd: folder, env: { PATH: '/nowhere' } })`install a @s/b`
    expect(shown.stdout).toBe('up to date: a 1.4.0, @s/b 2.0.0\n')
    expect(inspect(run)).toBe('a 1.4.0, @s/b 2.0.0 are installed')
  })

  test.each([
    ['an older version', 'install a', { a: '^2.0.0' }],
    ['one that is not asked for', 'install a', {}],
    ['a version in the command', 'install a@1.4.0', { a: '^1.0.0' }],
    ['a flag', 'install -D a', { a: '^1.0.0' }],
    ['one of two', 'install a b', { a: '^1.0.0', b: '^1.0.0' }],
    ['no name', 'install', { a: '^1.0.0' }],
  ])('asks npm for %s', async (_name, command, dependencies) => {
    write('package.json', { dependencies })
    write('node_modules/a/package.json', { name: 'a', version: '1.4.0' })
    const asked = npm({ cwd: folder, env: { PATH: '/nowhere' } })(command)
    await expect(asked).rejects.toThrow('There is no program named npm on PATH.')
  })

  test('fails with what npm says was wrong', async () => {
    const error: unknown = await here()`install ./nowhere`.catch((reason: unknown) => reason)
    if (!MagicsError.is(error)) throw error
    expect(error.message).toMatch(/^npm install failed \(exit code \d+\): /)
    expect(error.message).toContain('Could not read package.json')
    expect(error.message).not.toContain('A complete log')
    expect(shown.stderr).toContain('npm error')
  })

  test('shows the output of other commands as it is', async () => {
    write('package.json', { name: 'notebook', scripts: { hello: 'echo "$1"; node -p 6*7; exit 0' } })
    const run = await here()`run --silent hello`
    expect(run.lines()).toEqual(['', '42'])
    expect(shown.stdout).toBe('\n42\n')
    expect(inspect(run)).toMatch(/^npm run: exit code 0, 2 lines/)
  })

  test('passes a value as one word, whatever it holds', async () => {
    write('package.json', {
      name: 'notebook',
      scripts: { show: 'node -p "JSON.stringify(process.argv.slice(1))" --' },
    })
    const value = `a b; touch ${folder}/ran "'$(x)`
    const run = await here()`run --silent show -- ${value}`
    expect(JSON.parse(run.stdout)).toEqual([value])
    expect(existsSync(join(folder, 'ran'))).toBe(false)
  })

  test('takes one command and no shell', async () => {
    await expect(here()`install a; rm -rf /nowhere`).rejects.toThrow(
      'npm takes one command, without the ; of a shell.',
    )
  })
})

describe('condense', () => {
  test('shows whole lines without noise, wherever the text is cut', () => {
    const text =
      '\nnpm warn Unknown user config "x". This will stop working.\nnpm warn deprecated a@1: use b\n\nadded 1 package in 1s\nnpm notice New major version\nlast'
    for (let cut = 0; cut <= text.length; cut++) {
      const shown = condense()
      const out =
        shown.take('stdout', text.slice(0, cut)) +
        shown.take('stdout', text.slice(cut)) +
        shown.rest('stdout')
      expect(out).toBe('npm warn deprecated a@1: use b\nadded 1 package in 1s\nlast\n')
      expect(shown.rest('stderr')).toBe('')
    }
  })
})
