import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withLock } from '../../../src/cli/setup/lock'

const folder = mkdtempSync(join(tmpdir(), 'lock-'))
const lock = join(folder, 'lock')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('withLock', () => {
  test('lets one work at a time', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++inside)
      await new Promise((tick) => setImmediate(tick))
      inside--
    }
    const sleep = () => new Promise((tick) => setImmediate(tick))
    await Promise.all([1, 2, 3].map(() => withLock(lock, work, { sleep })))
    expect(most).toBe(1)
  })

  test('tells once that it waits', async () => {
    writeFileSync(lock, String(process.pid))
    let waits = 0
    let sleeps = 0
    const sleep = async () => {
      if (++sleeps === 3) rmSync(lock)
    }
    await withLock(lock, async () => {}, { onWait: () => void waits++, sleep })
    expect({ waits, sleeps }).toEqual({ waits: 1, sleeps: 3 })
  })

  test('ignores the lock of a dead process', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(lock, String(pid))
    const owner = await withLock(lock, async () => readFileSync(lock, 'utf8'))
    expect(owner).toBe(String(process.pid))
  })

  test('is released when the work fails', async () => {
    await expect(withLock(lock, () => Promise.reject(new Error('why')))).rejects.toThrow('why')
    expect(existsSync(lock)).toBe(false)
  })
})
