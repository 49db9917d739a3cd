/**
 * A program that a command runs to its end: its lines come as they are written, and it never outlives the command.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { CliError } from './errors'

/** What to run. */
export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Gets each line of standard output; without it they go nowhere. */
  onLine?(line: string): void
  /** Gets each line of standard error. */
  onErrorLine?(line: string): void
}

/** How it ended. */
export interface ChildEnd {
  /** Exit code; 128 and the signal's number when a signal ended it, as shells say it. */
  readonly exitCode: number
  /** Whether the command was asked to end meanwhile: Ctrl+C, or a signal. */
  readonly wasStopped: boolean
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a program to its end. Ctrl+C and signals to this process end the program first.
 *
 * @param options - What to run and who gets its lines.
 * @throws CliError When it cannot be started.
 */
export function runChild(options: ChildOptions): Promise<ChildEnd> {
  const { command, args, cwd, env } = options
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let wasStopped = false
    const stop = () => {
      wasStopped = true
      child.kill('SIGTERM')
    }
    for (const signal of STOP_SIGNALS) process.on(signal, stop)
    const release = () => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop)
    }
    createInterface({ input: child.stdout }).on('line', (line) => options.onLine?.(line))
    createInterface({ input: child.stderr }).on('line', (line) => options.onErrorLine?.(line))
    child.once('error', (cause) => {
      release()
      reject(new CliError(`${command} could not be started: ${cause.message}`, { cause }))
    })
    child.once('close', (code) => {
      release()
      resolve({ exitCode: code ?? 128 + 15, wasStopped })
    })
  })
}
