/**
 * Runs a program of the system as one command of a script, fed and read as streams.
 */
import { runProcess } from '../../shell/run-process'
import { SpawnError } from '../../shell/errors'
import type { CommandIo } from '../shell'

/** Thrown into the child's output to end a child that nobody reads from; never leaves this file. */
const BROKEN_PIPE = Symbol('broken pipe')

/** What is known of a program's command beside its arguments and streams. */
export interface ProgramOptions {
  /** Whether anything is connected to its standard input. */
  readonly hasStdin: boolean
  /** Writes bash's line for a command that cannot be started. */
  readonly complain: (message: string) => Promise<void>
}

/**
 * Runs a program to its end.
 *
 * @param name - Looked up on the script's PATH.
 * @param io - Its arguments and streams.
 * @returns Its exit code; 127 when there is no such program, 126 when it cannot be run, 141 when its reader left.
 */
export async function runProgram(
  name: string,
  io: CommandIo,
  { hasStdin, complain }: ProgramOptions,
): Promise<number> {
  const { args, state, stdout, stderr, stdin, signal } = io
  try {
    const { exitCode, stopped } = await runProcess({
      command: name,
      args,
      env: state.environment(),
      cwd: state.cwd,
      stdin: hasStdin ? stdin : undefined,
      onStdoutBytes: async (bytes) => {
        if (!(await stdout.write(bytes))) throw BROKEN_PIPE
      },
      onStderrBytes: async (bytes) => void (await stderr.write(bytes)),
      signal,
    })
    if (stopped) signal.throwIfAborted()
    return exitCode
  } catch (error) {
    if (error === BROKEN_PIPE) return 141
    if (!SpawnError.is(error)) throw error
    if (error.code !== 'not-found') {
      await complain(`${name}: cannot be run`)
      return 126
    }
    await complain(name.includes('/') ? `${name}: No such file or directory` : `${name}: command not found`)
    return 127
  }
}
