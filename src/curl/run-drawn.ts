/**
 * Runs a script of curl commands in a cell: output is drawn as it comes and kept as a value; failures become errors.
 */
import { createAnswerReader } from '../chat/answer/answer-reader'
import type { Answer } from '../chat/answer/answer'
import { NO_LIMITS, readLimits, type SetLimits } from '../base/body/body-limits'
import { MagicsError } from '../errors'
import { joinSignals } from '../base/signals'
import type { CellScope } from '../kernel/scope/cell-scope'
import { createCurlResult, type CurlResult } from './curl-result'
import { CurlFailedError } from './errors'
import type { CurlOptions } from './curl-options'
import { mediaTypeOf } from './draw/body-view'
import { Screen } from './draw/screen'
import { findFailure } from './explain-failure'
import { OutputKeeper } from './keep-output'
import { runCurl } from './run-curl'
import { describeRequest } from '../snippets/describe-request'
import { createRequestScope, type RequestScope } from '../snippets/output-metadata'
import { CurlError, EXIT } from './transfer-error'
import { runScript } from '../script/run/run-script'
import type { Source } from '../script/script-error'
import type { ScreenSink, ScriptHost } from '../script/shell'
import { stopReason } from '../shell/stop-reason'
import type { Transfer } from '../script/curl-contract'
import { noteShown } from '../kernel/scope/shown-values'

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
  const limits = readLimits(options)
  const keeper = new OutputKeeper(limits.maxBodyBytes)
  const cwd = options.cwd ?? process.cwd()
  const quiet = options.quiet === true
  const ends = joinSignals([scope.signal, options.signal], options.timeoutMs)
  const requests = createRequestScope(quiet ? silent(scope) : scope)
  const screen = new Screen(requests.scope, cwd, { ...limits, signal: ends.signal })
  const host = createHost({ keeper, screen, requests, cwd, options, signal: ends.signal, limits })
  try {
    const outcome = await runScript(source, host, { pipefail: options.pipefail ?? true })
    await screen.close()
    const transfers = outcome.curls.flatMap((run) => run.transfers)
    const bodyOf = (transfer: Transfer): Uint8Array | undefined => keeper.bodyOf(transfer)
    const failure =
      screen.answerError ??
      keeper.overflow ??
      findFailure({ ...outcome, answered: screen.answered, stderr: keeper.stderrText(), bodyOf })
    const result = createCurlResult({
      exitCode: outcome.exitCode,
      stdout: keeper.stdoutText(),
      stderr: keeper.stderrText(),
      transfers: transfers.map((transfer) => ({ transfer, body: bodyOf(transfer) })),
      answer: screen.answer ?? readAnswer(transfers.at(-1), bodyOf),
      error: failure,
    })
    if (!quiet) noteDrawn(result, scope)
    if (!failure || options.reject === false) return result
    throw CurlFailedError.is(failure) ? failure.attach(result) : failure
  } catch (error) {
    await screen.close()
    if (!ends.signal.aborted || (MagicsError.is(error) && error !== ends.signal.reason)) throw error
    throw stopReason(ends.signal.reason, { name: 'curl', partial: keeper.stdoutText() })
  } finally {
    ends.release()
  }
}

/** Its card and its answer are in the cell; why it failed is not, unless it is thrown. */
function noteDrawn(result: CurlResult, scope: CellScope): void {
  if (result.chat) noteShown(result.chat, scope)
  if (!result.error) noteShown(result, scope)
}

interface HostParts {
  readonly keeper: OutputKeeper
  readonly screen: Screen
  readonly requests: RequestScope
  readonly cwd: string
  readonly options: Partial<CurlOptions>
  readonly signal: AbortSignal
  readonly limits: SetLimits
}

function createHost({ keeper, screen, requests, cwd, options, signal, limits }: HostParts): ScriptHost {
  return {
    env: { ...process.env, ...options.env },
    cwd,
    signal,
    maxCollectedBytes: limits.maxBodyBytes,
    open: (origin) => keepingSink(screen.open(origin), keeper, origin.curl !== undefined),
    stderr(bytes) {
      keeper.stderr(bytes)
      screen.stderr(bytes)
    },
    curl: runCurl,
    onTransferStart(_run, request) {
      requests.begin(() => describeRequest(request))
      screen.startTransfer(request)
    },
    onResponse(run, head) {
      keeper.beginBody(run)
      screen.respond(run, head)
    },
    onBody: (run, bytes) => keeper.body(run, bytes),
    onProgress: (_run, progress) => screen.report(progress),
    async onTransferEnd(run, transfer) {
      keeper.endBody(run, transfer)
      await screen.endTransfer(run, transfer)
      // What comes out of a pipe is drawn when the pipe ends.
      if (run.output !== 'pipe') requests.end()
    },
    onFile: (_run, path) => screen.showFile(path),
  }
}

function keepingSink(sink: ScreenSink, keeper: OutputKeeper, isCurl: boolean): ScreenSink {
  return {
    write(bytes, part) {
      keeper.stdout(bytes)
      // A view has a limit of its own, and says better what was too long.
      const written = sink.write(bytes, part)
      return keeper.overflow ? refuse(written, keeper.overflow, isCurl) : written
    },
    end: () => sink.end(),
  }
}

/** Ends the command that wrote too much: curl as one that cannot write, so that its transfer is told as any other. */
async function refuse(
  written: boolean | Promise<boolean>,
  reason: MagicsError,
  isCurl: boolean,
): Promise<never> {
  await written
  throw isCurl ? new CurlError(EXIT.write, reason.message) : reason
}

/** A whole completion in a body that was not streamed is an answer too. */
function readAnswer(
  transfer: Transfer | undefined,
  bodyOf: (transfer: Transfer) => Uint8Array | undefined,
): Answer | undefined {
  if (!transfer || transfer.status >= 400 || !/[/+]json$/.test(mediaTypeOf(transfer))) return undefined
  const body = bodyOf(transfer)
  if (!body || !hasAnswerField(Buffer.from(body.buffer, body.byteOffset, body.byteLength))) return undefined
  const now = (): number => transfer.timing.totalMs
  const reader = createAnswerReader({ startedAt: 0, now, formats: 'wire', ...NO_LIMITS })
  reader.push(body)
  try {
    return reader.end()
  } catch {
    // Not a completion after all: the body is plain JSON, and the tree has shown it.
    return undefined
  }
}

/** A field that an answer has in any of its formats; a large document of another kind is not parsed again. */
function hasAnswerField(body: Buffer): boolean {
  return ['"choices"', '"stop_reason"', '"output"', '"done"'].some((field) => body.includes(field))
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
