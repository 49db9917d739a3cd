/**
 * What the environment says of recordings:
 *
 * - `TSLAB_MAGICS_RECORDING`: `record`, `replay` or `off`.
 * - `TSLAB_MAGICS_RECORDING_FILE`: path of the recording; without it the one beside the notebook.
 * - `TSLAB_MAGICS_RECORDING_PACE`: times of replay are multiplied by it, 0 by default.
 * - `TSLAB_MAGICS_RECORDING_REPORT`: where replay notes what nobody has asked for; set by `tslab-magics run`.
 */
import { resolve } from 'node:path'
import { UsageError } from '../../errors'
import type { RecordingPrograms } from '../process/recording-child'
import { currentSession, startSession, type Env, type RecordingSession } from './session'

const MODE = 'TSLAB_MAGICS_RECORDING'
const FILE = `${MODE}_FILE`
const PACE = `${MODE}_PACE`
const REPORT = `${MODE}_REPORT`

/** Name of the recording of a notebook. */
export function recordingOf(notebook: string): string {
  return `${notebook.replace(/\.ipynb$/i, '')}.recording.json`
}

/**
 * The path of this notebook's recording, as far as a kernel can know it: what the variable says, else beside the notebook
 * that the Jupyter server names.
 *
 * @param env - Variables.
 * @returns `undefined` when nobody says.
 */
export function placedFile(env: Readonly<Env>): string | undefined {
  if (env[FILE]) return resolve(env[FILE])
  // The kernel's folder is the notebook's, and the name may hold a path from elsewhere.
  const notebook = env.JPY_SESSION_NAME?.split(/[\\/]/).at(-1)
  return notebook?.endsWith('.ipynb') === true ? resolve(recordingOf(notebook)) : undefined
}

/** Whether the environment forbids to record and to replay. */
export function isOff(env: Readonly<Env>): boolean {
  return env[MODE] === 'off'
}

/**
 * Starts what the environment asks for, once.
 *
 * @param env - Variables.
 * @param programs - Where the programs are; in dist/ by default.
 * @returns What is recorded or replayed; `undefined` when the environment does not ask for it.
 * @throws UsageError when it asks for what there is not; RecordingError when the recording cannot be read.
 */
export function startFromEnvironment(
  env: Env = process.env,
  programs?: RecordingPrograms,
): RecordingSession | undefined {
  const mode = env[MODE]
  if (!mode || mode === 'off') return undefined
  if (currentSession() !== undefined) return currentSession()
  if (mode !== 'record' && mode !== 'replay')
    throw new UsageError(`${MODE} is "${mode}": set it to record, replay or off.`)
  const file = placedFile(env)
  if (file === undefined)
    throw new UsageError(`${MODE} is set, but not which recording: set ${FILE} to its path as well.`)
  const pace = Number(env[PACE] || 0)
  if (!(pace >= 0)) throw new UsageError(`${PACE} must be a number, 0 or more.`)
  // The key of OpenAI alone names a server too.
  if (mode === 'record' && env.OPENAI_API_KEY && !env.OPENAI_BASE_URL && !env.BASE_URL)
    env.OPENAI_BASE_URL = 'https://api.openai.com/v1'
  const session = startSession({ mode, file, pace, isInteractive: false, report: env[REPORT], env, programs })
  session.apply(env)
  return session
}
