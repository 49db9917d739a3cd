/**
 * The process of a server that is not ours: started, waited for, ended by its own id. Its standard input is a pipe from
 * here, and the scripts that start servers end with it: however a test run ends, no server outlives it.
 */
import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** Longest wait for a server. LiteLLM's imports alone take a quarter of a minute on a quiet machine. */
const MAX_START_MS = 150_000

/** A server that runs. */
export interface ServerProcess {
  /** Its standard output so far. */
  out(): string
  /** Kills it at once, as a crash would. */
  kill(): Promise<void>
}

/**
 * Starts a server.
 *
 * @param command - Program and arguments.
 * @param isReady - Whether it can be used, told by its standard output; asked again and again.
 * @returns The process, when it is ready.
 */
export async function startServerProcess(
  command: readonly [string, ...string[]],
  isReady: (out: string) => boolean | Promise<boolean>,
): Promise<ServerProcess> {
  const [program, ...args] = command
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let out = ''
  let log = ''
  let hasEnded = false
  const ended = new Promise<void>((done) => {
    child.once('error', (error) => {
      log += error.message
      done()
    })
    child.once('close', () => done())
  }).then(() => void (hasEnded = true))
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (log += text))
  const server: ServerProcess = {
    out: () => out,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
  const end = performance.now() + MAX_START_MS
  while (!(await isReady(out))) {
    if (hasEnded) throw new Error(`the server ended before it was ready: ${(out + log).slice(-2000)}`)
    if (performance.now() > end) {
      await server.kill()
      throw new Error(`the server was not ready in time: ${(out + log).slice(-2000)}`)
    }
    await sleep(20)
  }
  return server
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
