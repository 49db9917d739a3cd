/**
 * `tslab-magics practice`: the practice endpoint by itself, for terminals, scripts and other notebooks.
 */
import { randomBytes } from 'node:crypto'
import { checkFault } from '../practice/faults'
import type { ExtraModels } from '../practice/models'
import { startPracticeServer } from '../practice/server/server'
import { CliError } from './errors'
import type { CliIo } from './io'

/** Settings of {@link practiceCommand}. */
export interface PracticeCommandOptions {
  readonly port?: number
  /** Name of the fault that every request meets. */
  readonly fault?: string
  /** Seconds until the token expires. */
  readonly expires?: string
  /** Names of models to answer beside the endpoint's own, separated by commas; `any` for every name. */
  readonly models?: string
}

/**
 * Serves until it is stopped and prints the variables to set. The token is a throwaway for this run.
 *
 * @param options - `port`, `fault`, `expires`, `models`.
 * @param io - World of the command. `ACCESS_TOKEN` and `WORKSPACE_ID` in its environment are accepted instead of new ones.
 * @param untilStopped - Waits for the end; for Ctrl+C by default.
 * @returns 0
 * @throws MagicsError `port` when the port is taken; `usage` when there is no such fault.
 */
export async function practiceCommand(
  options: PracticeCommandOptions,
  io: CliIo,
  untilStopped: () => Promise<unknown> = waitForStop,
): Promise<number> {
  const expires = readSeconds(options.expires)
  const token = io.env.ACCESS_TOKEN || `practice-${randomBytes(18).toString('base64url')}`
  const workspaceId = io.env.WORKSPACE_ID || 'practice'
  const server = await startPracticeServer({
    access: { token, workspaceId, ...(expires !== undefined && { expiresAt: Date.now() + expires * 1_000 }) },
    fault: checkFault(options.fault ?? 'none'),
    models: readModels(options.models),
    port: options.port ?? 0,
  })
  // A token of the user's own is not repeated: they have it.
  const shownToken = io.env.ACCESS_TOKEN ? '' : `export ACCESS_TOKEN=${token}\n`
  io.err('Practice endpoint: answers are canned, no model is asked. Stop it with Ctrl+C.\n')
  io.out(`export BASE_URL=${server.origin}\n${shownToken}export WORKSPACE_ID=${workspaceId}\n`)
  await untilStopped()
  await server.close()
  return 0
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+(\.\d+)?$/.test(text)) throw new CliError(`--expires takes a number of seconds, not "${text}".`)
  return Number(text)
}

function readModels(text = ''): ExtraModels {
  const names = text.split(',').map((name) => name.trim())
  return names.includes('any') ? 'any' : names.filter((name) => name !== '')
}

function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
