/**
 * One maker at a time: a lock file that holds the process id of its owner. Two commands started together would
 * otherwise both unpack packages into the same `.venv`.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** Settings of {@link withLock}. */
export interface LockOptions {
  /** Called once when another process holds the lock. */
  onWait?(): void
  /** Waits between two looks at the lock. */
  sleep?(ms: number): Promise<unknown>
}

/**
 * Runs `work` while no other process runs its own under the same lock file. The lock of a dead process is ignored.
 *
 * @param path - Lock file; its folder exists.
 * @param work - What to do alone.
 * @param options - `onWait`, `sleep`.
 * @returns What `work` returns.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const sleep = options.sleep ?? pause
  for (let waited = false; !take(path);) {
    if (!waited) options.onWait?.()
    waited = true
    await sleep(250)
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  if (isHeld(path)) return false
  rmSync(path, { force: true })
  return take(path)
}

function isHeld(path: string): boolean {
  let owner: string
  try {
    owner = readFileSync(path, 'utf8')
  } catch {
    return false
  }
  // Empty: its owner has made the file and is about to write its id.
  if (owner === '') return true
  try {
    process.kill(Number(owner), 0)
    return true
  } catch (error) {
    // EPERM: alive, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
