/**
 * Keeps the file of a recorder: writes it when it is told to, with what people have written into it, and never with a secret.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { dotenvReader } from '../env/known-values'
import { findSecrets, prepareValues, type KnownValues } from '../secrets/find-secrets'
import { inspect } from '../secrets/redact-text'
import { registerSecret, secretEntries } from '../secrets/registry'
import { RecordingError } from './errors'
import type { Recording, VolatileRule } from './file/format'
import { readRecording } from './file/read-recording'
import { loadRecording, saveRecording } from './file/save-recording'
import { scanRecording } from './file/scan'
import type { Recorder } from './recorder'

/** The file of a recorder. */
export interface RecordingFile {
  /**
   * Writes what has been recorded since the last call; does nothing when that is nothing.
   *
   * @param notebook - Secrets to look for beside those of `.env` and those known by their shape; variables to note.
   * @returns Whether the file holds all that was recorded.
   * @throws RecordingError `recording-secret` when one is in what was recorded, once for each find and again for whatever is
   *   recorded after it; nothing is written then. `recording-file` when the file cannot be written.
   */
  write(notebook?: NotebookFacts): boolean
}

/** What only the notebook's process knows. */
export interface NotebookFacts {
  readonly secrets?: readonly (readonly [value: string, name: string])[]
  readonly variables?: Readonly<Record<string, string>>
}

/**
 * Opens the file of a recorder.
 *
 * @param file - Its path.
 * @param recorder - What is written.
 * @returns The file, which is not touched before the first exchange.
 * @throws RecordingError `recording-file` when there is one already that is no recording.
 */
export function keepFile(file: string, recorder: Recorder): RecordingFile {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const rules: readonly VolatileRule[] = before === undefined ? [] : (loadRecording(file).volatile ?? [])
  const told = new Set<string>()
  let written = 0
  let refused = -1
  let hasWritten = false
  return {
    write({ secrets = [], variables = {} } = {}) {
      for (const [value, name] of secrets) registerSecret(value, name)
      const values = valuesFor(file)
      // What was written before a value became a secret.
      if (hasWritten && existsSync(file) && holdsSecret(file, values)) {
        rmSync(file)
        written = -1
      }
      if (recorder.revision === written) return true
      const recording = complete(recorder.snapshot(new Date()), rules, variables)
      const found = saveRecording(file, { recording, values })
      if (found.length === 0) {
        hasWritten = true
        written = recorder.revision
        return true
      }
      const lines = found.map(({ line }) => line)
      const news = lines.filter((line) => !told.has(line))
      for (const line of news) told.add(line)
      const isMore = recorder.revision !== refused
      refused = recorder.revision
      if (news.length > 0 || isMore) throw secretError(file, news.length > 0 ? news : lines)
      return false
    },
  }
}

function secretError(file: string, lines: readonly string[]): RecordingError {
  return new RecordingError(
    'recording-secret',
    `The recording ${file} was not written, for there are secrets in it, or what cannot be searched for them: ${lines.join('; ')}. ` +
      'Take them out of what the cell sends, or out of what it asks for, and run it again.',
  )
}

/** The fields in the order in which people read them. */
function complete(
  { format, version, recordedAt, servers, exchanges }: Recording,
  rules: readonly VolatileRule[],
  variables: Readonly<Record<string, string>>,
): Recording {
  return {
    format,
    version,
    recordedAt,
    servers,
    ...(Object.keys(variables).length > 0 && { variables }),
    ...(rules.length > 0 && { volatile: rules }),
    exchanges,
  }
}

/** The values of the `.env` beside the file, and all that are registered. */
function valuesFor(file: string): KnownValues {
  const { names } = dotenvReader()(dirname(file))
  for (const [value, name] of names) registerSecret(value, name)
  return prepareValues(new Map([...secretEntries(), ...names]))
}

/** Also in what a reader makes of the file: a value that came in pieces, or packed. */
function holdsSecret(file: string, values: KnownValues): boolean {
  const text = readFileSync(file, 'utf8')
  if (findSecrets(text, values).length > 0 || inspect(text).spans.length > 0) return true
  try {
    return scanRecording(readRecording(text, file), values).length > 0
  } catch (error) {
    // What somebody has written into it meanwhile is a text.
    if (RecordingError.is(error)) return false
    throw error
  }
}
