/**
 * Runs one child process with its output as it comes. Owns the process group, decoding, back-pressure and the end
 * (exit, Stop, failure to start); knows nothing of bash, cells or display. Built on `child_process`, because the
 * group, the stop ladder over it and the extra descriptor for a script are what execa leaves to its caller.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable, Writable } from 'node:stream'
import { linkSignals } from '../base/signals'
import { describeSpawnFailure } from './errors'
import { feedStdin, type StdinSource } from './feed-stdin'
import { guardGroup, releaseGroup } from './guard'
import { climbStopLadder, isGroupAlive, listGroup } from './process-group'

/** How long after the stop ladder the last output is waited for. */
const LAST_OUTPUT_MS = 200

/**
 * How long a Stop may be on its way when a child has ended by SIGINT. The signal goes to all of the kernel's group, and a
 * child that is just being started is still in it: it may be gone before the kernel has heard.
 */
const HEARD_MS = 100

/** How long a group may go on after its first process before it counts as being in the background. */
const BACKGROUND_MS = 600
/** The same where the group is empty: a daemon that left it holds the output, or its last piece is still being shown. */
const FOREIGN_MS = 3000
const POLL_MS = 100

/** What to run and where its output goes. */
export interface ProcessOptions {
  /** Program: a name looked up on the PATH of `env`, or a path. */
  readonly command: string
  /** Its arguments, passed as they are: there is no shell in between. */
  readonly args?: readonly string[]
  /** Text that the child reads from descriptor 3; unlike arguments it is not visible to other users. */
  readonly script?: string | undefined
  /** The whole environment; `process.env` by default. A variable that is `undefined` is left out. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Folder to run in; the notebook's by default. */
  readonly cwd?: string | undefined
  /** Standard input; empty by default. */
  readonly stdin?: StdinSource | undefined
  /** Gets standard output as text, whole characters only. A promise holds up the child until it settles. */
  readonly onStdout?: ((text: string) => void | Promise<void>) | undefined
  /** Gets standard error as text. */
  readonly onStderr?: ((text: string) => void | Promise<void>) | undefined
  /** Gets standard output as bytes, before `onStdout`. */
  readonly onStdoutBytes?: ((bytes: Uint8Array) => void | Promise<void>) | undefined
  /** Gets standard error as bytes, before `onStderr`. */
  readonly onStderrBytes?: ((bytes: Uint8Array) => void | Promise<void>) | undefined
  /** Ends the child and all it started: SIGINT, SIGTERM, SIGKILL. */
  readonly signal?: AbortSignal | undefined
  /**
   * Called once when the program itself has ended and others of its group go on, with their numbers as far as they are
   * known; the run is over then, and their output keeps coming. Without it the run lasts until they have ended as well.
   */
  readonly onBackground?: ((ids: readonly number[]) => void) | undefined
  /** How long each signal of the ladder is given. @defaultValue 250 */
  readonly stopLadderMs?: number | undefined
}

/** How a process ended. */
export interface ProcessOutcome {
  /** Its exit code; 128 plus the signal's number when a signal ended it, as a shell counts. */
  readonly exitCode: number
  /** The signal that ended it. */
  readonly signal: string | undefined
  /** Whether `options.signal` ended it. */
  readonly stopped: boolean
}

