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
import { loadRecording, saveRecording } from './file/save-recording'
import type { Recorder } from './recorder'

/** The file of a recorder. */
export interface RecordingFile {
  /**
   * Writes what has been recorded since the last call; does nothing when that is nothing.
   *
   * @param notebook - Secrets to look for beside those of `.env` and those known by their shape; variables to note.
   * @throws RecordingError `recording-secret` when one is in what was recorded, once for each find; nothing is written then.
   *   `recording-file` when the file cannot be written.
   */
  write(notebook?: NotebookFacts): void
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
  let hasWritten = false
  return {
    write({ secrets = [], variables = {} } = {}) {
      for (const [value, name] of secrets) registerSecret(value, name)
      const values = valuesFor(file)
      // What was written before a value became a secret.
      if (hasWritten && existsSync(file) && holdsSecret(readFileSync(file, 'utf8'), values)) {
        rmSync(file)
        written = -1
      }
      if (recorder.revision === written) return
      const recording = complete(recorder.snapshot(new Date()), rules, variables)
      const found = saveRecording(file, { recording, values })
      hasWritten ||= found.length === 0
      if (found.length === 0) written = recorder.revision
      const news = found.filter(({ line }) => !told.has(line)).map(({ line }) => line)
      for (const line of news) told.add(line)
      if (news.length > 0) throw secretError(file, news)
    },
  }
}

function secretError(file: string, lines: readonly string[]): RecordingError {
  return new RecordingError(
    'recording-secret',
    `The recording ${file} was not written, for there are secrets in it: ${lines.join('; ')}. ` +
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

function holdsSecret(text: string, values: KnownValues): boolean {
  return findSecrets(text, values).length > 0 || inspect(text).spans.length > 0
}
