/**
 * The shapes of tslab's insides, and every private name this library relies on, in one place.
 * Read off tslab 1.0.15, 1.0.21 and 1.0.22; `checkTslab` in check-tslab.ts verifies them before the first patch.
 */
import type ts from 'typescript'

/** Content of an `execute_request`. */
export interface ExecuteRequest {
  readonly code: string
  readonly allow_stdin?: boolean
  /** Whether nobody is to be shown anything, as when a front end asks for variables. */
  readonly silent?: boolean
  /** Whether the requests after a failed one are dropped; `true` unless said otherwise. */
  readonly stop_on_error?: boolean
}

/** tslab's writer of `stream` messages for one request. */
export type WriteStream = (name: 'stdout' | 'stderr', text: string) => void

/** Content of a `display_data` or `update_display_data` message. */
export interface DisplayData {
  data: Record<string, unknown>
  metadata?: Record<string, unknown>
  transient?: { display_id?: string | undefined }
}

/** tslab's writer of display messages for one request. */
export type WriteDisplayData = (data: DisplayData, update?: boolean) => void

/** Reply to an `execute_request`, before it is sent. */
export interface ExecuteReply {
  status: string
  execution_count?: number | undefined
  [field: string]: unknown
}

/** What compiles and runs cells. */
export interface Executor {
  execute(source: string): Promise<boolean>
  interrupt(): void
  readonly locals: Record<string, unknown>
}

/** Reply to completion, inspection and is-complete requests: passed on, read for nothing but text. */
export type Reply = Record<string, unknown>

/** What answers the front end's requests. */
export interface JupyterHandler {
  readonly executor: Executor
  readonly isJs: boolean
  /** How many cells have been run. */
  readonly execCount: number
  handleExecute(request: ExecuteRequest, ...writers: unknown[]): Promise<ExecuteReply>
  handleExecuteImpl(request: ExecuteRequest, write: WriteStream, display: WriteDisplayData): Promise<unknown>
  handleComplete(request: { code: string; cursor_pos: number }): Reply | Promise<Reply>
  handleInspect(request: { code: string; cursor_pos: number }): Reply | Promise<Reply>
  handleIsComplete(request: { code: string }): Reply
}

/** A ZeroMQ socket as far as it is used here. */
export interface Socket extends AsyncIterable<readonly Uint8Array[]> {
  send(frames: readonly (string | Uint8Array)[]): Promise<void>
}

/** A request as tslab has parsed it. */
export interface RequestMessage {
  readonly header: { readonly msg_type: string; readonly msg_id: string; readonly session: string }
  readonly content: unknown
  /** One Buffer before 1.0.22, a list of them since. */
  readonly identity: Uint8Array | readonly Uint8Array[]
  /** An answer to it, without type and content. */
  createReply(): ReplyMessage
}

/** An answer before it is sent. */
export interface ReplyMessage {
  readonly header: { msg_type: string }
  content: unknown
  signAndSend(key: string, socket: Socket): void
}

/** The kernel's end of the five channels. */
export interface ZmqServer {
  readonly connInfo: { readonly key: string }
  readonly iopub: Socket
  readonly handler: JupyterHandler
  readonly stdin: Socket
  publishStatus(status: string, parent: RequestMessage): void
  /** What comes on the shell and the control channel. */
  handleShellMessage(socket: Socket, ...frames: readonly Uint8Array[]): Promise<void>
  handleComplete(socket: Socket, message: RequestMessage): void
  handleInspect(socket: Socket, message: RequestMessage): void
}

/** Exports of `tslab/dist/jupyter.js`. */
export interface JupyterModule {
  lastWriteDisplayData: WriteDisplayData | null
  readonly JupyterHandlerImpl: { readonly prototype: JupyterHandler }
  readonly ZmqServer: { readonly prototype: ZmqServer }
}

/** The tslab that runs the current process. */
export interface LiveTslab {
  readonly jupyter: JupyterModule
  /** tslab's own version, e.g. `1.0.22`. */
  readonly version: string
  /** Folder of its compiled files. */
  readonly directory: string
  /** Resolves modules as tslab's own files do. */
  readonly require: NodeJS.Require
  /** The compiler that tslab uses; loaded when it is asked for. */
  readonly ts: typeof ts
}

/** Methods that must exist on the handler's prototype. */
export const HANDLER_METHODS = [
  'handleExecute',
  'handleExecuteImpl',
  'handleComplete',
  'handleInspect',
  'handleIsComplete',
] as const

/** Methods that must exist on the server's prototype. */
export const SERVER_METHODS = [
  'publishStatus',
  'handleShellMessage',
  'handleComplete',
  'handleInspect',
] as const

/** How tslab begins the text that it evaluates for a cell. */
export const EVALUATED_PREFIX = /^\((async )?function\(exports, require\) \{ /

/** What tslab's `interrupt` rejects a cell with. */
export const INTERRUPTED_TEXT = 'Interrupted asynchronously'
