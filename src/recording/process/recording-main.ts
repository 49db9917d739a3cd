/**
 * The process that records or replays for one notebook: see `protocol.ts`. It ends when the notebook's process ends, in
 * whatever way: then the channel between them closes.
 */
import { replaceFile } from '../../base/replace-file'
import { describeError } from '../../errors'
import { redact } from '../../secrets/redact-text'
import { registerSecret } from '../../secrets/registry'
import { RecordingError } from '../errors'
import { loadRecording } from '../file/save-recording'
import { keepFile, type RecordingFile } from '../keep'
import { createRecorder, type Recorder } from '../recorder'
import { startReplay, type Replay } from '../replay'
import type { EndMessage, Numbered, RecordingMessage, RecordingReply, StartMessage } from './protocol'

type Work =
  | { readonly mode: 'record'; readonly recorder: Recorder; readonly file: RecordingFile }
  | { readonly mode: 'replay'; readonly replay: Replay; readonly report: string | undefined }

let work: Work | undefined
const misses: string[] = []
let queue: Promise<unknown> = Promise.resolve()

process.on('message', ({ id, content: message }: Numbered<RecordingMessage>) => {
  // One after the other: a cell's end is answered before the next one begins.
  queue = queue.then(async () => {
    const content = await answer(message).catch((error: unknown): RecordingReply => ({
      problem: problemOf(error),
    }))
    process.send?.({ id, content } satisfies Numbered<RecordingReply>)
  })
})
process.on('disconnect', () => process.exit(0))
// The Stop button interrupts the kernel's process group: a cell, not this process, is to stop.
process.on('SIGINT', () => {})

async function answer(message: RecordingMessage): Promise<RecordingReply> {
  if (message.kind === 'start') return await start(message)
  if (work === undefined) throw new RecordingError('recording', 'Nothing is being recorded or replayed.')
  if (message.kind === 'server') {
    const origin =
      work.mode === 'replay'
        ? work.replay.origin
        : await work.recorder.front(message.name, new URL(message.address))
    return { origin }
  }
  if (message.kind === 'begin') {
    for (const [value, name] of message.secrets) registerSecret(value, name)
    if (work.mode === 'replay') work.replay.begin(message.key, message.number)
    else work.recorder.begin(message.key, message.number)
    return {}
  }
  return await end(work, message)
}

async function start({ mode, file, pace, repeat, report }: StartMessage): Promise<RecordingReply> {
  if (mode === 'record') {
    const recorder = createRecorder()
    work = { mode, recorder, file: keepFile(file, recorder) }
    return {}
  }
  const recording = loadRecording(file)
  const replay = await startReplay(recording, { pace, repeat })
  work = { mode, replay, report }
  note(work)
  const { recordedAt, servers, exchanges, variables = {} } = recording
  const paths = Object.fromEntries(Object.entries(servers).map(([name, { path }]) => [name, path]))
  return { origin: replay.origin, paths, recordedAt, variables, exchanges: exchanges.length }
}

async function end(current: Work, { secrets, variables }: EndMessage): Promise<RecordingReply> {
  if (current.mode === 'record') {
    await current.recorder.settle()
    current.file.write({ secrets, variables })
    const problems = current.recorder.takeProblems()
    if (problems.length > 0) throw new RecordingError('recording', problems.join('\n'))
    return {}
  }
  for (const [value, name] of secrets) registerSecret(value, name)
  const missed = (await current.replay.takeMisses()).map((line) => redact(line))
  misses.push(...missed)
  note(current)
  if (missed.length === 0) return {}
  throw new RecordingError('recording-miss', missed.join('\n'))
}

function note(current: Work): void {
  if (current.mode !== 'replay' || current.report === undefined) return
  // In one step, as this process may be killed at any time.
  replaceFile(current.report, JSON.stringify({ unused: current.replay.unused(), misses }))
}

function problemOf(error: unknown): NonNullable<RecordingReply['problem']> {
  const code = RecordingError.is(error) ? error.code : 'recording'
  return { code, message: RecordingError.is(error) ? error.message : describeError(error) }
}
