/**
 * Responses for the official client: bodies that pass as they are, whole completions, and streams that are written
 * again in regular form and fail where the answer failed. Knows nothing of requests.
 */
import type { Answer } from '../answer/answer'
import { type AnswerReader, createAnswerReader } from '../answer/answer-reader'
import { createAnswerState } from '../answer/answer-state'
import type { ChatFetchResponse, ChatTimeouts } from '../chat-options'
import { type AnswerError, ChatError, isAnswerError } from '../answer/errors'
import type { MagicsError } from '../../errors'
import { noteEnding } from './guard-stream'
import { bodyTooLarge, type SetLimits } from '../../base/body/body-limits'
import type { JsonObject } from '../../base/unknown'
import { createPullBody, type PullBody } from '../../base/body/pull-body'
import { readBody } from '../../base/body/read-body'
import { completionOf, createChunkNormalizer } from '../answer/normalize-chunk'
import { describeTransport } from '../answer/transport-errors'
import { recordUsage } from '../answer/usage-totals'
import { startWatchdog, type Watchdog } from '../call/watchdog'

/** One response on its way to the client. */
export interface Relay {
  readonly response: ChatFetchResponse
  readonly controller: AbortController
  unlink(): void
  readonly timeouts: ChatTimeouts
  readonly limits: SetLimits
  readonly cellSignal: AbortSignal
  readonly requestSignal: AbortSignal | undefined
  readonly url: string
  /** What the request asked for, and with which headers. */
  readonly asked: { readonly model: string; readonly headers: Readonly<Record<string, string>> }
}

/** Its bytes as they are; a cut body still raises. The tokens of an answer are counted where it tells them. */
export function passedResponse(relay: Relay, isAnswer = false): Response {
  const { status } = relay.response
  if (relay.response.body === null || status === 204 || status === 205 || status === 304) {
    relay.unlink()
    return respond(relay, null)
  }
  const body = createPullBody(() => relay.controller.abort())
  const { maxBodyBytes } = relay.limits
  const reader = isAnswer ? createAnswerReader({ ...relay.limits, takesAll: true }) : undefined
  let passedBytes = 0
  const take = (bytes: Uint8Array): boolean => {
    const room = maxBodyBytes - passedBytes
    passedBytes += bytes.length
    body.push(bytes.length > room ? bytes.subarray(0, room) : bytes)
    reader?.push(bytes)
    return bytes.length <= room
  }
  void run(relay, body, take).then((failure) => {
    const isTooLarge = passedBytes > maxBodyBytes
    const cause = isTooLarge ? new ChatError('too-large', bodyTooLarge('the body', maxBodyBytes)) : failure
    if (reader) countTokens(reader, cause)
    body.end(cause)
  })
  return respond(relay, body.stream)
}

function countTokens(reader: AnswerReader, cause: AnswerError | undefined): void {
  try {
    const answer = reader.end(cause)
    if (answer.usage) recordUsage(answer)
  } catch {
    // What it failed with is the client's to tell: the body passes as it is.
  }
}

/** A completion in one piece. One that is none, or failed, ends in an error when it is read. */
export function wholeResponse(relay: Relay): Response {
  const body = createPullBody(() => relay.controller.abort())
  const reader = createAnswerReader(relay.limits)
  const watchdog = watch(relay, false)
  const pieces: Uint8Array[] = []
  const take = (bytes: Uint8Array): boolean => {
    pieces.push(bytes)
    reader.push(bytes)
    watchdog.gotBytes(reader.mode !== undefined, false)
    return !reader.done
  }
  void run(relay, body, take).then((cause) => {
    watchdog.stop()
    finish(relay, body, () => {
      const answer = reader.end(cause)
      if (reader.mode === 'json') for (const piece of pieces) body.push(piece)
      else body.push(JSON.stringify(completionOf(answer)))
      return answer
    })
  })
  return respond(relay, body.stream, { 'content-type': 'application/json' })
}

