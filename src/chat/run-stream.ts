/**
 * The work of `stream`: any source to the cell and to a result. Loaded with the first call only.
 */
import { describeError } from '../errors'
import { anatomyBundles } from '../display/anatomy'
import { jsonBundle } from '../display/json-tree'
import { createLiveView, type LiveView } from '../display/live-view'
import { oneLine } from '../display/one-line'
import type { CellScope } from '../kernel/scope'
import type { Answer } from './answer'
import { recordAnatomy } from './collect-anatomy'
import { answerFooter, drawDelta, drawOtherChoices } from './draw-answer'
import { ChatError } from './errors'
import { endedWhole } from './guard-stream'
import { describeRefusal, MAX_ERROR_BODY_BYTES } from './http-error'
import { createItemReader, type ItemReader } from './item-reader'
import { linkSignals } from './link-signals'
import { readBody, readItems } from './read-body'
import { type ChatResult, makeResult } from './result'
import { EMPTY_ANSWER, failureLine } from './run-chat'
import type { StreamOptions } from './chat-options'
import { type EventTargetLike, findSource, type StreamSource } from './stream-source'
import { abortError, describeTransport } from './transport-errors'
import { recordUsage } from './usage-totals'

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
  const reader = createItemReader({
    isText: source.type === 'response' && /^text\/plain/i.test(source.header('content-type') ?? ''),
    takesAll: as === 'events' || as === 'json',
    startedAt,
    onDelta: (delta) => {
      recorder?.listener.onDelta?.(delta)
      if (view && as !== 'events') drawDelta(view, delta)
    },
    onChunk: (chunk, data) => {
      recorder?.listener.onChunk?.(chunk, data)
      if (as === 'json') seen.push(chunk)
      if (as === 'events') view?.text(eventLine(performance.now() - startedAt, data || JSON.stringify(chunk)))
    },
  })
  try {
    const answer = await readSource(source, reader, options, scope)
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
    await view?.fail(failureLine(error))
    const partial = makeResult(error.partial ?? EMPTY_ANSWER, [], { error })
    if (options.reject === false) return partial
    throw error.withPartial(partial)
  }
}

function createView({ as = 'markdown', draw }: StreamOptions, scope: CellScope): LiveView | undefined {
  if (draw === false || as === 'json') return undefined
  return createLiveView(scope, { as: as === 'markdown' ? 'markdown' : 'text' })
}

/** Reads to the end, closes the source, and judges. */
async function readSource(
  source: StreamSource,
  reader: ItemReader,
  options: StreamOptions,
  scope: CellScope,
): Promise<Answer> {
  const controller = new AbortController()
  const signals = options.signal ? [scope.signal, options.signal] : [scope.signal]
  const unlink = linkSignals(signals, (reason) => controller.abort(abortError(reason)))
  try {
    const cause = await pull(source, reader, controller.signal)
    const client = source.type === 'items' ? source.controller : undefined
    // The official client ends its loop without an error when it is aborted.
    const stopped =
      cause === undefined && client?.signal.aborted && !reader.done ? abortError(client.signal.reason) : cause
    return reader.end(stopped === undefined ? undefined : sourceError(stopped))
  } finally {
    unlink()
    close(source)
  }
}

async function pull(source: StreamSource, reader: ItemReader, signal: AbortSignal): Promise<unknown> {
  const take = (item: unknown): boolean => {
    reader.push(item)
    return !reader.done
  }
  if (source.type === 'target') return readTarget(source.target, take, signal)
  if (source.type === 'items') return readItems(source.items, take, signal)
  if (source.status >= 300) throw await readRefusal(source, signal)
  return readBody(source.body, take, signal)
}

async function readRefusal(
  source: StreamSource & { type: 'response' },
  signal: AbortSignal,
): Promise<ChatError> {
  const pieces: Uint8Array[] = []
  let size = 0
  const takes = (bytes: Uint8Array): boolean => {
    pieces.push(bytes)
    return (size += bytes.length) < MAX_ERROR_BODY_BYTES
  }
  await readBody(source.body, takes, signal)
  return describeRefusal({ ...source, body: new TextDecoder().decode(Buffer.concat(pieces)) })
}

/** An `EventSource` or something like it: it would ask again after an error, so the first one ends the stream. */
function readTarget(
  target: EventTargetLike,
  take: (item: unknown) => boolean,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      target.removeEventListener('message', onMessage)
      target.removeEventListener('error', onError)
      signal.removeEventListener('abort', onAbort)
      target.close()
      settle()
    }
    const onMessage = (event: unknown): void => {
      try {
        if (!take({ data: (event as { data?: unknown }).data })) finish(() => resolve(undefined))
      } catch (error) {
        finish(() => reject(error as Error))
      }
    }
    const onError = (event: unknown): void => {
      // A server's own `event: error` carries data; a lost connection does not.
      if (typeof (event as { data?: unknown }).data === 'string')
        take({ ...(event as object), data: (event as { data: string }).data, event: 'error' })
      const cut = Object.assign(new Error('closed'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
      finish(() => resolve(cut))
    }
    const onAbort = (): void => finish(() => resolve(signal.reason))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort)
    target.addEventListener('message', onMessage)
    target.addEventListener('error', onError)
  })
}

/** What a source threw: a transport's error in our words, a client's in its own. */
function sourceError(cause: unknown): ChatError {
  if (cause instanceof ChatError) return cause
  const isTransport =
    cause instanceof Error &&
    ('code' in cause || /^(?:Abort|Timeout)Error$/.test(cause.name) || cause.cause !== undefined)
  if (cause instanceof Error && /UserAbort/.test(cause.constructor.name)) return abortError(cause)
  if (isTransport || !(cause instanceof Error)) return describeTransport(cause)
  return new ChatError('stream', oneLine(cause.message) || cause.name, { cause })
}

/** Closes what stays open behind a source. */
function close(source: StreamSource): void {
  if (source.type === 'items') source.controller?.abort()
  if (source.type !== 'response') return
  const body = source.body as { destroy?: () => void; cancel?: () => Promise<void>; locked?: boolean } | null
  if (typeof body?.destroy === 'function') body.destroy()
  else if (typeof body?.cancel === 'function' && !body.locked) body.cancel().then(undefined, () => {})
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
