/**
 * The practice endpoint seen from its parent: starts the process, tells it what to serve, notices its end.
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { MagicsError } from '../errors'
import type { PracticeServerOptions } from './server/server'

/** Answer of the process to each message. */
export type PracticeReply = { readonly origin: string } | { readonly code: string; readonly message: string }

/** A practice endpoint in its own process. */
export interface PracticeChild {
  /** Where it listens. */
  readonly origin: string
  /** Process id. */
  readonly pid: number
  /** Whether it still runs. */
  isAlive(): boolean
  /** Changes what is served from now on. */
  apply(options: PracticeServerOptions): Promise<void>
  /** Ends it. */
  stop(): void
}

/** The program in dist/; all bundles lie side by side. */
const ENTRY = join(__dirname, 'practice-server.js')

/**
 * Starts the process and waits until it listens.
 *
 * @param options - What to serve. The token goes through the channel, never through arguments or environment.
 * @param entry - Program to run.
 * @throws MagicsError `practice` when it ends before it listens, `port` when the port is taken.
 */
export async function startPracticeChild(
  options: PracticeServerOptions,
  entry: string = ENTRY,
): Promise<PracticeChild> {
  // Detached: signals to the kernel's process group, such as Stop, are not for it. An empty environment holds no secrets.
  const env = process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot } : {}
  const child = fork(entry, [], {
    detached: true,
    execArgv: [],
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let isAlive = true
  child.once('exit', () => void (isAlive = false))

  const ask = (message: PracticeServerOptions) =>
    new Promise<string>((resolve, reject) => {
      const fail = (cause?: Error) =>
        settle(() =>
          reject(
            new MagicsError('practice', 'The practice endpoint ended. Run practice() again.', { cause }),
          ),
        )
      const ended = () => fail()
      const answered = (reply: PracticeReply) =>
        settle(() => {
          if ('origin' in reply) resolve(reply.origin)
          else reject(new MagicsError(reply.code, reply.message))
        })
      const settle = (act: () => void) => {
        child.off('message', answered).off('exit', ended).off('error', fail)
        // From here on the process alone does not keep its parent alive.
        child.channel?.unref()
        child.unref()
        act()
      }
      child.channel?.ref()
      child.ref()
      child.on('message', answered).once('exit', ended).once('error', fail)
      child.send(message, (error) => {
        if (error) fail(error)
      })
    })

  const stop = () => void child.kill('SIGTERM')
  const origin = await ask(options).catch((error: unknown) => {
    stop()
    throw error
  })
  return {
    origin,
    pid: child.pid ?? 0,
    isAlive: () => isAlive && child.connected,
    apply: async (next) => void (await ask(next)),
    stop,
  }
}
