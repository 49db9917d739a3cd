/**
 * The process that records or replays, seen from the notebook: started once, asked one thing at a time, and waited for.
 */
import { join } from 'node:path'
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { RecordingError } from '../errors'
import type { RecordingMessage, RecordingReply } from './protocol'
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
  { folder }: RecordingPrograms = { folder: __dirname },
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
  let count = 0
  return {
    ask(message) {
      own.postMessage(message)
      Atomics.wait(answered, 0, count, ANSWER_MS)
      const received = receiveMessageOnPort(own)
      if (received === undefined)
        throw new RecordingError(
          'recording',
          'The process of the recording does not answer. Restart the kernel.',
        )
      count++
      const reply = received.message as RecordingReply
      if (reply.problem) throw new RecordingError(reply.problem.code, reply.problem.message)
      return reply
    },
    stop: () => worker.terminate(),
  }
}
