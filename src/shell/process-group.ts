/**
 * A child and all that it started, addressed together. Owns signals to a process group and the stop ladder
 * (INT, TERM, KILL); knows nothing of output. Windows has no groups: there the tree is ended by `taskkill`.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** The rungs of the stop ladder, mildest first. */
const LADDER = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const

/**
 * Sends a signal to every process of a group.
 *
 * @param id - Number of the group, which is the number of its first process.
 * @param signal - The signal.
 * @returns `false` when the group has no process any more.
 */
export function killGroup(id: number, signal: NodeJS.Signals): boolean {
  if (process.platform === 'win32')
    return spawnSync('taskkill', ['/T', '/F', '/PID', String(id)], { windowsHide: true }).status === 0
  try {
    return process.kill(-id, signal)
  } catch (error) {
    // EPERM: a process of another user (sudo) is left, which we cannot end.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a running process of the group is left. */
export function isGroupAlive(id: number): boolean {
  try {
    process.kill(process.platform === 'win32' ? id : -id, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return process.platform !== 'linux' || hasRunningMember(id)
}

/** Tells the living from zombies, which answer signals too: in many containers nobody collects them. */
function hasRunningMember(group: number): boolean {
  return readdirSync('/proc').some((name) => isRunningMember(name, group))
}

/** The running processes of a group; none where the system does not list them as Linux does. */
export function listGroup(id: number): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => isRunningMember(name, id))
    .map(Number)
}

function isRunningMember(name: string, group: number): boolean {
  if (!/^\d+$/.test(name)) return false
  try {
    // "PID (name) STATE PARENT GROUP …"; the name may hold blanks and brackets.
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
    const [state, , owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return owner === String(group) && state !== 'Z' && state !== 'X'
  } catch {
    // Gone between the listing and the reading.
    return false
  }
}

const POLL_MS = 20

/**
 * Ends a group: SIGINT so that programs can tidy up, then SIGTERM, then SIGKILL.
 *
 * @param id - Number of the group.
 * @param rungMs - How long each signal is given, in milliseconds.
 * @returns Settles when the group is empty or the last rung was used.
 */
export async function climbStopLadder(id: number, rungMs: number): Promise<void> {
  for (const signal of LADDER) {
    if (!killGroup(id, signal)) return
    for (let waited = 0; waited < rungMs; waited += POLL_MS) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      if (!isGroupAlive(id)) return
    }
  }
}
