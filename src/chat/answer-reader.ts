/**
 * The pipeline: bytes → text → events → payloads → message, pushed through synchronously, in time linear in the bytes
 * however they are cut. Owns the endings of a body; knows nothing of HTTP, sockets, timers and display.
 */
import { createParser, type EventSourceParser } from 'eventsource-parser'
import type { Answer, AnswerDelta } from './answer'
import { type AnswerMode, createModeFinder } from './answer-mode'
import { createAnswerClock } from './answer-timing'
import { ChatError, type ChatErrorCode } from './errors'
import { createLineEnds, createTextReader } from './event-text'
import { createMessageBuilder, EMPTY_CHOICE } from './message-builder'
import { describeOther, describePage, isNewlineJson } from './not-an-answer'
import { parseJson, type Payload, readPayloads, readStrayLine } from './payloads'
import type { JsonObject } from './plain-object'
import { isObject } from './plain-object'
import { describeTransport } from './transport-errors'

/** Settings of {@link createAnswerReader}. */
export interface AnswerReaderOptions {
  /** Called for each thing that is added to the answer, in order. */
  onDelta?(delta: AnswerDelta): void
  /** Called for each chunk as the server sent it, before its deltas. */
  onChunk?(chunk: JsonObject, data: string): void
  /** Milliseconds of a clock that only moves forward. `performance.now` by default. */
  now?: () => number
  /** When the request was sent, by the same clock. Now by default. */
  startedAt?: number
}

/** Reads one body into an answer. */
export interface AnswerReader {
  /** What the body is; `undefined` until its first characters tell. */
  readonly mode: AnswerMode | undefined
  /** Nothing further is wanted: `[DONE]` came, or an error. Stop reading and close the connection. */
  readonly done: boolean
  /** Every choice has its finish reason: the answer is whole, though usage may still come. */
  readonly isFinished: boolean
  /** How many payloads were read so far; comments and blanks do not count. */
  readonly events: number
  /** Takes the next bytes of the body, cut anywhere. */
  push(bytes: Uint8Array): void
  /**
   * Ends the body.
   *
   * @param cause - Why it ended early: an error of the transport, or a `ChatError` made by who stopped it.
   * @returns The answer, if it is whole.
   * @throws ChatError with the text so far in `partial`.
   */
  end(cause?: unknown): Answer
}

interface Failure {
  readonly code: ChatErrorCode
  readonly message: string
}

const MAX_PAGE_CHARS = 64 * 1024

/**
 * Makes a reader for one body with status 200: server-sent events or a whole completion, told apart by the bytes.
 *
 * @param options - Where deltas go, and the clock.
 */
