import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPython } from '../../../src/cli/setup/python'

const folder = mkdtempSync(join(tmpdir(), 'python-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const real = execFileSync('python3', ['-c', 'import sys; print(sys._base_executable)']).toString().trim()

/** A Python on a PATH of its own that runs `prelude` before what it is given. */
function pathWith(name: string, prelude: string): Record<string, string> {
  const bin = mkdtempSync(join(folder, 'bin-'))
  const file = join(bin, name)
  writeFileSync(file, `#!/bin/sh\nexec "${real}" -c 'import sys; ${prelude}; exec(sys.argv[2])' "$@"\n`)
  chmodSync(file, 0o755)
  return { PATH: bin }
}

describe('findPython', () => {
  test('finds the Python of the PATH with its version', async () => {
    const { path, version } = await findPython(process.env)
    expect(execFileSync(path, ['--version']).toString()).toContain(version)
  })

  test('takes python where there is no python3', async () => {
    expect((await findPython(pathWith('python', 'pass'))).path).toBe(real)
  })

  test('says in one line that there is none', async () => {
    await expect(findPython({ PATH: folder })).rejects.toMatchObject({
      code: 'cli',
      message: expect.stringMatching(/^python3 was not found\. Install Python 3\.11 or newer .*$/) as string,
    })
  })

  test('says that the module is missing which Debian ships apart', async () => {
    const env = pathWith('python3', 'sys.modules["ensurepip"] = None')
    await expect(findPython(env)).rejects.toThrow(
      /^python3 \(Python [\d.]+\) has no ensurepip module\. .*python3-venv/,
    )
  })

  test('says that it is too old', async () => {
    const env = pathWith('python3', 'sys.version_info = (3, 8, 2)')
    await expect(findPython(env)).rejects.toThrow(/^python3 is Python 3\.8\.2, too old\./)
  })
})
