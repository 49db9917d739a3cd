// Processes of the test, each in a group of its own, and what they say in a log. All are ended by `endAll`.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const started = []

/** Starts a program; its output goes to the log, but standard output where its standard input is a pipe. */
export function run(name, [command, ...args], { env, cwd, log, stdin = 'ignore' }) {
  const child = spawn(command, args, { env, cwd, stdio: [stdin, 'pipe', 'pipe'], detached: true })
  child.text = ''
  const keep = (text) => writeFileSync(log, (child.text += text))
  child.stderr.setEncoding('utf8').on('data', keep)
  if (stdin === 'ignore') child.stdout.setEncoding('utf8').on('data', keep)
  child.once('exit', (code) => (child.ended = code ?? -1))
  child.title = name
  started.push(child)
  return child
}

/** Waits until a program has said something. */
export async function said(child, words) {
  for (let round = 0; round < 600 && !child.text.includes(words); round++) {
    if (child.ended !== undefined) break
    await pause(100)
  }
  if (!child.text.includes(words))
    throw new Error(`${child.title} does not start: ${child.text.slice(-2000)}`)
}

/** Ends all that was started, the last one first: the hub ends its proxy, its services and the users' servers. `folder` is that of the test. */
export async function endAll(folder) {
  for (const child of started.reverse()) await end(child)
  if (!existsSync('/proc/self/environ')) return
  // Kernels have sessions of their own: what a failure left of them is known by its home.
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    if (environOf(pid).some((line) => line.startsWith(`HOME=${folder}/home/`))) kill(Number(pid))
}

/** Variables of a process; none of one that has ended, or belongs to somebody else. */
function environOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}

async function end(child) {
  if (child.ended === undefined) child.kill('SIGTERM')
  for (let round = 0; round < 300 && child.ended === undefined; round++) await pause(100)
  kill(-child.pid)
}

/** Ports on which nothing listens now. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(
    servers.map((server) => server.listening || new Promise((done) => server.once('listening', done))),
  )
  const ports = servers.map((server) => String(server.address().port))
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}
