/**
 * A program that a command runs to its end: its lines come as they are written, and it never outlives the command.
 */
import { spawn, type ChildProcess } from 'node:child_process'
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

/** Signals after the first until a program that does not end is ended. */
const PRESSES_TO_KILL = 5
/** How long the pipes of a program that has ended are read when nothing comes and somebody holds them. */
const SILENCE_MS = 1000
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
    const child = spawn(command, args, {
      cwd,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl+C reaches all of a terminal's group. JupyterLab, told twice, ends before its kernels have.
      detached: process.platform !== 'win32',
    })
    let wasStopped = false
    let repeats = 0
    const stop = () => {
      // npm and its shell may pass on what the terminal has sent already; who goes on pressing means it.
      if (!wasStopped) child.kill('SIGTERM')
      else if (++repeats === PRESSES_TO_KILL) child.kill('SIGKILL')
      wasStopped = true
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
    child.once('exit', () => endPipes(child))
    child.once('close', (code) => {
      release()
      resolve({ exitCode: code ?? 128 + 15, wasStopped })
    })
  })
}

/** What a cell has started in the background may hold the pipes for ever; what is in them by now is read first. */
function endPipes({ stdout, stderr }: ChildProcess): void {
  const pipes = [stdout, stderr].filter((pipe) => pipe !== null)
  let hasComeMore = false
  for (const pipe of pipes) pipe.on('data', () => (hasComeMore = true))
  const look = () => {
    hasComeMore = false
    setTimeout(() => {
      // After this round's reads, so that a slow process misses nothing.
      setImmediate(() => {
        if (hasComeMore) look()
        else for (const pipe of pipes) pipe.destroy()
      })
    }, SILENCE_MS).unref()
  }
  look()
}
