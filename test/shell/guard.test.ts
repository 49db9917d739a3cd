import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildSync } from 'esbuild'

// The guard is about the end of the process that uses it, so each case runs in a process of its own.
const folder = mkdtempSync(join(tmpdir(), 'tslab-magics-test-'))
const bundle = join(folder, 'shell.cjs')

beforeAll(() => {
  const contents = `export * from './run-process'; export * from './guard'`
  const stdin = { contents, resolveDir: resolve(__dirname, '../../src/shell') }
  buildSync({ stdin, bundle: true, platform: 'node', format: 'cjs', outfile: bundle })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const running = (pid: number): boolean => {
  const state = execFileSync('ps', ['-A', '-o', 'pid=,stat='], { encoding: 'utf8' })
  return state.split('\n').some((line) => new RegExp(`^\\s*${pid}\\s+[^Z]`).test(line))
}
const childrenOf = (pid: number): number => {
  const parents = execFileSync('ps', ['-A', '-o', 'ppid=,stat='], { encoding: 'utf8' })
  return parents.split('\n').filter((line) => new RegExp(`^\\s*${pid}\\s+[^Z]`).test(line)).length
}
const until = async (what: () => boolean) => {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Starts a process that runs `script` with our library and gives the text it printed when `ready` has come. */
async function startUser(script: string) {
  const user = spawn(
    process.execPath,
    ['-e', `const shell = require(${JSON.stringify(bundle)}); ${script}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let text = ''
  user.stdout.on('data', (data) => (text += data))
  await until(() => text.includes('ready'))
  return { user, pids: [...text.matchAll(/pid (\d+)/g)].map((match) => Number(match[1])) }
}

const SLEEPERS = `shell.runProcess({ command: 'sh', args: ['-c', \`
  sh -c 'trap "" TERM HUP; echo pid $$; while :; do sleep 1; done' &
  sleep 60 & echo pid $!; sleep 0.2; echo ready; wait\`], onStdout: (text) => process.stdout.write(text) })`

describe('the children of a process', () => {
  test.each<[string, NodeJS.Signals]>([
    ['is killed', 'SIGKILL'],
    ['is terminated', 'SIGTERM'],
  ])('end when it %s', async (_name, signal) => {
    const { user, pids } = await startUser(SLEEPERS)
    expect(pids.map(running)).toEqual([true, true])
    user.kill(signal)
    await until(() => !pids.some(running))
  })

  test('end when it exits', async () => {
    const { pids } = await startUser(`${SLEEPERS}; setTimeout(() => process.exit(), 1000)`)
    await until(() => !pids.some(running))
  })

  test('end when its whole group is killed', async () => {
    const user = spawn(
      process.execPath,
      ['-e', `const shell = require(${JSON.stringify(bundle)}); ${SLEEPERS}`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      },
    )
    let text = ''
    user.stdout.on('data', (data) => (text += data))
    await until(() => text.includes('ready'))
    process.kill(-(user.pid as number), 'SIGKILL')
    const pids = [...text.matchAll(/pid (\d+)/g)].map((match) => Number(match[1]))
    await until(() => !pids.some(running))
  })

  test('end with it when they stayed in the background of a finished command', async () => {
    const { user, pids } = await startUser(`shell.runProcess({ command: 'sh',
      args: ['-c', 'sleep 60 >/dev/null 2>&1 & echo pid $!'], onStdout: (text) => process.stdout.write(text),
    }).then(() => { console.log('ready'); setTimeout(() => {}, 60000) })`)
    expect(pids.map(running)).toEqual([true])
    user.kill('SIGKILL')
    await until(() => !pids.some(running))
  })
})

describe('the guard', () => {
  test('is gone when nothing is left to guard', async () => {
    const { user } = await startUser(
      `shell.runProcess({ command: 'true' }).then(() => { console.log('ready'); setTimeout(() => {}, 60000) })`,
    )
    await until(() => childrenOf(user.pid as number) === 0)
    user.kill('SIGKILL')
  })

  test('keeps no process alive', async () => {
    const { user } = await startUser(`shell.runProcess({ command: 'sh',
      args: ['-c', 'sleep 60 >/dev/null 2>&1 &'] }).then(() => console.log('ready'))`)
    await until(() => user.exitCode !== null)
    expect(user.exitCode).toBe(0)
  })

  test('deletes a folder of a killed process, and nothing else', async () => {
    const [doomed, kept] = [mkdtempSync(join(folder, 'a b-')), mkdtempSync(join(folder, 'kept-'))]
    writeFileSync(join(doomed, 'file'), 'x')
    const { user } = await startUser(
      `shell.guardFolder(${JSON.stringify(doomed)}); console.log('ready'); setTimeout(() => {}, 60000)`,
    )
    user.kill('SIGKILL')
    await until(() => !existsSync(doomed))
    expect(existsSync(kept)).toBe(true)
  })

  test('spares a group that was unlisted while others run', async () => {
    // The number of an ended group may belong to a stranger by now: here a group that only seems to have ended.
    const stranger = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' })
    const { user, pids } = await startUser(`${SLEEPERS}
      const group = ${stranger.pid}
      shell.guardGroup(group)
      process.kill = () => { throw Object.assign(new Error(), { code: 'ESRCH' }) }
      shell.releaseGroup(group)`)
    user.kill('SIGKILL')
    await until(() => !pids.some(running))
    expect(running(stranger.pid as number)).toBe(true)
    stranger.kill()
  })
})
