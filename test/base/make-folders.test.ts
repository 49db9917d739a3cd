import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolders } from '../../src/base/make-folders'

const folder = mkdtempSync(join(tmpdir(), 'folders-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('makeFolders', () => {
  test('makes all that are missing, with their permissions, and is content with those that are there', () => {
    const path = join(folder, 'a', 'b', 'c')
    for (let time = 0; time < 2; time++) makeFolders(path, 0o700)
    for (const each of ['a', 'a/b', 'a/b/c']) {
      const stats = statSync(join(folder, each))
      expect([stats.isDirectory(), stats.mode & 0o777]).toEqual([true, 0o700])
    }
  })

  test('fails below a file', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => makeFolders(join(folder, 'file', 'a', 'b'))).toThrow('ENOTDIR')
  })

  test('fails below a link that leads nowhere', () => {
    symlinkSync('nowhere', join(folder, 'link'))
    expect(() => makeFolders(join(folder, 'link', 'a'))).toThrow('EEXIST')
  })

  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux('ends where a folder takes no entries', () => {
    expect(() => makeFolders('/proc/no-such-folder/a')).toThrow(/ENOENT|EACCES|EPERM/)
  })
})
