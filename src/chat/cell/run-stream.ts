/**
 * The work of `stream`: any source to the cell and to a result. Loaded with the first call only.
 */
import { anatomyBundles } from '../../display/anatomy/anatomy'
import { jsonBundle } from '../../display/json-tree'
import { createLiveView } from '../../display/live/live-view'
import type { LiveView } from '../../display/live/live-contract'
import { oneLine } from '../../display/one-line'
import { describeError } from '../../errors'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { Answer } from '../answer/answer'
import { createDeltaBatch } from '../answer/batch-deltas'
import type { StreamOptions } from '../chat-options'
import { recordAnatomy } from './collect-anatomy'
import { answerFooter, drawDelta, drawOtherChoices, failureLine } from './draw-answer'
import { drawPictures } from './draw-media'
import { type AnswerError, isAnswerError, withPartial } from '../answer/errors'
import { abortError, isUserAbort } from '../answer/transport-errors'
import { askedModelOf, endedWhole, requestOf } from '../client/guard-stream'
import { createItemReader } from '../source/item-reader'
import { EMPTY_ANSWER } from '../answer/message-builder'
import { readLimits, type SetLimits } from '../../base/body/body-limits'
import { checkOptions } from '../../base/option-names'
import { joinSignals, untilAborted } from '../../base/signals'
import { checkLimits } from '../call/check-call'
import type { JsonObject } from '../../base/unknown'
import { closeLate, readSource } from '../source/pull-source'
import { createRequestScope } from '../../snippets/output-metadata'
import type { SnippetRequest } from '../../snippets/request'
import { type ChatResult, makeResult } from './result'
import { createShownEvents } from './shown-events'
import { findSource, type StreamSource } from '../source/stream-source'
import { recordUsage } from '../answer/usage-totals'

/**
 * Reads a source once, shows it and gives its answer.
 *
 * @param value - The source, or a promise of it.
 * @param options - How to show it.
 * @param scope - The cell that asked.
 */
export async function runStream(
  value: unknown,
  options: StreamOptions,
  scope: CellScope,
): Promise<ChatResult> {
  try {
    checkOptions('stream', options)
    checkLimits(options)
  } catch (error) {
    // The cell fails with this; what becomes of the source is nobody's business any more.
    Promise.resolve(value).then(undefined, () => {})
    throw error
  }
  const { signal, release } = joinSignals([scope.signal, options.signal], options.timeoutMs)
  try {
    return await showStream(value, { options, scope, signal, limits: readLimits(options) })
  } finally {
    release()
  }
}

interface StreamCall {
  readonly options: StreamOptions
  readonly scope: CellScope
  /** Ends the call: Stop, the caller's signal or its limit of time. */
  readonly signal: AbortSignal
  readonly limits: SetLimits
}

