/**
 * Runs a script of curl commands in a cell: output is drawn as it comes and kept as a value; failures become errors.
 */
import { createAnswerReader } from '../chat/answer/answer-reader'
import type { Answer } from '../chat/answer/answer'
import { MagicsError, StoppedError } from '../errors'
import type { CellScope } from '../kernel/scope/scope'
import { registerHeaders } from '../secrets/secret-headers'
import { createCurlResult, type CurlResult } from './curl-result'
import type { CurlOptions } from './curl-options'
import { mediaTypeOf } from './draw/body-view'
import { Screen } from './draw/screen'
import { findFailure } from './explain-failure'
import { OutputKeeper } from './keep-output'
import { runCurl } from './run-curl'
import { runScript } from '../script/run/run-script'
import type { Source } from '../script/script-error'
import type { CurlRun, ScreenSink, ScriptHost } from '../script/shell'
import type { Transfer } from '../script/curl-contract'

/**
 * Runs a script.
 *
 * @param source - The script.
 * @param scope - The cell, taken when the tag was called.
 * @param options - Settings of the user.
 * @returns The result, when nothing failed or `reject` is false.
 */
export async function runDrawn(
  source: Source,
  scope: CellScope,
  options: Partial<CurlOptions>,
): Promise<CurlResult> {
  const keeper = new OutputKeeper()
  const cwd = options.cwd ?? process.cwd()
  const quiet = options.quiet === true
  const screen = new Screen(quiet ? silent(scope) : scope, cwd)
  const limits = linkSignals([scope.signal, options.signal], options.timeoutMs)
  const host = createHost({ keeper, screen, scope, cwd, options, signal: limits.signal })
  try {
    const outcome = await runScript(source, host, { pipefail: options.pipefail ?? true })
    await screen.close()
    const transfers = outcome.curls.flatMap((run) => run.transfers)
    const bodyOf = (transfer: Transfer): Uint8Array | undefined => keeper.bodyOf(transfer)
    const failure =
      screen.answerError ??
      findFailure({ ...outcome, answered: screen.answered, stderr: keeper.stderrText(), bodyOf })
    const result = createCurlResult({
      exitCode: outcome.exitCode,
      stdout: keeper.stdoutText(),
      stderr: keeper.stderrText(),
      transfers: transfers.map((transfer) => ({ transfer, body: bodyOf(transfer) })),
      answer: screen.answer ?? readAnswer(transfers.at(-1), bodyOf),
      error: failure,
    })
    if (!failure || options.reject === false) return result
    throw 'attach' in failure ? failure.attach(result) : failure
  } catch (error) {
    await screen.close('stopped')
    if (!limits.signal.aborted || (MagicsError.is(error) && error !== limits.signal.reason)) throw error
    throw stopReason(limits.signal.reason, keeper.stdoutText())
  } finally {
    limits.release()
  }
}

interface HostParts {
  readonly keeper: OutputKeeper
  readonly screen: Screen
  readonly scope: CellScope
  readonly cwd: string
  readonly options: Partial<CurlOptions>
  readonly signal: AbortSignal
}

function createHost({ keeper, screen, cwd, options, signal }: HostParts): ScriptHost {
  return {
    env: { ...process.env, ...options.env },
    cwd,
    signal,
    open: (origin) => keepingSink(screen.open(origin), keeper),
    stderr(bytes) {
      keeper.stderr(bytes)
      screen.stderr(bytes)
    },
    curl: runCurl,
    onCurlStart: (run) => registerHeaders(headersOf(run)),
    onTransferStart: (_run, request) => screen.startTransfer(request),
    onResponse(run, head) {
      keeper.beginBody(run)
      screen.respond(run, head)
    },
    onBody: (run, bytes) => keeper.body(run, bytes),
    onProgress: (_run, progress) => screen.report(progress),
    async onTransferEnd(run, transfer) {
      keeper.endBody(run, transfer)
      await screen.endTransfer(run, transfer)
    },
    onFile: (_run, path) => screen.showFile(path),
  }
}

function keepingSink(sink: ScreenSink, keeper: OutputKeeper): ScreenSink {
  return {
    write(bytes, part) {
      keeper.stdout(bytes)
      return sink.write(bytes, part)
    },
    end: () => sink.end(),
  }
}

/** Header lines among the words of a command, so that secrets are known before anything prints them. */
function headersOf({ argv }: CurlRun): [string, string][] {
  return argv.flatMap((word) => {
    const match = /^(?:-H|--header=)?([\w-]+): *(.+)$/.exec(word)
    return match ? [[match[1] as string, match[2] as string]] : []
  })
}

/** A whole completion in a body that was not streamed is an answer too. */
function readAnswer(
  transfer: Transfer | undefined,
  bodyOf: (transfer: Transfer) => Uint8Array | undefined,
): Answer | undefined {
  if (!transfer || transfer.status >= 400 || !/[/+]json$/.test(mediaTypeOf(transfer))) return undefined
  const body = bodyOf(transfer)
  if (!body || !Buffer.from(body.buffer, body.byteOffset, body.byteLength).includes('"choices"'))
    return undefined
  const now = (): number => transfer.timing.totalMs
  const reader = createAnswerReader({ startedAt: 0, now })
  reader.push(body)
  try {
    return reader.end()
  } catch {
    // Not a completion after all: the body is plain JSON, and the tree has shown it.
    return undefined
  }
}

/** A scope that shows nothing, for `quiet`. */
function silent(scope: CellScope): CellScope {
  return {
    kind: 'terminal',
    signal: scope.signal,
    write: () => {},
    display: () => ({ update: () => {} }),
    clearOutput: () => {},
    input: (prompt, options) => scope.input(prompt, options),
  }
}

const TIMEOUT = Symbol('timeout')

/** One signal for several ends. Not `AbortSignal.any`: on Node 20 that leaks with a signal that lives long. */
function linkSignals(
  signals: readonly (AbortSignal | undefined)[],
  timeoutMs: number | undefined,
): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController()
  const releases = signals.map((signal) => {
    const abort = (): void => controller.abort(signal?.reason)
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
    return () => signal?.removeEventListener('abort', abort)
  })
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => controller.abort(TIMEOUT), timeoutMs)
  const release = (): void => {
    clearTimeout(timer)
    for (const each of releases) each()
  }
  return { signal: controller.signal, release }
}

function stopReason(reason: unknown, partial: string): unknown {
  if (reason === TIMEOUT)
    return new MagicsError(
      'timeout',
      'curl ran longer than timeoutMs and was ended. Raise it if that was too short.',
      { partial },
    )
  if (MagicsError.is(reason) && reason.code !== 'stopped') return reason
  return new StoppedError('curl was stopped before it was finished.', { partial, cause: reason })
}
