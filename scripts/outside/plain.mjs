// A stand-in for a kernel that has no tslab in it (plain-child.cjs), with the same `run` and `close`.
import { fork } from 'node:child_process'
import { dirname, join } from 'node:path'

/** @param {{ cwd: string, node: string, env: Record<string, string>, typescript: string }} options */
export function startPlain({ cwd, node, env, typescript }) {
  const child = fork(join(import.meta.dirname, 'plain-child.cjs'), [], {
    cwd,
    execArgv: ['--no-warnings'],
    execPath: node,
    env: {
      HOME: process.env['HOME'],
      PATH: `${dirname(node)}:${process.env['PATH']}`,
      ...env,
      OUTSIDE_TYPESCRIPT: typescript,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return {
    run(code, timeoutSeconds = 60) {
      const started = performance.now()
      return new Promise((done) => {
        const end = (record) => {
          clearTimeout(timer)
          child.removeAllListeners()
          done({ ...record, seconds: (performance.now() - started) / 1000 })
        }
        const lost = () => end({ finished: false, outputs: [], reply: null })
        const timer = setTimeout(lost, 1000 * timeoutSeconds)
        child.once('message', end)
        child.once('exit', lost)
        child.send({ code })
      })
    },
    ask: async () => ({}),
    inspect: async () => undefined,
    complete: async () => undefined,
    close: async () => void child.kill('SIGKILL'),
  }
}
