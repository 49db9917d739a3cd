/**
 * Children do not outlive the kernel. Owns the list of live process groups and the guard: a small `sh` in a session
 * of its own that is told of each group through a pipe. However this process ends, SIGKILL included, the pipe closes
 * then; the guard ends the groups that are still listed and deletes the folders it was told of. It runs only while
 * there is something to guard. A program that leaves its group on purpose (setsid, a daemon) is out of reach.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { isGroupAlive, killGroup } from './process-group'

// Lines "+ ID" and "- ID" list and unlist a group, "d PATH" names a folder (deleting it twice is harmless).
const SCRIPT = `
trap '' INT HUP TERM
groups=' '
while IFS= read -r line; do
  what=\${line%% *} id=\${line#* }
  case $what in
    +) groups="$groups$id " ;;
    -) groups="\${groups%% "$id" *} \${groups#* "$id" }" ;;
    d) set -- "$@" "$id" ;;
  esac
done
for signal in TERM KILL; do
  left=
  for id in $groups; do kill -s $signal -- "-$id" 2>/dev/null && left=yes; done
  [ "$left" ] && { sleep 0.3 || sleep 1; }
done
[ $# -eq 0 ] || rm -rf -- "$@"
`

const groups = new Set<number>()
const folders = new Set<string>()
let guard: ChildProcess | undefined
let isExitWatched = false
let sweeper: NodeJS.Timeout | undefined

/** Lists a group that must end with this process. To be called right after its first process was started. */
export function guardGroup(id: number): void {
  groups.add(id)
  tell(`+ ${id}`)
}

/** Unlists a group once it is empty; one that still has background processes stays until they are gone. */
export function releaseGroup(id: number): void {
  if (!groups.has(id)) return
  if (isGroupAlive(id)) {
    // The number of an empty group may be given to a stranger, so the list must not be old.
    sweeper ??= setInterval(() => [...groups].forEach(releaseGroup), 2000).unref()
    return
  }
  groups.delete(id)
  if (groups.size > 0 || folders.size > 0) tell(`- ${id}`)
  endWhenIdle()
}

/** Names a folder that is deleted when this process ends before {@link removeFolder} was called. */
export function guardFolder(path: string): void {
  folders.add(path)
  tell(`d ${path}`)
}

/** Deletes a guarded folder. */
export function removeFolder(path: string): void {
  folders.delete(path)
  rmSync(path, { recursive: true, force: true })
  endWhenIdle()
}

function tell(line: string): void {
  if (!isExitWatched) process.once('exit', endAll)
  isExitWatched = true
  if (process.platform === 'win32') return
  guard ??= startGuard()
  guard.stdin?.write(`${line}\n`)
}

function startGuard(): ChildProcess {
  const started = spawn('sh', ['-c', SCRIPT, 'tslab-magics-guard'], {
    // A session of its own: what ends the kernel's group must not end the guard first. Nothing of the user's environment.
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a guard (no sh) the exit handler still does its part; a kernel that is killed then leaves children.
  started.on('error', () => {})
  started.stdin?.on('error', () => {})
  started.unref()
  ;(started.stdin as unknown as { unref?(): void } | null)?.unref?.()
  return started
}

function endWhenIdle(): void {
  if (groups.size > 0 || folders.size > 0) return
  clearInterval(sweeper)
  sweeper = undefined
  // SIGKILL, because its list may still hold what was just released; nothing on it is alive.
  guard?.kill('SIGKILL')
  guard = undefined
}

function endAll(): void {
  for (const id of groups) killGroup(id, 'SIGTERM')
  for (const path of folders) rmSync(path, { recursive: true, force: true })
}
