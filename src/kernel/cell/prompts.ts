/**
 * Questions to the user through the front end. Owns the kernel's stdin channel: one reader for the life of the kernel,
 * one question at a time, and the rule that an answer to a stopped question never reaches the next one.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-stdin-router-dealer-channel
 */
import { MagicsError, UsageError } from '../../errors'
import { redact } from '../../secrets/redact-text'
import type { CellOutput } from './cell-output'
import type { CellScope } from '../scope/cell-scope'
import { buildMessage, type Route } from './route'
import type { ExecuteRequest, RequestMessage, ZmqServer } from '../tslab-types'

/** The cell that asks. */
interface Asker {
  /** `undefined` for the importing cell, whose request the patch has not seen. */
  readonly request: ExecuteRequest | undefined
  readonly route: Route
  readonly scope: Pick<CellScope, 'signal'>
  readonly output: CellOutput
}

interface Question {
  readonly ids: Set<string>
  readonly again: () => void
  readonly answer: (value: string) => void
}

/** The stdin channel of one kernel. */
export class Prompts {
  private server: ZmqServer | undefined
  private readonly identities = new Map<string, readonly Uint8Array[]>()
  private reading = false
  private open: Question | undefined
  /** Stopped questions that the front end may still answer. */
  private abandoned = 0

  /** Learns who asks for the cells of a session; called for every request. */
  learn(server: ZmqServer, message: RequestMessage): void {
    this.server = server
    // The stdin socket of a client has the identity of its shell socket.
    const identity = ([] as Uint8Array[]).concat(message.identity as Uint8Array | Uint8Array[])
    this.identities.set(message.header.session, identity)
  }

  /**
   * Asks for one line.
   *
   * @throws UsageError when the front end cannot answer; the signal's reason when the cell is stopped meanwhile.
   */
  async ask(cell: Asker, prompt: string, password: boolean): Promise<string> {
    const { signal } = cell.scope
    signal.throwIfAborted()
    const what = JSON.stringify(prompt.trim())
    if (cell.request === undefined)
      throw new UsageError(
        `${what} cannot be asked in the cell that imports tslab-magics. Put the import in a cell of its own.`,
      )
    if (cell.request.allow_stdin === false)
      throw new UsageError(
        `${what} cannot be asked: this front end does not answer questions. Set the value in the environment or in .env.`,
      )
    const { session } = (JSON.parse(cell.route.parent) as RequestMessage['header']) ?? {}
    const identity = this.identities.get(session)
    const server = this.server
    if (server === undefined || identity === undefined)
      throw new UsageError(`${what} cannot be asked yet. Run the cell once more.`)
    if (this.open !== undefined) throw new UsageError(`${what} has to wait: another question is open.`)
    cell.output.flush()
    this.read(server)
    return await new Promise<string>((resolve, reject) => {
      const ids = new Set<string>()
      const send = () => {
        const { id, frames } = buildMessage(cell.route, {
          type: 'input_request',
          content: { prompt: redact(prompt), password },
          identities: identity,
        })
        ids.add(id)
        void server.stdin.send(frames)
      }
      const close = () => {
        this.open = undefined
        signal.removeEventListener('abort', stop)
      }
      const stop = () => {
        close()
        this.abandoned += 1
        reject(signal.reason as MagicsError)
      }
      this.open = {
        ids,
        answer(value) {
          close()
          resolve(value)
        },
        again() {
          cell.output.write(
            'stderr',
            'An answer to an earlier, stopped question was set aside. Please answer again.\n',
          )
          cell.output.flush()
          send()
        },
      }
      signal.addEventListener('abort', stop)
      send()
    })
  }

  /** A second `receive` while one waits is an error in zeromq.js: there is one loop, started once. */
  private read(server: ZmqServer): void {
    if (this.reading) return
    this.reading = true
    void (async () => {
      for await (const parts of server.stdin) this.receive(parts)
    })()
  }

  private receive(parts: readonly Uint8Array[]): void {
    const at = parts.findIndex((part) => Buffer.from(part).toString() === '<IDS|MSG>')
    const json = (offset: number) =>
      JSON.parse(Buffer.from(parts[at + offset] ?? []).toString() || '{}') as object
    const header = json(2) as { msg_type?: string }
    if (at < 0 || header.msg_type !== 'input_reply') return
    const { msg_id: answered } = json(3) as { msg_id?: string }
    const { value = '' } = json(5) as { value?: string }
    const question = this.open
    if (answered !== undefined) {
      // The front end says which question it answers.
      if (question?.ids.has(answered)) question.answer(value)
      else if (this.abandoned > 0) this.abandoned -= 1
      return
    }
    if (this.abandoned > 0) {
      this.abandoned -= 1
      question?.again()
      return
    }
    question?.answer(value)
  }
}
