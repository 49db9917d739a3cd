import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installCommand, uninstallCommand } from '../../../src/cli/lab/install'

describe('install', () => {
  let folder: string
  let out: string
  const io = () => ({
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: '' },
    out: (text: string) => void (out += text),
    err: (text: string) => void (out += text),
  })
  const specAt = (...path: string[]) =>
    JSON.parse(readFileSync(join(folder, ...path, 'kernel.json'), 'utf8')) as Record<string, unknown>
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'install-'))
    out = ''
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('writes the kernelspec into a prefix and says where', async () => {
    expect(await installCommand({ prefix: 'env' }, io())).toBe(0)
    const place = join('env', 'share', 'jupyter', 'kernels', 'tslab-magics')
    expect(specAt(place)).toEqual({
      argv: [
        process.execPath,
        expect.stringMatching(/kernel-entry\.js$/),
        'kernel',
        '--config-path',
        '{connection_file}',
      ],
      display_name: 'TypeScript (tslab-magics)',
      language: 'typescript',
      interrupt_mode: 'signal',
      metadata: { debugger: false },
    })
    expect(out).toContain(`Wrote ${join(folder, place, 'kernel.json')}\n`)
    expect(out).toContain('"TypeScript (tslab-magics)"')
  })

  test('writes a second one for JavaScript', async () => {
    await installCommand({ prefix: 'env', js: true }, io())
    const spec = specAt('env', 'share', 'jupyter', 'kernels', 'jslab-magics')
    expect(spec).toMatchObject({ language: 'javascript', argv: expect.arrayContaining(['--js']) as string[] })
  })

  test('writes into the folder of the user by default', async () => {
    await installCommand(
      { name: 'Mine' },
      { ...io(), env: { ...io().env, JUPYTER_DATA_DIR: join(folder, 'data') } },
    )
    expect(specAt('data', 'kernels', 'mine')).toMatchObject({ language: 'typescript' })
  })

  test('replaces its own and says so', async () => {
    await installCommand({ prefix: 'env' }, io())
    await installCommand({ prefix: 'env' }, io())
    expect(out).toContain('Replaced ')
  })

  test('writes into the environment of the Python on the PATH', async () => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    writeFileSync(join(bin, 'python3'), `#!/bin/sh\necho ${join(folder, 'conda')}\n`, { mode: 0o755 })
    await installCommand({ sysPrefix: true }, { ...io(), env: { PATH: `${bin}:${process.env['PATH']}` } })
    expect(existsSync(join(folder, 'conda', 'share', 'jupyter', 'kernels', 'tslab-magics'))).toBe(true)
  })

  test('leaves another kernel alone', async () => {
    const place = join(folder, 'env', 'share', 'jupyter', 'kernels', 'tslab')
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'kernel.json'), '{"argv": ["tslab"]}')
    await expect(installCommand({ prefix: 'env', name: 'tslab' }, io())).rejects.toThrow(
      'belongs to another kernel',
    )
    await expect(uninstallCommand({ prefix: 'env', name: 'tslab' }, io())).rejects.toThrow(
      'belongs to another kernel',
    )
    expect(readFileSync(join(place, 'kernel.json'), 'utf8')).toBe('{"argv": ["tslab"]}')
  })

  test.each([
    ['two places', { user: true, sysPrefix: true }, 'Choose one of'],
    ['a name with a slash', { name: 'a/b' }, 'cannot be named "a/b"'],
  ])('refuses %s', async (_name, options, message) => {
    await expect(installCommand(options, io())).rejects.toThrow(message)
  })

  test('uninstall removes it and says which', async () => {
    await installCommand({ prefix: 'env' }, io())
    out = ''
    expect(await uninstallCommand({ prefix: 'env' }, io())).toBe(0)
    const place = join(folder, 'env', 'share', 'jupyter', 'kernels', 'tslab-magics')
    expect([existsSync(place), out]).toEqual([false, `Removed ${place}\n`])
    await expect(uninstallCommand({ prefix: 'env' }, io())).rejects.toThrow(`There is no kernel in ${place}`)
  })
})
