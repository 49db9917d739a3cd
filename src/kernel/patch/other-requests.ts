/**
 * Messages of the protocol that tslab does not know: it printed `unknown msg_type: …` into the cell of the day and left the
 * front end waiting. Notebook 7 asks for the history, others open widgets' channels.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#history
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#opening-a-comm
 */
import { around } from './around'
import type { RequestMessage, Socket, ZmqServer } from '../tslab-types'

/** What tslab answers itself. */
const ANSWERED = new Set([
  'kernel_info_request',
  'execute_request',
  'is_complete_request',
  'inspect_request',
  'complete_request',
  'comm_info_request',
  'shutdown_request',
])

/** tslab's class of messages, which it does not export. */
interface MessageClass {
  /** @throws Error when the signature is wrong. */
  fromRaw(key: string, frames: readonly Uint8Array[]): RequestMessage
}

/** Patches the prototype of tslab's server. */
export function patchOtherRequests(prototype: ZmqServer): void {
  let messages: MessageClass | undefined
  around(
    prototype,
    'publishStatus',
    (original) =>
      function (this: ZmqServer, status, message) {
        messages ??= message.constructor as unknown as MessageClass
        original.call(this, status, message)
      },
  )
  around(
    prototype,
    'handleShellMessage',
    (original) =>
      async function (this: ZmqServer, socket, ...frames) {
        const type = typeOf(frames)
        if (messages === undefined || type === undefined || ANSWERED.has(type))
          return await original.call(this, socket, ...frames)
        const message = messages.fromRaw(this.connInfo.key, frames)
        this.publishStatus('busy', message)
        if (type === 'history_request')
          send(this, socket, message, ['history_reply', { status: 'ok', history: [] }])
        // A channel whose other end is not there is closed at once.
        if (type === 'comm_open') {
          const { comm_id } = message.content as { comm_id?: unknown }
          send(this, this.iopub, message, ['comm_close', { comm_id, data: {} }])
        }
        this.publishStatus('idle', message)
      },
  )
}

function send(
  server: ZmqServer,
  socket: Socket,
  message: RequestMessage,
  [type, content]: readonly [type: string, content: object],
): void {
  const reply = message.createReply()
  reply.header.msg_type = type
  reply.content = content
  reply.signAndSend(server.connInfo.key, socket)
}

/** The type of a message: its header is the second frame behind the delimiter. */
function typeOf(frames: readonly Uint8Array[]): string | undefined {
  const at = frames.findIndex((frame) => Buffer.from(frame).toString() === '<IDS|MSG>')
  const header = at < 0 ? undefined : frames[at + 2]
  if (header === undefined) return undefined
  try {
    return (JSON.parse(Buffer.from(header).toString()) as { msg_type?: string }).msg_type
  } catch {
    return undefined
  }
}
