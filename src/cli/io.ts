/**
 * What a command may touch of the process it runs in. Commands take it as an argument and return their exit code.
 */

/** The world of one command. */
export interface CliIo {
  /** Folder the command was started in. */
  readonly cwd: string
  /** Environment of the command and of the processes it starts. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Writes to standard output. */
  out(text: string): void
  /** Writes to standard error: progress and complaints. */
  err(text: string): void
}

/** The world of this process. */
export function processIo(): CliIo {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  }
}
