/**
 * The work of `stream`: any source to the cell and to a result. Loaded with the first call only.
 */
import { anatomyBundles } from '../../display/anatomy/anatomy'
import { jsonBundle } from '../../display/json-tree'
import { createLiveView, type LiveView } from '../../display/live/live-view'
import { oneLine } from '../../display/one-line'
import { describeError } from '../../errors'
import type { CellScope } from '../../kernel/scope/scope'
import type { Answer } from '../answer/answer'
import { createDeltaBatch } from '../answer/batch-deltas'
import type { StreamOptions } from '../chat-options'
import { recordAnatomy } from './collect-anatomy'
import { answerFooter, drawDelta, drawOtherChoices, failureLine } from './draw-answer'
import { ChatError } from '../answer/errors'
import { endedWhole } from '../client/guard-stream'
import { createItemReader } from '../source/item-reader'
import { EMPTY_ANSWER } from '../answer/message-builder'
import type { JsonObject } from '../../base/unknown'
import { readSource } from '../source/pull-source'
import { type ChatResult, makeResult } from './result'
import { findSource } from '../source/stream-source'
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
  const { as = 'markdown' } = options
  const source = findSource(await value)
  const view = createView(options, scope)
  const seen: unknown[] = []
  const startedAt = performance.now()
  const recorder = options.anatomy ? recordAnatomy() : undefined
  const batch = createDeltaBatch((delta) => {
    recorder?.listener.onDelta?.(delta)
    if (view && as !== 'events') drawDelta(view, delta)
  })
  const onChunk = (chunk: JsonObject, data: string): void => {
    batch.flush()
    recorder?.listener.onChunk?.(chunk, data)
    if (as === 'json') seen.push(chunk)
    if (as === 'events') view?.text(eventLine(performance.now() - startedAt, data || JSON.stringify(chunk)))
  }
  const reader = createItemReader({
    isText: source.type === 'response' && /^text\/plain/i.test(source.header('content-type') ?? ''),
    takesAll: as === 'events' || as === 'json',
    startedAt,
    onDelta: (delta) => batch.add(delta),
    // Only where chunks are shown: who asks for them has every one parsed.
    ...(recorder || as === 'events' || as === 'json' ? { onChunk } : {}),
  })
  const signals = options.signal ? [scope.signal, options.signal] : [scope.signal]
  try {
    const answer = await readSource(source, reader, () => batch.flush(), signals)
    if (source.type !== 'items' || !endedWhole(source.controller)) recordUsage(answer)
    if (as === 'json' && options.draw !== false)
      scope.display(jsonBundle(jsonOf(answer, seen), { root: 'stream' }))
    if (view && as !== 'events') drawOtherChoices(view, answer)
    await view?.end(answer.choices[0] && answer.events > 0 ? answerFooter(answer) : '')
    if (recorder)
      for (const bundle of anatomyBundles([recorder.call('stream', answer)])) scope.display(bundle)
    return makeResult(answer, [])
  } catch (error) {
    if (!(error instanceof ChatError)) {
      await view?.fail(describeError(error))
      throw error
    }
    const arrived = error.partial ?? EMPTY_ANSWER
    const failing = as === 'json' ? viewOfRest(arrived, seen, options, scope) : view
    if (view && as !== 'events') drawOtherChoices(view, arrived)
    await failing?.fail(failureLine(error))
    if (recorder)
      for (const bundle of anatomyBundles([recorder.call('stream, incomplete', arrived)]))
        scope.display(bundle)
    const partial = makeResult(arrived, [], { error })
    if (options.reject === false) return partial
    throw error.withPartial(partial)
  }
}

function createView({ as = 'markdown', draw }: StreamOptions, scope: CellScope): LiveView | undefined {
  if (draw === false || as === 'json') return undefined
  return createLiveView(scope, { as: as === 'markdown' ? 'markdown' : 'text' })
}

/** With `as: "json"` nothing was shown yet when the stream fails: what came is, as text, for it is no whole document. */
function viewOfRest(
  arrived: Answer,
  seen: readonly unknown[],
  { draw }: StreamOptions,
  scope: CellScope,
): LiveView | undefined {
  if (draw === false) return undefined
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
