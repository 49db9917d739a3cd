// The first five minutes in a project of one's own: the packed tarball in an empty folder, as a user has it, with a .venv of
// its own that pip fills. `new`, `run` and `lab` are typed as the README types them.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from './kernel.mjs'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'own-project-')))
// A blank and a letter that is no ASCII, as in many a home folder.
const folder = join(base, 'my notebooks é')
const serverVariables = JSON.parse(readFileSync(join(root, 'scripts/server-variables.json'), 'utf8'))
const failures = []

const env = { ...process.env, CI: '1', npm_config_prefer_offline: 'true', npm_config_audit: 'false' }
for (const name of serverVariables) delete env[name]

/** Runs a command and looks at what it printed. */
function attempt(what, [command, ...args], looksRight = () => true, cwd = folder) {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  const isRight = status === 0 && looksRight({ stdout, stderr })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`project: ${what}: ${isRight ? 'ok' : 'FAILED'} (${seconds} s)`)
  if (!isRight) fail(what, `exit code ${status}\n${stdout}${stderr}`)
  return stdout
}

function fail(what, text) {
  failures.push(what)
  console.error(text)
}

/** Starts `lab` where there is no notebook, and runs the first cell of the one it makes. */
async function tryLab() {
  const started = performance.now()
  const args = ['--no-install', 'tslab-magics', 'lab', '--port', '0']
  const lab = spawn('npx', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const ended = once(lab, 'exit')
  let err = ''
  lab.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  let out = ''
  for await (const text of lab.stdout.setEncoding('utf8')) if (/token=\w+\s/.test((out += text))) break
  const [address] = /http:\S+/.exec(out) ?? []
  console.log(
    `project: lab answers: ${address ? 'ok' : 'FAILED'} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  )
  if (!address?.includes('/lab/tree/first.ipynb') || err !== 'There is no notebook here: wrote first.ipynb\n')
    fail('lab makes a first notebook', `${out}${err}`)
  const python = join(folder, '.venv', 'bin', 'python')
  const cell = [python, join(import.meta.dirname, '_run_first_cell.py'), address ?? '', 'first.ipynb']
  attempt("lab runs the notebook's first cell", cell, ({ stdout }) => stdout.includes('[practice]'))
  // Ctrl+C of a terminal reaches npx, its shell and the command.
  process.kill(-lab.pid, 'SIGINT')
  await Promise.race([ended, pause(60_000, undefined, { ref: false })])
  // What a kernel has started notices its end a moment later.
  let left = programs()
  for (let round = 0; left.length > 0 && round < 50; round++) {
    await pause(200)
    left = programs()
  }
  console.log(`project: lab ends on Ctrl+C: ${left.length === 0 ? 'ok' : 'FAILED'}`)
  if (left.length > 0) fail('lab ends on Ctrl+C', left.join('\n'))
  for (const line of left) endProgram(Number.parseInt(line))
}

/** What runs from the folder. `base` is ASCII: ps prints other letters as the locale has it. */
function programs() {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(base))
}

function endProgram(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

try {
  mkdirSync(folder)
  const packed = attempt(
    'pack',
    ['npm', 'pack', '--silent', '--pack-destination', base],
    undefined,
    root,
  ).trim()
  const tarball = join(base, packed.split('\n').at(-1))
  const magics = (...args) => ['npx', '--no-install', 'tslab-magics', ...args]

  attempt('without tslab: install', ['npm', 'install', '--no-fund', tarball])
  const { status, stderr } = spawnSync('npx', ['--no-install', 'tslab-magics', 'lab'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  if (
    status !== 1 ||
    stderr !== `error: tslab is not installed in ${folder}. Run: npm install tslab tslab-magics\n`
  )
    fail('without tslab: one line', stderr)

  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  attempt('install', ['npm', 'install', '--no-fund', tarball, `tslab@${devDependencies.tslab}`])
  attempt('first start', magics('setup'), ({ stderr }) => /\.venv is ready\.\n$/.test(stderr))
  attempt('second start', magics('setup'), ({ stdout, stderr }) => stdout + stderr === '')
  await tryLab()
  attempt('new', magics('new', 'lessons/second'))
  const runs = ({ stdout, stderr }) => stderr === '' && /Hello from bash, v\d+/.test(stdout)
  attempt('run', magics('run', 'first.ipynb', 'lessons/second.ipynb', '--save'), runs)
} finally {
  rmSync(base, { recursive: true, force: true })
}
if (failures.length > 0) {
  console.error(`project: failed: ${failures.join(', ')}`)
  process.exitCode = 1
}
