/**
 * What `practice()` does with recordings: which one is meant, and whether it is made or replayed.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { findServer } from '../env/server-pair'
import { UsageError } from '../errors'
import { isOff, placedFile, startFromEnvironment } from '../recording/start/from-environment'
import { currentSession, startSession, type RecordingSession } from '../recording/start/session'
import type { PracticeWorld } from './running'

/** Settings of `practice()` that are about recordings. */
export interface RecordingChoice {
  /**
   * Records what the server answers from now on: `true` into the file beside the notebook, `NOTEBOOK.recording.json`, or into
   * the file of that path. The file is written when a cell ends, and never with a secret in it.
   *
   * @defaultValue nothing is recorded
   */
  readonly record?: boolean | string
  /**
   * Has recorded answers take the place of the server: `true` those beside the notebook, or those in the file of that path;
   * `false` for none. A request that was not recorded fails its cell.
   *
   * @defaultValue those beside the notebook, where there are some and the environment names no server
   */
  readonly recording?: boolean | string
  /** Pace of recorded answers: their times are multiplied by it, so 0 is at once. @defaultValue 1 */
  readonly pace?: number
}

/**
 * Checks what a caller wrote.
 * @throws UsageError When it cannot be meant.
 */
export function checkRecording({ record, recording, pace }: RecordingChoice): void {
  for (const [name, value] of Object.entries({ record, recording }))
    if (value !== undefined && typeof value !== 'boolean' && (typeof value !== 'string' || value === ''))
      throw new UsageError(`practice: ${name} must be true, or the path of a recording.`)
  if (record && recording) throw new UsageError('practice: record and recording cannot both be set.')
  if (pace !== undefined && !(pace >= 0))
    throw new UsageError('practice: pace must be a number, 0 or more: what times are multiplied by.')
}

/**
 * Starts to record or to replay if that is asked for, and has not been started yet.
 *
 * @param choice - What the caller asks for.
 * @param world - The environment, which has the last word: `TSLAB_MAGICS_RECORDING`.
 * @returns What is recorded or replayed.
 * @throws UsageError when no file is named, or another one is in use; RecordingError when it cannot be read.
 */
export function openRecording(choice: RecordingChoice, world: PracticeWorld): RecordingSession | undefined {
  const { env, programs } = world
  const told = startFromEnvironment(env, programs)
  if (told !== undefined || isOff(env)) return told
  const { record, recording, pace = 1 } = choice
  const running = currentSession()
  if (!record && !recording) {
    if (running !== undefined || recording === false || findServer(env)?.kind === 'named') return running
    const placed = placedFile(env)
    if (placed === undefined || !existsSync(placed)) return undefined
    return startSession({ mode: 'replay', file: placed, pace, isInteractive: true, env, programs })
  }
  const mode = record ? 'record' : 'replay'
  const file = fileOf(record || recording, mode, env)
  if (running === undefined) return startSession({ mode, file, pace, isInteractive: true, env, programs })
  if (running.mode === mode && running.file === file) return running
  throw new UsageError(
    `practice: this kernel ${running.mode === 'record' ? 'records into' : 'replays'} ${running.file}. Restart it for another recording.`,
  )
}

function fileOf(path: boolean | string | undefined, mode: string, env: PracticeWorld['env']): string {
  const file = typeof path === 'string' ? resolve(path) : placedFile(env)
  if (file !== undefined) return file
  const option = mode === 'record' ? 'record' : 'recording'
  throw new UsageError(
    `practice: the name of this notebook is not known here. Write the path: practice({ ${option}: 'NOTEBOOK.recording.json' }).`,
  )
}
