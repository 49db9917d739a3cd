/**
 * What answers when a student's tokens are used up: the canned answers of the practice endpoint, or those of a recording.
 * Each is a server of its own on 127.0.0.1, with a key that nobody else has.
 */
import { randomBytes } from 'node:crypto'
import { startPracticeServer } from '../../practice/server/server'
import { loadRecording } from '../../recording/file/save-recording'
import { startReplay } from '../../recording/replay'
import type { Upstream } from './upstream'

/** How long requests that were not recorded are kept. */
const FORGET_MS = 10_000

/** A server that stands in. */
export interface StandIn {
  readonly upstream: Upstream
  close(): Promise<void>
}

/** Starts canned answers: to any model, at the pace of the practice endpoint. */
export async function startCanned(): Promise<StandIn> {
  const token = randomBytes(18).toString('base64url')
  const server = await startPracticeServer({
    access: { token, workspaceId: 'class' },
    fault: 'none',
    models: 'any',
  })
  const upstream = {
    url: new URL(server.origin),
    key: token,
    workspaceId: 'class',
    standIn: 'canned',
  } as const
  return { upstream, close: () => server.close() }
}

/**
 * Starts recorded answers, at the pace at which they came.
 *
 * @param file - The recording.
 * @throws RecordingError When it cannot be read.
 */
export async function startRecorded(file: string): Promise<StandIn> {
  const recording = loadRecording(file)
  const replay = await startReplay(recording, { pace: 1, repeat: true })
  const [server] = Object.values(recording.servers)
  const url = new URL(`${replay.origin}${server?.path ?? ''}`)
  // Students are told of them; nobody else asks.
  const forget = setInterval(() => void replay.takeMisses(), FORGET_MS).unref()
  return {
    upstream: { url, key: undefined, standIn: 'recorded' },
    async close() {
      clearInterval(forget)
      await replay.close()
    },
  }
}