export function createAnswerReader(options: AnswerReaderOptions = {}): AnswerReader {
  const clock = createAnswerClock(options.now, options.startedAt)
  const builder = createMessageBuilder((delta) => {
    clock.mark()
    options.onDelta?.(delta)
  })
  const bytes = createTextReader()
  const lineEnds = createLineEnds()
  const finder = createModeFinder()
  const page: string[] = []
  let pageChars = 0
  let mode: AnswerMode | undefined
  let events = 0
  let sawDone = false
  let failure: Failure | undefined
  let isFlushing = false
  let strayLines: string[] = []

  const take = (payload: Payload, data: string): void => {
    if (sawDone || failure) return
    if (payload.type === 'done') {
      sawDone = true
    } else if (payload.type === 'malformed') {
      // Half an event at the end of the body is what a cut looks like; the end of the body decides what it means.
      if (isFlushing && payload.isJson) return
      failure = { code: 'parse', message: `malformed server-sent event: ${payload.reason}` }
    } else {
      if (!('goesOn' in payload)) events++
      if (payload.type === 'chunk') {
        options.onChunk?.(payload.chunk, data)
        builder.add(payload.chunk)
      }
      if ('error' in payload && payload.error !== null) failure = { code: 'stream', message: payload.error }
    }
  }
  const takeStrayLine = (line: string): void => {
    const payloads = readStrayLine(line)
    for (const payload of payloads) take(payload, line)
    // A pretty-printed JSON error between events comes line by line.
    if (payloads.length > 0 || (strayLines.length === 0 && !/^\s*[{[]/.test(line))) return
    if (strayLines.length < 100) strayLines.push(line)
    if (!/^[}\]]/.test(line)) return
    const whole = strayLines.join('\n')
    strayLines = []
    for (const payload of readStrayLine(whole)) take(payload, whole)
  }
  let parser: EventSourceParser | undefined
  const feed = (text: string): void => {
    parser ??= createParser({
      onEvent({ event, data }) {
        if (sawDone || failure) return
        for (const payload of readPayloads(data, event)) take(payload, data)
      },
      onError(error) {
        if (error.type === 'unknown-field' && error.line !== undefined && !sawDone) takeStrayLine(error.line)
      },
    })
    parser.feed(text)
  }
  const keepPage = (text: string): void => {
    if (mode !== 'json' && pageChars > MAX_PAGE_CHARS) return
    pageChars += text.length
    page.push(text)
  }
  const read = (text: string): void => {
    if (text === '') return
    if (mode === 'sse') return feed(text)
    if (mode !== undefined) return keepPage(text)
    mode = finder.add(text)
    if (mode === 'sse') feed(finder.text.trimStart())
    else if (mode) keepPage(finder.text)
  }

  /** A JSON document: a completion is an answer, anything else is none. */
  const endJson = (text: string, cause: unknown): void => {
    const value = parseJson(text)
    if (value === undefined && /\n(?:data|event):/.test(text)) {
      // Not a document: a stream that begins with a line of JSON.
      feed(text)
      flushEvents()
      return endEvents(cause)
    }
    if (value !== undefined) events++
    if (isObject(value)) {
      const payload = readPayloads(text)[0]
      options.onChunk?.(value, text)
      builder.add(value)
      const error = payload?.type === 'chunk' ? payload.error : null
      if (error !== null) failure = { code: 'not_sse', message: error }
      else if (isCompletion(value)) return
      else if (builder.choiceCount > 0) return endEvents(cause)
    }
    if (value === undefined && cause !== undefined) throw failedBy(cause)
    if (value === undefined && !isNewlineJson(text)) {
      failure ??= { code: 'truncated', message: 'the answer ended without the end of its JSON' }
    }
    failure ??= { code: 'not_sse', message: describeOther(text, value) }
  }
  const flushEvents = (): void => {
    isFlushing = true
    // The standard drops an event without its blank line; servers forget the line.
    feed('\n\n')
  }
  const endEvents = (cause: unknown): void => {
    if (failure) return
    if (sawDone && builder.choiceCount > 0) return
    if (builder.isFinished && !isStop(cause)) return
    if (cause !== undefined) throw failedBy(cause)
    failure =
      events === 0 || sawDone
        ? { code: 'empty', message: 'the server answered without any content' }
        : { code: 'truncated', message: 'the stream ended without [DONE] or a finish reason' }
  }
  const failedBy = (cause: unknown): ChatError => {
    builder.flush()
    return describeTransport(cause).withPartial(build())
  }

  const build = (): Answer => {
    const { choices, usage, model, id } = builder.build()
    const list = choices.length > 0 ? choices : [EMPTY_CHOICE]
    return { ...list[0]!, choices: list, usage, model, id, events, timing: clock.read(usage) }
  }

  return {
    get mode() {
      return mode
    },
    get done() {
      return sawDone || failure !== undefined
    },
    get isFinished() {
      return builder.isFinished
    },
    get events() {
      return events
    },
    push(chunk) {
      if (sawDone || failure) return
      read(lineEnds(bytes.read(chunk)))
    },
    end(cause) {
      if (!sawDone && !failure) {
        read(lineEnds(bytes.end()))
        if (mode === undefined) {
          mode = finder.end()
          if (mode === 'sse') feed(finder.text.trimStart())
          else if (mode) keepPage(finder.text)
        }
        if (mode === 'sse') flushEvents()
      }
      if (mode === undefined || mode === 'sse') endEvents(cause)
      else if (mode === 'json') endJson(page.join(''), cause)
      else if (cause !== undefined) throw failedBy(cause)
      else
        failure = {
          code: 'not_sse',
          message: mode === 'html' ? describePage(page.join('')) : describeOther(page.join('')),
        }
      builder.flush()
      if (failure) throw new ChatError(failure.code, failure.message, { partial: build() })
      return build()
    },
  }
}

function isCompletion(value: JsonObject): boolean {
  const { choices } = value
  return (
    Array.isArray(choices) &&
    choices.some(
      (choice) => isObject(choice) && (isObject(choice['message']) || typeof choice['text'] === 'string'),
    )
  )
}

/** Stop means stop, even when the answer was already whole; any other end of a whole answer does not matter. */
function isStop(cause: unknown): boolean {
  return cause instanceof ChatError && cause.code === 'stopped'
}
