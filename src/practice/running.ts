/**
 * The one practice endpoint of this process: started once, changed in place, started again when it has died.
 */
import { randomBytes } from 'node:crypto'
import { startPracticeChild, type PracticeChild } from './child'
import type { Fault } from './faults'
import type { ExtraModels } from './models'
import type { Env } from './assign-env'
import type { RecordingPrograms } from '../recording/process/recording-child'
import type { PracticeSettings } from './server/server'
import { processWide } from '../base/process-wide'

/** What a call asks the endpoint to be. */
export interface RunningOptions {
  readonly fault?: Fault
  readonly expiresInMs?: number
  readonly models?: ExtraModels
  readonly port?: number
}

/** What the process around the endpoint gives; tests give their own. */
export interface PracticeWorld {
  readonly env: Env
  /** Program of the endpoint's process. */
  readonly entry?: string
  /** Where the programs of recordings are. */
  readonly programs?: RecordingPrograms
  /** The clock that tokens expire by; the endpoint's process has its own. */
  readonly now?: () => number
}

/** The endpoint and what it serves now. */
export interface Running extends PracticeSettings {
  readonly child: PracticeChild
}

// On the global object, so that a re-run import or a second copy of the library finds the endpoint that runs.
const shared = processWide<Promise<Running | undefined>>('practice')

/** The endpoint as last seen, which may have died meanwhile. */
export function lastRunning(): Promise<Running | undefined> {
  return shared.value ?? Promise.resolve(undefined)
}

/**
 * Makes sure that the endpoint runs and serves what is asked. Calls take turns.
 *
 * @param options - What to change; the rest stays as it is.
 * @param world - Environment whose token and workspace the endpoint accepts.
 */
export function ensureRunning(options: RunningOptions, world: PracticeWorld): Promise<Running> {
  const before = lastRunning()
  const next = before.then((last) => open(options, world, last))
  shared.value = next.catch(() => before)
  return next
}

/** Ends the endpoint and forgets it. For tests: in a notebook it ends with the kernel. */
export async function stopRunning(): Promise<void> {
  const running = await lastRunning()
  running?.child.stop()
  shared.value = undefined
}

async function open(
  options: RunningOptions,
  world: PracticeWorld,
  last: Running | undefined,
): Promise<Running> {
  const settings = nextSettings(options, world, last)
  if (last?.child.isAlive())
    try {
      await last.child.apply(settings)
      return { ...settings, child: last.child }
    } catch {
      // Killed a moment ago, and the news of its end has not come yet: a new one takes its place.
      last.child.stop()
    }
  const child = await startPracticeChild({ ...settings, port: options.port ?? 0 }, world.entry)
  return { ...settings, child }
}

/** The token of the environment is accepted, whoever set it; only an expired one of ours gives way to a new one. */
function nextSettings(
  options: RunningOptions,
  world: PracticeWorld,
  last: Running | undefined,
): PracticeSettings {
  const now = (world.now ?? Date.now)()
  const old = last?.access
  const isExpired = old?.expiresAt !== undefined && now >= old.expiresAt
  const held = world.env.ACCESS_TOKEN || old?.token
  const token =
    held && !(isExpired && held === old.token) ? held : `practice-${randomBytes(18).toString('base64url')}`
  const kept = token === old?.token ? old.expiresAt : undefined
  const expiresAt = options.expiresInMs === undefined ? kept : now + options.expiresInMs
  return {
    access: {
      token,
      workspaceId: world.env.WORKSPACE_ID || (old?.workspaceId ?? 'practice'),
      ...(expiresAt !== undefined && { expiresAt }),
    },
    fault: options.fault ?? last?.fault ?? 'none',
    models: options.models ?? last?.models ?? [],
  }
}
