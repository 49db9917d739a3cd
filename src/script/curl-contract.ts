/**
 * What one curl command needs from its surroundings and what it reports back: the seam between the script side
 * (words, pipelines, drawing) and the request side (options, request, transport). Types only.
 */

/** Header lines as name and value, in wire order, names as written. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** One request as it went out. */
export interface TransferRequest {
  readonly method: string
  /** The whole address as sent, without credentials. */
  readonly url: string
  /** Header lines as sent; may hold secrets, so they are masked before they are shown. */
  readonly headers: HeaderList
  /** Body bytes when they were at hand (not for streamed uploads). May be sensitive. */
  readonly body?: Uint8Array
  /** The words after `curl` that made this request, for turning it into curl again. */
  readonly argv: readonly string[]
}

/** The head of a response, told before its first body byte. */
export interface ResponseHead {
  readonly request: TransferRequest
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderList
  /** Address that answered, after redirects. */
  readonly url: string
  /** Body bytes announced by the server, if it did. */
  readonly sizeBytes?: number
  /** Where the body goes: a path for `-o`/`-O`, `undefined` for standard output. */
  readonly savedTo?: string
  /** True when another request follows this response (redirect with `-L`, a retry): its body is not the result. */
  readonly intermediate: boolean
}

/** How far a transfer is. */
export interface TransferProgress {
  readonly url: string
  readonly direction: 'download' | 'upload'
  readonly bytes: number
  /** Expected bytes, if known. */
  readonly totalBytes?: number
  /** Path the body is written to, if any. */
  readonly savedTo?: string
}

/** When things happened, in milliseconds since the transfer began. */
export interface TransferTiming {
  readonly totalMs: number
  /** Connection ready to carry the request. */
  readonly connectedMs?: number
  /** Head of the response read. */
  readonly firstByteMs?: number
}

/** One URL fetched by a curl command, with its outcome. */
export interface Transfer {
  readonly request: TransferRequest
  /** 0 when no response came. */
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderList
  readonly url: string
  /** Body bytes received, after decompression. */
  readonly bytes: number
  readonly timing: TransferTiming
  /** Path of the file the body was written to (`-o`, `-O`). */
  readonly savedTo?: string
  /** curl's exit code for this transfer; 0 is success (also for HTTP 4xx without `-f`). */
  readonly exitCode: number
  /** curl's own message without the `curl: (N) ` prefix, when `exitCode` is not 0. */
  readonly error?: string
  /** Node's error code of a failed connection, e.g. `ECONNREFUSED`. */
  readonly errorCode?: string
}

/** What a piece of standard output is: headers shown by `-i`/`-I`/`-D -`, the response body, or `-w` text. */
export type OutputPart = 'head' | 'body' | 'write-out'

/** Surroundings of one curl command. */
export interface CurlIo {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Standard input; `undefined` is an empty one. */
  readonly stdin: AsyncIterable<Uint8Array> | undefined
  /** Most bytes of standard input that an option takes as a whole (`-d @-`). @defaultValue 268,435,456 (256 MiB) */
  readonly maxStdinBytes?: number | undefined
  /**
   * Receives standard output. Awaited, so that a slow reader slows the transfer down. `false` says that nobody reads
   * any more: the transfer ends with exit code 23. `part` tells a response body, which may be drawn, from text around it.
   */
  stdout(bytes: Uint8Array, part: OutputPart): void | boolean | Promise<void | boolean>
  stderr(text: string): void
  /** Ends all work; its reason is thrown by `runCurl`. */
  readonly signal: AbortSignal
  /** A request is about to go out. */
  onTransferStart?(request: TransferRequest): void
  /** The head of a response was read. */
  onResponse?(head: ResponseHead): void
  onProgress?(progress: TransferProgress): void
  /** A transfer is over. Awaited, so that its output stands before that of the next. */
  onTransferEnd?(transfer: Transfer): void | Promise<void>
}

/** What a curl command did. */
export interface CurlOutcome {
  readonly exitCode: number
  readonly transfers: readonly Transfer[]
  /** curl's message when the exit code is not 0, also when nothing was transferred. */
  readonly error?: string
}