/**
 * Runs a program to its end and hands on its output as it comes.
 *
 * @param options - The program, its surroundings, and who gets the output.
 * @returns How it ended, once it has exited and its output is read to the end. A background process that keeps the
 * output open holds up the end, as in a shell's `$(…)`, unless there is `onBackground`.
 * @throws SpawnError `not-found` or `spawn` when it cannot be started.
 * @throws Whatever a callback or the source of standard input throws; the process is ended first.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessOutcome> {
  const { signal, stopLadderMs = 250 } = options
  if (signal?.aborted) return { exitCode: 130, signal: 'SIGINT', stopped: true }
  const { child, id } = await start(options)
  let exit: [number | null, NodeJS.Signals | null] = [null, 'SIGKILL']
  let ladder: Promise<void> | undefined
  let broken: { readonly reason: unknown } | undefined
  let giveUp = () => {}
  const givenUp = new Promise<void>((resolve) => (giveUp = resolve))
  const ended = new AbortController()
  let isLeft = false

  const stop = () => {
    ladder ??= climbStopLadder(id, stopLadderMs)
    // A process that left the group may hold the output open forever: after the ladder nobody waits long for it.
    void ladder.then(() => setTimeout(giveUp, LAST_OUTPUT_MS))
  }
  const fail = (reason: unknown) => {
    broken ??= { reason }
    stop()
  }
  const unlink = linkSignals([signal], stop)

  if (child.stdin) feedStdin(child.stdin, options.stdin ?? '', ended.signal).catch(fail)
  const scriptPipe = child.stdio[3] as Writable | null | undefined
  if (scriptPipe) feedStdin(scriptPipe, options.script ?? '', ended.signal).catch(fail)
  const closed = once(child, 'close')
  const { onBackground } = options
  const left = new Promise<void>((resolve) => {
    child.once('exit', (...how) => {
      exit = how
      if (onBackground !== undefined) void whenLeftBehind(id, closed).then(resolve)
    })
  })
  const outputs = [
    readOutput(child.stdout as Readable, options.onStdoutBytes, options.onStdout).catch(fail),
    readOutput(child.stderr as Readable, options.onStderrBytes, options.onStderr).catch(fail),
  ]
  await Promise.race([Promise.all([closed, ...outputs]), givenUp, left.then(() => (isLeft = true))])
  ended.abort()
  unlink()
  if (isLeft && ladder === undefined) {
    // Nothing here keeps this process alive for them.
    for (const stream of [child.stdout, child.stderr]) (stream as unknown as { unref(): void }).unref()
    onBackground?.(listGroup(id))
  } else {
    child.stdout?.destroy()
    child.stderr?.destroy()
  }
  await ladder
  releaseGroup(id)
  if (broken) throw broken.reason
  const [exitCode, killedBy] = exit
  if (killedBy === 'SIGINT' && signal?.aborted === false) await abortedSoon(signal)
  return {
    exitCode: exitCode ?? 128 + signalNumber(killedBy),
    signal: killedBy ?? undefined,
    stopped: signal?.aborted ?? false,
  }
}

/** Settles when a signal is aborted, or was not for a while. */
async function abortedSoon(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, HEARD_MS)
    signal.addEventListener('abort', done)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}

/** Settles when a group whose first process has ended still runs a while later; never when its output is closed before. */
async function whenLeftBehind(id: number, closed: Promise<unknown>): Promise<void> {
  let isClosed = false
  const close = () => (isClosed = true)
  closed.then(close, close)
  const isLeft = (waitedMs: number) => waitedMs >= (isGroupAlive(id) ? BACKGROUND_MS : FOREIGN_MS)
  for (let waitedMs = 0; !isLeft(waitedMs); waitedMs += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    if (isClosed) return await new Promise<never>(() => {})
  }
}

function start(options: ProcessOptions): Promise<{ child: ChildProcess; id: number }> {
  const { command, cwd = process.cwd() } = options
  return new Promise((resolve, reject) => {
    const refuse = (error: unknown) => reject(describeSpawnFailure(error, { command, cwd }))
    try {
      const child = spawn(command, [...(options.args ?? [])], {
        cwd,
        env: { ...(options.env ?? process.env) },
        detached: process.platform !== 'win32',
        windowsHide: true,
        stdio: [
          options.stdin === undefined ? 'ignore' : 'pipe',
          'pipe',
          'pipe',
          ...(options.script === undefined ? [] : (['pipe'] as const)),
        ],
      })
      const id = child.pid
      if (id !== undefined) guardGroup(id)
      child.once('error', refuse)
      child.once('spawn', () => resolve({ child, id: id as number }))
    } catch (error) {
      refuse(error)
    }
  })
}

async function readOutput(
  stream: Readable,
  onBytes: ProcessOptions['onStdoutBytes'],
  onText: ProcessOptions['onStdout'],
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const giveText = async (text: string) => {
    if (text !== '') await onText?.(text)
  }
  try {
    for await (const bytes of stream as AsyncIterable<Uint8Array>) {
      const held = onBytes?.(bytes)
      if (held) await held
      if (onText) await giveText(decoder.decode(bytes, { stream: true }))
    }
  } catch (error) {
    // Destroyed after the stop ladder: what came until then was handed on.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
  if (onText) await giveText(decoder.decode())
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : (constants.signals[signal] ?? 0)
}