/** A stream, written again in regular form. */
export function streamedResponse(relay: Relay, kind: 'chat' | 'text' | 'responses'): Response {
  const body = createPullBody(() => relay.controller.abort())
  const normalizer = createChunkNormalizer(kind === 'text' ? 'text' : 'chat')
  const write = (chunk: JsonObject): void => body.push(`data: ${JSON.stringify(chunk)}\n\n`)
  /** Whether the last chunk went on as the text that it came as. */
  let isAsItCame = false
  const onChunk = (chunk: JsonObject, data: string): void => {
    isAsItCame = false
    if (kind === 'responses') return writeEvent(body, chunk)
    if (!Array.isArray(chunk['choices']) && chunk['error'] !== undefined) return
    const regular = normalizer.next(chunk)
    // A regular chunk goes on as the text it came as, if that is its own: several chunks may come in one event.
    isAsItCame = regular === chunk && data.startsWith('{') && !data.includes('\n')
    if (isAsItCame) body.push(`data: ${data}\n\n`)
    else write(regular)
  }
  // What is regular once is so again: with other text, as one choice and no other.
  const repeats = { learns: () => isAsItCame, take: (events: string) => body.push(events) }
  const reader = createAnswerReader({ ...relay.limits, onChunk, repeats })
  const watchdog = watch(relay, true)
  const take = (bytes: Uint8Array): boolean => {
    reader.push(bytes)
    watchdog.gotBytes(reader.events > 0, reader.isFinished)
    return !isOver(reader, kind)
  }
  void run(relay, body, take).then((cause) => {
    watchdog.stop()
    finish(relay, body, () => {
      const answer = reader.end(cause)
      if (kind === 'responses') return answer
      for (const chunk of normalizer.rest(answer)) write(chunk)
      body.push('data: [DONE]\n\n')
      return answer
    })
  })
  return respond(relay, body.stream, { 'content-type': 'text/event-stream; charset=utf-8' })
}

/** Limits from the headers on; the time until them is the client's own business. */
function watch({ timeouts, controller }: Relay, isStreamed: boolean): Watchdog {
  const now = () => performance.now()
  const onExpire = (error: ChatError) => controller.abort(error)
  const watchdog = startWatchdog({ timeouts, isStreamed, callStartedAt: now(), now, onExpire })
  watchdog.gotHeaders()
  return watchdog
}

/** The last event of the responses API is known; nothing follows it. */
function isOver(reader: AnswerReader, kind: string): boolean {
  return reader.done || (kind === 'responses' && reader.isFinished)
}

function writeEvent(body: PullBody, event: JsonObject): void {
  // A failure is thrown by the body's end, with its text so far; as an event it would be thrown without.
  if (event['type'] === 'error') return
  if (event['type'] === undefined && event['object'] === 'response') {
    for (const one of eventsOfResponse(event)) writeEvent(body, one)
    return
  }
  const name = typeof event['type'] === 'string' ? `event: ${event['type']}\n` : ''
  body.push(`${name}data: ${JSON.stringify(event)}\n\n`)
}

/** The events of a whole response, from a server that does not stream although it was asked to. */
function eventsOfResponse(response: JsonObject): JsonObject[] {
  const said = createAnswerState({})
  said.add(response, '')
  const { text } = said.finish()
  const delta = { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: text }
  const end = {
    type: `response.${response['status'] === 'incomplete' ? 'incomplete' : 'completed'}`,
    response,
  }
  return [{ type: 'response.created', response }, ...(text === '' ? [] : [delta]), end]
}

/** Reads the body to its end; gives what it failed with. */
async function run(
  relay: Relay,
  body: PullBody,
  take: (bytes: Uint8Array) => boolean,
): Promise<AnswerError | undefined> {
  const { response, controller } = relay
  let isOver = false
  try {
    const cause = await readBody(response.body, take, controller.signal)
    isOver = cause === undefined
    return cause === undefined ? undefined : describeTransport(cause, new URL(relay.url).origin)
  } catch (error) {
    body.end(error as Error)
    return describeTransport(error)
  } finally {
    relay.unlink()
    // A body that was read as far as it is wanted may end by itself, so that its connection can serve again.
    if (!isOver) controller.abort()
  }
}

/** Ends the client's body as the answer ended. */
function finish(relay: Relay, body: PullBody, end: () => Answer): void {
  try {
    recordUsage(end())
    if (relay.requestSignal) noteEnding(relay.requestSignal, 'whole')
    body.end()
  } catch (error) {
    if (relay.requestSignal && isAnswerError(error)) noteEnding(relay.requestSignal, error)
    body.end(error as Error)
  }
}

/** The response's head around another body. */
export function respond(
  relay: Relay,
  body: ReadableStream<Uint8Array> | string | null,
  extra: Record<string, string> = {},
): Response {
  const headers = new Headers()
  const sent = relay.response.headers as unknown as Iterable<[string, string]>
  for (const [name, value] of sent) {
    // The body is decoded and written anew; its old length and coding would be lies.
    if (!/^(?:content-(?:length|encoding)|transfer-encoding|connection)$/i.test(name))
      headers.append(name, value)
  }
  for (const [name, value] of Object.entries(extra)) headers.set(name, value)
  const { status, statusText } = relay.response
  // A 204 may not have a body; ours is there to fail.
  const isBodyless = status === 204 || status === 205 || status === 304
  const response = new Response(body, {
    status: isBodyless && body !== null ? 200 : status,
    statusText,
    headers,
  })
  Object.defineProperty(response, 'url', { value: relay.url })
  return response
}

/** A response whose body fails with an error: what is thrown by `fetch` itself the client would try again. */
export function failedResponse(error: MagicsError): Response {
  const body = createPullBody(() => {})
  body.end(error)
  return new Response(body.stream, { headers: { 'content-type': 'application/json' } })
}
