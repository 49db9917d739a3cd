/**
 * `tslab-magics record`: the recording proxy by itself, for terminals, scripts and notebooks that run elsewhere.
 */
import { resolve } from 'node:path'
import { findServer, parseAddress } from '../../env/server-pair'
import { keepFile } from '../../recording/keep'
import { createRecorder } from '../../recording/recorder'
import { registerEnvironment } from '../../secrets/registry'
import { MagicsError } from '../../errors'
import { CliError } from '../errors'
import type { CliIo } from '../io'

/** Settings of {@link recordCommand}. */
export interface RecordOptions {
  /** Address of the server; the one that the environment names by default. */
  readonly server?: string
  readonly port?: number
}

/** How long nothing more has come before the file is written. */
const QUIET_MS = 300

/**
 * Records until it is stopped and prints the variable to set. The file is written while it records, and at the end.
 *
 * @param options - `file`, the path of the recording; `server`, `port`.
 * @param io - World of the command.
 * @param untilStopped - Waits for the end; for Ctrl+C by default.
 * @returns 0; 1 when something that went by is not in the file, for it holds a secret or is too large.
 * @throws CliError When no server is named; RecordingError when the file is there and no recording.
 */
export async function recordCommand(
  options: RecordOptions & { readonly file: string },
  io: CliIo,
  untilStopped: () => Promise<unknown> = waitForStop,
): Promise<number> {
  const found = findServer(io.env)
  const address = options.server ?? found?.baseURL
  if (address === undefined)
    throw new CliError('No server is named: pass --server URL, or set BASE_URL or OPENAI_BASE_URL.')
  const name = options.server === undefined ? (found?.urlName ?? 'BASE_URL') : 'BASE_URL'
  const server = parseAddress(address, options.server === undefined ? name : '--server')
  registerEnvironment(io.env)
  let failed = false
  let hasLost = false
  let timer: NodeJS.Timeout | undefined
  const write = () => {
    clearTimeout(timer)
    for (const problem of recorder.takeProblems()) {
      hasLost = true
      io.err(`${problem}\n`)
    }
    try {
      failed = !file.write()
    } catch (error) {
      if (!MagicsError.is(error)) throw error
      failed = true
      io.err(`${error.message}\n`)
    }
  }
  const recorder = createRecorder({
    onExchange() {
      clearTimeout(timer)
      timer = setTimeout(write, QUIET_MS)
    },
  })
  const file = keepFile(resolve(io.cwd, options.file), recorder)
  const origin = await recorder.front(name, server, options.port ?? 0)
  io.err(`Recording into ${options.file}. Stop it with Ctrl+C.\n`)
  io.out(`export ${name}=${origin}${server.pathname === '/' ? '' : server.pathname}\n`)
  await untilStopped()
  await recorder.settle()
  write()
  await recorder.close()
  return failed || hasLost ? 1 : 0
}

function waitForStop(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })
}
