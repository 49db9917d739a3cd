/**
 * Where a cell's messages go, and how they are signed: the Jupyter wire protocol as far as output needs it.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
import crypto from 'node:crypto'
import { recordSend } from '../repair/send-fix'
import type { Socket, WriteDisplayData } from '../tslab-types'

/** What it takes to send messages as the output of one request. */
export interface Route {
  /** The kernel's signing key. */
  readonly key: string
  /** A message header of this session, as a pattern. */
  readonly header: { readonly session: string; readonly [field: string]: unknown }
  /** The request's header, as JSON text. */
  readonly parent: string
  /** The socket for output. */
  readonly iopub: Socket
}

/**
 * Reads the route out of tslab's own writer: lets it build one message, records key, headers and socket, sends nothing.
 * No code of a user runs meanwhile, for all of it is synchronous.
 *
 * @param display - tslab's writer of display messages for a request.
 * @returns `undefined` when tslab builds its messages in another way.
 */
export function readRoute(display: WriteDisplayData): Route | undefined {
  const { createHmac } = crypto
  let key: string | undefined
  const parts: string[] = []
  const recorder = {
    update(part: string) {
      parts.push(part)
      return recorder
    },
    digest: () => '',
  }
  const swapped = crypto as { createHmac: unknown }
  swapped.createHmac = (_algorithm: string, secret: string) => {
    key = secret
    return recorder
  }
  let iopub: Socket | undefined
  try {
    iopub = recordSend(() => display({ data: {}, metadata: {}, transient: {} }, false))
  } finally {
    swapped.createHmac = createHmac
  }
  const [header, parent] = parts
  if (key === undefined || header === undefined || parent === undefined || iopub === undefined)
    return undefined
  return { key, header: JSON.parse(header) as Route['header'], parent, iopub }
}

/** What a message says. */
export interface Message {
  /** Message type, e.g. `stream`. */
  readonly type: string
  readonly content: unknown
  /** Who receives it. @defaultValue none: whoever listens, as on the output channel */
  readonly identities?: readonly Uint8Array[]
}

/**
 * Builds one signed message.
 *
 * @param route - The request that the message belongs to.
 * @param message - Its type and content.
 * @returns The frames to send, and the message's id.
 */
export function buildMessage(
  route: Route,
  { type, content, identities = [] }: Message,
): { id: string; frames: (string | Uint8Array)[] } {
  const id = crypto.randomUUID()
  const header = { ...route.header, msg_type: type, msg_id: id, date: new Date().toISOString() }
  const body = [JSON.stringify(header), route.parent, '{}', JSON.stringify(content)]
  const signature = crypto.createHmac('sha256', route.key)
  for (const part of body) signature.update(part)
  return { id, frames: [...identities, '<IDS|MSG>', signature.digest('hex'), ...body] }
}
