/**
 * The thread between a notebook and the process that records or replays for it. It starts the process and hands messages on, so
 * that the notebook can wait for an answer in the middle of a line, as setting a variable asks for. It ends with the
 * notebook's process, and the other one with it.
 */
import { fork } from 'node:child_process'
import { workerData, type MessagePort } from 'node:worker_threads'
import type { Numbered, RecordingMessage, RecordingReply } from './protocol'

/** What the thread is started with. */
export interface ThreadData {
  /** Program of the process. */
  readonly entry: string
  /** Variables of the process. */
  readonly env: Readonly<Record<string, string>>
  readonly port: MessagePort
  /** Counts the answers; who waits for one is woken by it. */
  readonly answered: Int32Array
}

const { entry, env, port, answered } = workerData as ThreadData

// Detached: signals to the kernel's process group, such as Stop, are not for it.
const child = fork(entry, [], {
  detached: true,
  execArgv: [],
  env,
  stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
})
let isAlive = true
let asked = 0
const answer = (reply: Numbered<RecordingReply>): void => {
  port.postMessage(reply)
  Atomics.add(answered, 0, 1)
  Atomics.notify(answered, 0)
}
const fail = (): void => {
  isAlive = false
  const message = 'The process of the recording has ended. Restart the kernel.'
  answer({ id: asked, content: { problem: { code: 'recording', message } } })
}
child.on('message', (reply: Numbered<RecordingReply>) => answer(reply))
child.once('exit', fail).once('error', fail)
port.on('message', (message: Numbered<RecordingMessage>) => {
  asked = message.id
  if (isAlive) child.send(message)
  else fail()
})
