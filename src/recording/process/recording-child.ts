/**
 * The process that records or replays, seen from the notebook: started once, asked one thing at a time, and waited for.
 */
import { join } from 'node:path'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { RecordingError } from '../errors'
import type { Numbered, RecordingMessage, RecordingReply } from './protocol'
import type { ThreadData } from './recording-thread'

/** The process. */
export interface RecordingChild {
  /**
   * Asks and waits for the answer; this process does nothing meanwhile.
   * @throws RecordingError What the process says, `recording` when it has ended.
   */
  ask(message: RecordingMessage): RecordingReply
  /** Ends it. */
  stop(): Promise<unknown>
}

/** Where the programs are; all bundles lie side by side. */
export interface RecordingPrograms {
  readonly folder: string
  /** How long an answer is waited for, in milliseconds. @defaultValue 60 seconds */
  readonly answerMs?: number
}

/** Longer than any answer takes, and shorter than anybody waits. */
const ANSWER_MS = 60_000

/** What leads to servers, and whom they are believed for; nothing else of the environment is the process's business. */
const PASSED =
  /^(?:(?:https?|all|no)_proxy|curl_ca_bundle|ssl_cert_file|ssl_cert_dir|node_extra_ca_certs|node_use_system_ca|home|path|systemroot)$/i

/**
 * Starts the process.
 *
 * @param env - Variables of the notebook.
 * @param programs - Where the programs are; in dist/ by default.
 */
export function startRecordingChild(
  env: Readonly<Record<string, string | undefined>>,
  { folder, answerMs = ANSWER_MS }: RecordingPrograms = { folder: __dirname },
): RecordingChild {
  const { port1: own, port2: port } = new MessageChannel()
  const answered = new Int32Array(new SharedArrayBuffer(4))
  const passed = Object.entries(env).filter((entry): entry is [string, string] => PASSED.test(entry[0]))
  const workerData: ThreadData = {
    entry: join(folder, 'recording-server.js'),
    env: Object.fromEntries(passed),
    port,
    answered,
  }
  const worker = new Worker(join(folder, 'recording-thread.js'), {
    workerData,
    transferList: [port],
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 },
  })
  worker.on('error', () => {})
  worker.unref()
  let asked = 0
  /** The answer to the last message; those to earlier ones, which nobody waits for any more, are passed over. */
  const receive = (until: number): RecordingReply | undefined => {
    for (;;) {
      // Read before the answers are looked at, so that none comes in between unnoticed.
      const count = Atomics.load(answered, 0)
      const received = receiveMessageOnPort(own)?.message as Numbered<RecordingReply> | undefined
      if (received?.id === asked) return received.content
      if (received !== undefined) continue
      const left = until - performance.now()
      if (left <= 0) return undefined
      Atomics.wait(answered, 0, count, left)
    }
  }
  return {
    ask(content) {
      own.postMessage({ id: ++asked, content } satisfies Numbered<RecordingMessage>)
      const reply = receive(performance.now() + answerMs)
      if (reply === undefined)
        throw new RecordingError(
          'recording',
          'The process of the recording does not answer. Restart the kernel.',
        )
      if (reply.problem) throw new RecordingError(reply.problem.code, reply.problem.message)
      return reply
    },
    stop: () => worker.terminate(),
  }
}
