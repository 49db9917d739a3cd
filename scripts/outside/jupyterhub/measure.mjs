// Memory and time of all processes of a student, from /proc: what a server and a kernel of Jupyter need. Only Linux has it.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { check } from './check.mjs'

/** Clock ticks in a second: 100 on every Linux that Node runs on. */
const TICKS = 100

/**
 * What the processes of a user's server hold and have used.
 * @param {string} user Name in the hub.
 * @returns {{ server: Use, kernel: Use, others: Use }} In bytes and seconds. `pss` counts what processes share once over all of them.
 */
function useOf(user) {
  const sums = { server: use(), kernel: use(), others: use() }
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const [environ, command, stat, memory] = ['environ', 'cmdline', 'stat', 'smaps_rollup'].map((name) =>
      read(pid, name),
    )
    if (!environ.split('\0').includes(`JUPYTERHUB_USER=${user}`)) continue
    const kind = command.includes('kernel-entry.js')
      ? 'kernel'
      : command.includes('singleuser')
        ? 'server'
        : 'others'
    const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(memory)?.[1] ?? 0)
    sums[kind].rss += kilobytes('Rss') * 1024
    sums[kind].pss += kilobytes('Pss') * 1024
    // After the name, which may hold blanks: utime and stime are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    sums[kind].cpu += (Number(fields[11]) + Number(fields[12])) / TICKS
  }
  return sums
}

/** @typedef {{ rss: number, pss: number, cpu: number }} Use */
const use = () => ({ rss: 0, pss: 0, cpu: 0 })

/** Empty for a process that has ended meanwhile, and for one of somebody else. */
function read(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}

/** What servers and kernels hold and use: idle, and while an answer streams. */
export async function measure(students, round) {
  if (process.platform !== 'linux') return
  const seconds = 30
  await pause(5_000)
  const idle = students.map(useOf)
  await pause(seconds * 1_000)
  const later = students.map(useOf)
  const begun = performance.now()
  const streaming = round([
    'const { chat: stream } = await import("tslab-magics")\nfor (let count = 0; count < 5; count++) await stream({ model: "deci-coder-6b", messages: "def factorial(x: int) -> int:", stream: true, max_tokens: 100 })',
  ])
  let peak = idle.map((use, at) => larger(use, later[at]))
  const timer = setInterval(() => (peak = students.map((name, at) => larger(peak[at], useOf(name)))), 500)
  const done = await streaming
  clearInterval(timer)
  const streamed = (performance.now() - begun) / 1000
  const after = students.map(useOf)
  check('all streams are whole', Object.values(done).every(({ cells }) => cells.every(({ status }) => status === 'ok'))) // prettier-ignore
  const of = (uses, kind, what) => mean(uses.map((one) => one[kind][what]))
  const table = {}
  for (const kind of ['server', 'kernel'])
    table[kind] = {
      'idle rss MB': of(later, kind, 'rss') / 1e6,
      'idle pss MB': of(later, kind, 'pss') / 1e6,
      'most rss MB': Math.max(...peak.map((one) => one[kind].rss)) / 1e6,
      'idle cpu %': (100 * (of(later, kind, 'cpu') - of(idle, kind, 'cpu'))) / seconds,
      'streaming cpu %': (100 * (of(after, kind, 'cpu') - of(later, kind, 'cpu'))) / streamed,
    }
  for (const row of Object.values(table)) for (const name of Object.keys(row)) row[name] = Math.round(row[name] * 10) / 10 // prettier-ignore
  console.table(table)
  console.log(JSON.stringify({ students: students.length, ...table }))
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
function larger(a, b) {
  const most = (kind) => ({ rss: Math.max(a[kind].rss, b[kind].rss), pss: Math.max(a[kind].pss, b[kind].pss), cpu: b[kind].cpu }) // prettier-ignore
  return { server: most('server'), kernel: most('kernel'), others: most('others') }
}
