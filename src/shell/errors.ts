/**
 * What can go wrong with a child process, in words. Owns the error classes of this folder and their messages;
 * knows nothing of how a process is run. No message holds a script, an argument or a value.
 */
import { existsSync } from 'node:fs'
import { brandErrors, hasBrand, MagicsError, type MagicsErrorOptions } from '../errors'
import { redact } from '../secrets/redact-text'

/** A program could not be started. Code `not-found` (no such program or folder) or `spawn` (anything else). */
export class SpawnError extends MagicsError {
  declare readonly code: 'not-found' | 'spawn'
  /** The program that was asked for. */
  readonly command: string

  constructor(code: 'not-found' | 'spawn', command: string, message: string, options?: MagicsErrorOptions) {
    super(code, message, options)
    this.command = command
  }

  /** Tells whether a value is a `SpawnError`, whichever copy of the library made it. */
  static override is(value: unknown): value is SpawnError {
    return hasBrand(value, 'SpawnError')
  }

  static {
    brandErrors(this, 'SpawnError')
  }
}

/** What a finished command left behind, as far as an error needs it. */
export interface FailedRun {
  readonly exitCode: number
  readonly signal: string | undefined
  readonly stdout: string
  readonly stderr: string
  /** The command of a pipe that failed, in words. */
  readonly where?: string | undefined
}

/** A command ended with an exit code other than 0. Code `shell-exit`; `partial` is its standard output. */
export class ShellError extends MagicsError {
  declare readonly code: 'shell-exit'
  /** The command's exit code; 128 plus the number of the signal that ended it. */
  readonly exitCode: number
  /** The signal that ended the command, e.g. `SIGKILL`; `undefined` when it exited by itself. */
  readonly signal: string | undefined
  /** All that came on standard output. May hold sensitive text. */
  declare readonly stdout: string
  /** All that came on standard error. May hold sensitive text. */
  declare readonly stderr: string

  /**
   * @param name - What failed, in a word: `bash`, `npm install`.
   * @param run - How it ended and what it wrote.
   */
  constructor(name: string, run: FailedRun) {
    super('shell-exit', describeExit(name, run), { partial: run.stdout })
    this.exitCode = run.exitCode
    this.signal = run.signal
    // Not enumerable: a printed error must not repeat the output.
    for (const stream of ['stdout', 'stderr'] as const)
      Object.defineProperty(this, stream, { value: run[stream], enumerable: false })
  }

  /** Tells whether a value is a `ShellError`, whichever copy of the library made it. */
  static override is(value: unknown): value is ShellError {
    return hasBrand(value, 'ShellError')
  }

  static {
    brandErrors(this, 'ShellError')
  }
}

const TAIL_LINES = 5
const TAIL_CHARS = 1000
/** Blank lines, those with which npm ends whatever went wrong, and curl's progress meter. */
const SAYS_NOTHING =
  /^\s*$|^npm (error|ERR!)(\s*$| A complete log of this run)|^\s*% Total\s+% Received\s|^\s+Dload\s+Upload\s|^\s*\d+\s.*[-:\d]+:[-\d]+:[-\d]+\s/

/** The last lines of what a command wrote on standard error, for a message; `''` when there was nothing. */
export function lastLines(stderr: string): string {
  const lines = stderr.slice(-4 * TAIL_CHARS).split(/\r\n|\n|\r/)
  const tail = lines.filter((line) => !SAYS_NOTHING.test(line)).slice(-TAIL_LINES)
  return redact(tail.join('\n').slice(-TAIL_CHARS).trim())
}

function describeExit(name: string, run: FailedRun): string {
  const where = run.where === undefined ? '' : ` of ${run.where}`
  const how =
    run.signal === undefined ? `failed (exit code ${run.exitCode}${where})` : `was ended by ${run.signal}`
  const tail = lastLines(run.stderr)
  if (tail !== '') return `${name} ${how}: ${tail}`
  const hint = HINTS[run.signal ?? run.exitCode] ?? `It wrote nothing on stderr${curlWords(run.exitCode)}.`
  return `${name} ${how}. ${hint}`
}

/** What curl means by its exit code: with `-s` it does not say so itself. */
function curlWords(exitCode: number): string {
  const words = CURL_WORDS[exitCode]
  return words === undefined ? '' : `; if it was curl, ${words} (curl -sS tells more)`
}

/** @see https://curl.se/libcurl/c/libcurl-errors.html */
const CURL_WORDS: Record<number, string> = {
  6: 'the name of the host is unknown',
  7: 'nothing could be reached at the address: is the server running',
  18: 'the answer was cut off',
  22: 'the server refused with a status from 400 on',
  23: 'its output could not be written, or its reader had enough',
  26: 'a file to send could not be read',
  28: 'a limit of time passed',
  35: 'the TLS handshake failed: https to a server that speaks http, perhaps',
  47: 'there were too many redirects',
  52: 'the server closed the connection without an answer',
  55: 'the connection broke while sending',
  56: 'the connection broke while receiving',
  60: "the server's certificate is not trusted: SSL_CERT_FILE names those of your company",
  77: 'the file with the trusted certificates could not be read',
}

const HINTS: Record<string | number, string> = {
  126: 'A program was found but may not be executed: check its permissions.',
  141: 'A command in a pipe wrote on after its reader (head, for example) had ended, and what follows was not run: `set +o pipefail` allows that.',
  SIGKILL: 'Often the system does that when memory runs out.',
}

/**
 * Words for a program that did not start.
 *
 * @param error - What `spawn` threw or emitted.
 * @param program - `command`: its name; `cwd`: the folder it was to run in.
 */
export function describeSpawnFailure(
  error: unknown,
  { command, cwd }: { readonly command: string; readonly cwd: string },
): SpawnError {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' && !existsSync(cwd))
    return new SpawnError(
      'not-found',
      command,
      `${command} was not started: the folder ${cwd} does not exist.`,
    )
  if (code === 'ENOENT') return new SpawnError('not-found', command, notFound(command))
  const why: Record<string, string> = {
    EACCES: `it may not be executed. Check its permissions (chmod +x).`,
    E2BIG: `its arguments and environment are too long. Pass large values on stdin or in a file.`,
    ERR_INVALID_ARG_VALUE: `a value holds a NUL character, which no program can be given.`,
  }
  const reason = why[code ?? ''] ?? `the system answered ${code ?? 'with an unknown error'}.`
  return new SpawnError('spawn', command, `${command} was not started: ${reason}`, { cause: error })
}

function notFound(command: string): string {
  if (command === 'bash')
    return process.platform === 'win32'
      ? 'There is no bash on this computer. %%curl and curl`…` need none; for bash itself install Git for Windows.'
      : 'There is no bash on PATH. Install it; curl`…` and %%curl work without.'
  return `There is no program named ${command} on PATH. Check the spelling, or install it.`
}
