// A class at work: many students stream at once at a readable pace through the class server, from the practice endpoint. Each
// is a process of its own. For comparison the same students ask the practice endpoint directly.
import { fork, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const dist = resolve(import.meta.dirname, '..', '..', 'dist')
const SIZES = [200, 500]
const ROUNDS = 3
const TOKEN = 'practice-token-of-this-bench'

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-class-'))
  const names = Array.from({ length: Math.max(...SIZES) }, (_, at) => `student${at + 1}`)
  const tokenOf = (name) => `class-token-of-${name}`
  writeFileSync(join(folder, 'class.tokens'), names.map((name) => `${name} ${tokenOf(name)}\n`).join(''), {
    mode: 0o600,
  })
  const figures = {}
  const students = fork(join(import.meta.dirname, '_class_students.mjs'))
  const practice = await startPractice()
  const server = await startClass(folder, practice.origin)
  try {
    const direct = { url: `${practice.origin}/v1/chat/completions`, token: TOKEN }
    // What one alone waits for: the pace. The first ones warm everything up.
    const alone = []
    for (let at = 0; at < 6; at++) alone.push((await askAll(students, [direct]))[0].firstMs)
    const paceMs = median(alone.slice(1))
    console.log(`one student, without the class server: first piece after ${paceMs.toFixed(0)} ms (the pace)`)
    for (const size of SIZES)
      for (const way of ['practice alone', 'class']) {
        const rounds = []
        for (let round = 0; round < ROUNDS; round++) {
          const cpuBefore = [cpuMs(server.pid), cpuMs(practice.pid)]
          const asked = names
            .slice(0, size)
            .map((name) =>
              way === 'class' ? { url: `${server.base}/v1/chat/completions`, token: tokenOf(name) } : direct,
            )
          const answers = await askAll(students, asked)
          const broken = answers.filter(({ isWhole }) => !isWhole)
          if (broken.length > 0) console.log(`  ${broken.length} not whole: ${broken[0].status}`)
          rounds.push({
            aboveMs:
              percentile(
                answers.map(({ firstMs = Infinity }) => firstMs),
                0.95,
              ) - paceMs,
            whole: size - broken.length,
            cpu: [cpuMs(server.pid) - cpuBefore[0], cpuMs(practice.pid) - cpuBefore[1]],
          })
        }
        const aboveMs = median(rounds.map(({ aboveMs }) => aboveMs))
        const whole = Math.min(...rounds.map(({ whole }) => whole))
        const worst = Math.max(...rounds.map(({ aboveMs }) => aboveMs))
        const cpu = [0, 1].map((at) => median(rounds.map((round) => round.cpu[at])).toFixed(0))
        const peakMB = memoryMB(server.pid)
        console.log(
          `${String(size).padStart(4)} at once, ${way.padEnd(14)}: ${whole} whole, first piece p95 ${aboveMs.toFixed(0)} ms above the pace ` +
            `(worst of ${ROUNDS}: ${worst.toFixed(0)}), cpu of a round: class ${cpu[0]} ms, practice ${cpu[1]} ms` +
            (way === 'class' ? `, memory of the class server so far ${peakMB.toFixed(0)} MB` : ''),
        )
        figures[`${way}, ${size}: first p95 above the pace (ms)`] = Math.max(0, aboveMs)
        if (way === 'class') {
          figures[`${size}: whole`] = whole
          figures[`${size}: memory (MB)`] = peakMB
          figures[`${size}: cpu (ms)`] = Number(cpu[0])
        }
      }
  } finally {
    students.disconnect()
    server.stop()
    practice.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return figures
}

function askAll(students, asked) {
  return new Promise((resolve) => {
    students.once('message', resolve)
    students.send(asked)
  })
}

function startPractice() {
  const child = fork(join(dist, 'practice-server.js'), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return new Promise((resolve) => {
    child.once('message', ({ origin }) => resolve({ origin, pid: child.pid, stop: () => child.disconnect() }))
    child.send({ access: { token: TOKEN, workspaceId: 'bench' }, fault: 'none' })
  })
}

/** The command, as a teacher starts it. */
function startClass(folder, origin) {
  const limits = ['--requests-per-minute', 'none', '--tokens-per-day', 'none', '--streams-at-once', '10']
  const child = spawn(
    process.execPath,
    [join(dist, 'cli.js'), 'practice', '--tokens', 'class.tokens', ...limits],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, BASE_URL: origin, ACCESS_TOKEN: TOKEN },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  return new Promise((resolve) => {
    child.stdout.once('data', (bytes) => {
      const base = /^export BASE_URL=(\S+)$/m.exec(String(bytes))?.[1]
      resolve({ base, pid: child.pid, stop: () => child.kill() })
    })
  })
}

/** What a process has used of the processors; 0 where the system does not tell. */
function cpuMs(pid) {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** The most memory that a process had. */
function memoryMB(pid) {
  const file = `/proc/${pid}/status`
  return existsSync(file) ? Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0) / 1024 : 0
}

function percentile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]
}

function median(values) {
  return percentile(values, 0.5)
}
