/**
 * The types that the steps of running a script share: what the host gives, what a command gets. Types only.
 */
import type {
  CurlIo,
  CurlOutcome,
  ResponseHead,
  Transfer,
  TransferProgress,
  TransferRequest,
} from './curl-contract'
import type { Source } from './script-error'
import type { ShellState } from './shell-state'
import type { ByteSource, Sink } from './streams'

/** One curl command of a script, as it ran. */
export interface CurlRun {
  /** The words after `curl`, expanded. May hold secrets. */
  readonly argv: readonly string[]
  /** Variables that were read while unset on the way to these words. */
  readonly unset: readonly string[]
  /** Where its output went. */
  readonly output: 'screen' | 'pipe' | 'elsewhere'
  /** Offsets of the command in the script. */
  readonly place: { readonly pos: number; readonly end: number }
  /** Filled as transfers end. */
  transfers: readonly Transfer[]
  exitCode: number
  /** curl's message when the exit code is not 0. */
  error?: string | undefined
}

/** Which command an output comes from. */
export interface Origin {
  readonly command: string
  readonly args: readonly string[]
  /** Set when the command is curl. */
  readonly curl?: CurlRun
}

/** A sink on the screen for one command. */
export interface ScreenSink extends Sink {
  /** The command is over. */
  end(): void | Promise<void>
}

/** The surroundings of a script. */
export interface ScriptHost {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly signal: AbortSignal
  /** Most bytes that a command of this process, or `$(…)`, collects. @defaultValue 268,435,456 (256 MiB) */
  readonly maxCollectedBytes?: number | undefined
  /** Opens the screen for one command whose output is not piped or redirected. */
  open(origin: Origin): ScreenSink
  /** Takes what commands write to standard error. */
  stderr(bytes: Uint8Array): void
  /** Runs a curl command, see `run-curl.ts`. */
  curl(argv: readonly string[], io: CurlIo): Promise<CurlOutcome>
  onTransferStart?(run: CurlRun, request: TransferRequest): void
  onResponse?(run: CurlRun, head: ResponseHead): void
  onProgress?(run: CurlRun, progress: TransferProgress): void
  /** Body bytes that go to the command's standard output, wherever that leads. */
  onBody?(run: CurlRun, bytes: Uint8Array): void
  onTransferEnd?(run: CurlRun, transfer: Transfer): void | Promise<void>
  onCurlEnd?(run: CurlRun): void
  /** A redirection of this curl command wrote a file. */
  onFile?(run: CurlRun, path: string): void | Promise<void>
}

/** Where a command's descriptors lead. Standard output may be the screen, which is opened for each command. */
export interface Streams {
  readonly stdin: ByteSource
  /** `undefined` when nothing was connected: the command reads an empty input. */
  readonly hasStdin: boolean
  readonly outputs: ReadonlyMap<number, Output>
}

/** An output: a sink, or the screen. */
export type Output = Sink | 'screen'

/** What runs a script: its text, its state, its host. */
export interface Shell {
  readonly source: Source
  readonly host: ScriptHost
  readonly state: ShellState
  /** Every curl command so far, in order of their starts. */
  readonly curls: CurlRun[]
  /** Failed curl commands that the script has not looked after. */
  readonly failures: CurlRun[]
}

/** What a command that runs in this process gets. */
export interface CommandIo {
  readonly args: readonly string[]
  readonly stdin: ByteSource
  readonly stdout: Sink
  readonly stderr: Sink
  readonly state: ShellState
  readonly signal: AbortSignal
  /** Most bytes to collect of an input, see `readAll`. */
  readonly maxCollectedBytes?: number | undefined
}

/** A command that runs in this process. Resolves to its exit code. */
export type InProcess = (io: CommandIo) => Promise<number>
