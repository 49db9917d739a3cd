/**
 * The file of a recording on disk: read whole, written in one step, and never with a secret in it.
 */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { makeFolders } from '../../base/make-folders'
import { systemMessage } from '../../base/system-message'
import { codeOf } from '../../base/unknown'
import type { KnownValues } from '../../secrets/find-secrets'
import { RecordingError } from '../errors'
import type { Recording } from './format'
import { printRecording } from './print-recording'
import { readRecording } from './read-recording'
import { scanRecording, type FoundSecret } from './scan'

/**
 * Reads the file of a recording.
 *
 * @param file - Its path.
 * @throws RecordingError `recording-file` when it is missing, cannot be read or is no recording.
 */
export function loadRecording(file: string): Recording {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const advice = codeOf(error) === 'ENOENT' ? ' Make it with: npx tslab-magics run --record NOTEBOOK' : ''
    throw new RecordingError(
      'recording-file',
      `The recording ${file} cannot be read: ${systemMessage(error)}.${advice}`,
      { cause: error },
    )
  }
  return readRecording(text, basename(file))
}

/**
 * Writes a recording, unless there is a secret in it: then nothing is written, and the file on disk stays as it is.
 *
 * @param file - Its path. A process that dies meanwhile leaves the file that was there.
 * @param content - What to write, and the secrets to look for beside the registered ones.
 * @returns What was found; empty when the file was written.
 * @throws RecordingError `recording-file` when it cannot be written.
 */
export function saveRecording(
  file: string,
  { recording, values }: { readonly recording: Recording; readonly values: KnownValues },
): FoundSecret[] {
  const found = scanRecording(recording, values)
  if (found.length > 0) return found
  const draft = draftName(file, process.pid)
  try {
    makeFolders(dirname(file))
    removeDrafts(file)
    // In one step: a reader finds the old file or the new one.
    writeFileSync(draft, printRecording(recording))
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw new RecordingError(
      'recording-file',
      `The recording ${file} cannot be written: ${systemMessage(error)}.`,
      { cause: error },
    )
  }
  return []
}

function draftName(file: string, pid: number): string {
  return join(dirname(file), `.${basename(file)}.${pid}.tmp`)
}

/** Takes away what processes have left that were killed while they wrote. */
function removeDrafts(file: string): void {
  const prefix = `.${basename(file)}.`
  for (const name of readdirSync(dirname(file))) {
    const pid = Number(
      name.startsWith(prefix) ? /^(\d+)\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined,
    )
    if (pid > 0 && !isRunning(pid)) rmSync(join(dirname(file), name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
