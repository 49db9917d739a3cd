/**
 * Runs a command in a cell: its output appears as it comes and is kept as a value; Stop, a time limit and a failing
 * exit code become errors. Knows nothing of bash or npm.
 */
import { joinSignals } from '../base/signals'
import { formatBytes } from '../display/one-line'
import { MagicsError } from '../errors'
import type { CellScope, StreamName } from '../kernel/scope/cell-scope'
import { ShellError } from './errors'
import type { StdinSource } from './feed-stdin'
import type { CommandEnd, Verdict } from './judge-pipes'
import { runProcess } from './run-process'
import { createShellResult, type ShellResult } from './shell-result'
import { stopReason } from './stop-reason'
import { noteShown } from '../kernel/scope/shown-values'

/** Settings of a command in a cell. */
export interface ShellOptions {
  /** Whether an exit code other than 0 is an error. @defaultValue true */
  readonly reject?: boolean | undefined
  /** Variables added to the environment; `undefined` takes one away. @defaultValue none */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Folder to run in. @defaultValue the notebook's */
  readonly cwd?: string | undefined
  /** What the command reads on standard input. @defaultValue nothing */
  readonly stdin?: StdinSource | undefined
  /** Whether the output is only kept, not shown; the name of a stream keeps that one only. @defaultValue false */
  readonly quiet?: boolean | StreamName | undefined
  /** Longest run, in milliseconds; then the command is ended and the call fails with code `timeout`. @defaultValue no limit */
  readonly timeoutMs?: number | undefined
  /** Most characters that are kept of each output; one more ends the command with code `output-too-large`. @defaultValue 64 Mi */
  readonly maxOutputChars?: number | undefined
  /** Ends the command when aborted, as Stop does; that of `AbortSignal.timeout` is a limit of time. */
  readonly signal?: AbortSignal | undefined
}

/** What to run. */
export interface LiveCommand {
  /** What errors and results call it: `bash`, `npm install`. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Text for descriptor 3. */
  readonly script?: string | undefined
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Changes what is shown and kept. */
  readonly clean?: ((stream: StreamName, text: string) => string) | undefined
  /** Says what the end means; its exit code is that of the result. */
  readonly judge?: ((end: CommandEnd) => Promise<Verdict>) | undefined
  /** Changes what is shown, not what is kept; returns '' to show nothing. */
  readonly show?: ((stream: StreamName, text: string) => string) | undefined
}

const MAX_OUTPUT_CHARS = 64 * 1024 * 1024

/**
 * Runs a command to its end.
 *
 * @param scope - The cell's, taken when the helper was called.
 * @param what - The command.
 * @param options - Settings of the user.
 * @returns Output and exit code.
 * @throws ShellError `shell-exit` for an exit code other than 0, unless `reject` is false.
 * @throws StoppedError with the output so far as `partial`.
 * @throws MagicsError `timeout`, `output-too-large`, `not-found`, `spawn`.
 */
export async function runLive(
  scope: CellScope,
  what: LiveCommand,
  options: ShellOptions,
): Promise<ShellResult> {
  const { name } = what
  const { reject = true, quiet = false, timeoutMs, maxOutputChars = MAX_OUTPUT_CHARS } = options
  const kept = { stdout: '', stderr: '' }
  const take = (stream: StreamName) => (piece: string) => {
    const text = what.clean?.(stream, piece) ?? piece
    const isQuiet = quiet === true || quiet === stream
    const shown = isQuiet ? '' : (what.show?.(stream, text) ?? text)
    if (shown !== '') scope.write(stream, shown)
    if (kept[stream].length + text.length > maxOutputChars)
      throw tooLarge(name, stream, maxOutputChars, kept[stream])
    kept[stream] += text
  }
  const limits = joinSignals([scope.signal, options.signal], timeoutMs)
  try {
    const outcome = await runProcess({
      command: what.command,
      args: what.args,
      script: what.script,
      env: what.env,
      cwd: options.cwd,
      stdin: options.stdin,
      onStdout: take('stdout'),
      onStderr: take('stderr'),
      onBackground: quiet === false ? noteBackground(scope) : undefined,
      signal: limits.signal,
    })
    if (outcome.stopped) throw stopReason(limits.signal.reason, { name, partial: kept.stdout })
    const { signal } = outcome
    const end = { exitCode: outcome.exitCode, ...kept }
    const { exitCode, where } = (await what.judge?.(end)) ?? { exitCode: end.exitCode }
    if (exitCode !== 0 && reject) throw new ShellError(name, { ...kept, exitCode, signal, where })
    return createShellResult(name, { ...kept, exitCode, signal })
  } finally {
    limits.release()
  }
}

/** Says that something goes on when the cell does not wait for it. */
function noteBackground(scope: CellScope) {
  return (ids: readonly number[]) => {
    const who = ids.length === 0 ? '' : ` (process ${ids.join(', ')})`
    const end = ids.length === 0 ? '' : `, \`! kill ${ids.join(' ')}\` ends it`
    scope.write(
      'stderr',
      `Still running in the background${who} until this kernel ends. Its output appears here${end}; to wait for it, write \`wait\` last.\n`,
    )
  }
}

/** Notes that the cell has shown all that a result says: both streams, and there is no exit code worth a line. */
export function noteOutput(result: ShellResult, scope: CellScope, options: ShellOptions): ShellResult {
  return options.quiet || result.exitCode !== 0 ? result : noteShown(result, scope)
}

function tooLarge(name: string, stream: StreamName, maxChars: number, partial: string): MagicsError {
  return new MagicsError(
    'output-too-large',
    `${name} wrote more than ${formatBytes(maxChars)} on ${stream} and was ended. ` +
      'Write the output to a file, or raise maxOutputChars.',
    { partial },
  )
}
