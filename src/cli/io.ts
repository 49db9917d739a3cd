/**
 * What a command may touch of the process it runs in. Commands take it as an argument and return their exit code.
 */
import { withoutNpm } from '../base/npm-leftovers'

/** The world of one command. */
export interface CliIo {
  /** Folder the command was started in. */
  readonly cwd: string
  /** Environment of the command and of the processes it starts. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether standard output shows colours. @defaultValue false */
  readonly hasColours?: boolean
  /** Size of the terminal that standard error goes to, if it goes to one. */
  readonly terminal?: () => { readonly columns: number; readonly rows: number } | undefined
  /** Writes to standard output. */
  out(text: string): void
  /** Writes to standard error: progress and complaints. */
  err(text: string): void
}

/** The world of this process. */
export function processIo(): CliIo {
  return {
    cwd: process.cwd(),
    env: withoutNpm(process.env),
    hasColours: showsColours(process.env, process.stdout.isTTY),
    terminal: () => {
      const { isTTY, columns, rows } = process.stderr
      return isTTY ? { columns, rows } : undefined
    },
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  }
}

/** Colours are for a terminal, unless a variable says otherwise. @see https://no-color.org and https://force-color.org */
export function showsColours(env: CliIo['env'], isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0'
  return isTerminal && env['TERM'] !== 'dumb'
}