async function showStream(
  value: unknown,
  { options, scope: cell, signal, limits }: StreamCall,
): Promise<ChatResult> {
  const { scope, begin } = createRequestScope(cell)
  let request: (() => SnippetRequest) | undefined
  const { as = 'markdown' } = options
  const view = createView(options, scope)
  const seen: unknown[] = []
  const shown = createShownEvents()
  /** After what is shown, the number of what is not. */
  const tellRest = (): void => {
    if (as === 'events') view?.text(shown.rest())
    else if (!options.quiet && shown.rest() !== '') scope.write('stderr', shown.rest())
  }
  const recorder = options.anatomy ? recordAnatomy() : undefined
  const fail = async (error: AnswerError): Promise<ChatResult> => {
    const arrived = error.partial ?? EMPTY_ANSWER
    const failing = as === 'json' ? viewOfRest(arrived, seen, options, scope) : view
    if (view && as !== 'events') drawOtherChoices(view, arrived)
    tellRest()
    await failing?.fail(failureLine(error))
    if (view && as !== 'events') drawPictures(scope, arrived)
    if (recorder)
      for (const bundle of anatomyBundles([recorder.call('stream, incomplete', arrived)]))
        scope.display(bundle)
    const partial = makeResult(arrived, [], { error, request })
    if (options.reject === false) return partial
    throw withPartial(error, partial)
  }

  let source: StreamSource
  try {
    source = findSource(await untilAborted(value, signal))
  } catch (error) {
    const stop = stopBefore(error, signal)
    if (!stop) throw error
    closeLate(value)
    return fail(stop)
  }
  if (source.type === 'items') request = requestOf(source.controller)
  if (request) begin(request)
  const startedAt = performance.now()
  const batch = createDeltaBatch((delta) => {
    recorder?.listener.onDelta?.(delta)
    if (view && as !== 'events') drawDelta(view, delta)
  })
  const onChunk = (chunk: JsonObject, data: string): void => {
    batch.flush()
    recorder?.listener.onChunk?.(chunk, data)
    if ((as !== 'json' && as !== 'events') || !shown.take()) return
    if (as === 'json') seen.push(chunk)
    else view?.text(eventLine(performance.now() - startedAt, data || JSON.stringify(chunk)))
  }
  const reader = createItemReader({
    isText: source.type === 'response' && /^text\/plain/i.test(source.header('content-type') ?? ''),
    takesAll: as === 'events' || as === 'json',
    startedAt,
    askedModel: source.type === 'items' ? askedModelOf(source.controller) : undefined,
    ...limits,
    onDelta: (delta) => batch.add(delta),
    // Only where chunks are shown: who asks for them has every one parsed.
    ...(recorder || as === 'events' || as === 'json' ? { onChunk } : {}),
  })
  try {
    const answer = await readSource(source, reader, { afterItem: () => batch.flush(), signal })
    if (source.type !== 'items' || !endedWhole(source.controller)) recordUsage(answer)
    if (as === 'json' && !options.quiet) scope.display(jsonBundle(jsonOf(answer, seen), { root: 'stream' }))
    if (view && as !== 'events') drawOtherChoices(view, answer)
    tellRest()
    await view?.end(answer.choices[0] && answer.events > 0 ? answerFooter(answer) : '')
    if (view && as !== 'events') drawPictures(scope, answer)
    if (recorder)
      for (const bundle of anatomyBundles([recorder.call('stream', answer)])) scope.display(bundle)
    return makeResult(answer, [], { request })
  } catch (error) {
    if (isAnswerError(error)) return fail(error)
    await view?.fail(describeError(error))
    throw error
  }
}

/** The stop or limit for which the wait for a source ended, also in the words of the official client. */
function stopBefore(error: unknown, signal: AbortSignal): AnswerError | undefined {
  if (signal.aborted) return abortError(signal.reason)
  if (isAnswerError(error) || isUserAbort(error)) return abortError(error)
  return undefined
}

function createView({ as = 'markdown', quiet }: StreamOptions, scope: CellScope): LiveView | undefined {
  if (quiet || as === 'json') return undefined
  return createLiveView(scope, { as: as === 'markdown' ? 'markdown' : 'text' })
}

/** With `as: "json"` nothing was shown yet when the stream fails: what came is, as text, for it is no whole document. */
function viewOfRest(
  arrived: Answer,
  seen: readonly unknown[],
  { quiet }: StreamOptions,
  scope: CellScope,
): LiveView | undefined {
  if (quiet) return undefined
  const view = createLiveView(scope, { as: 'text' })
  if (seen.length > 0) view.text(arrived.text || seen.map((one) => JSON.stringify(one)).join('\n'))
  return view
}

/** With `as: "json"`: the answer's text if it is JSON, else everything that came. */
function jsonOf(answer: Answer, seen: readonly unknown[]): unknown {
  try {
    return JSON.parse(answer.text)
  } catch {
    return seen
  }
}

function eventLine(atMs: number, data: string): string {
  return `${String(Math.round(atMs)).padStart(6)} ms  ${oneLine(data, 500)}\n`
}
