/**
 * An answer between its payloads and its ending: what came, whether it is whole, and what it failed with.
 * Knows nothing of bytes and of how payloads were framed.
 */
import type { Answer, AnswerDelta } from './answer'
import { createAnswerClock } from './answer-timing'
import { ChatError, type ChatErrorCode, withPartial } from './errors'
import { createMessageBuilder, EMPTY_CHOICE } from './message-builder'
import { isOtherModel } from './model-name'
import type { RepeatListener } from './repeated-chunk'
import type { Payload } from './event-payload'
import type { JsonObject } from '../../base/unknown'
import { StoppedError } from '../../errors'
import { describeTransport } from './transport-errors'
import { type AnswerFormats, createTranslator } from './dialects/translator'
import { createStrayText } from './stray-text'

/** Settings of {@link createAnswerState} and of the readers above it. */
export interface AnswerListener {
  /** Called for each thing that is added to the answer, in order. */
  onDelta?(delta: AnswerDelta): void
  /** Called for each chunk as the server sent it, before its deltas. */
  onChunk?(chunk: JsonObject, data: string): void
  /** Has chunks told as text that most of a stream repeats. */
  repeats?: RepeatListener
  /** Milliseconds of a clock that only moves forward. `performance.now` by default. */
  now?: () => number
  /** When the request was sent, by the same clock. Now by default. */
  startedAt?: number
  /** Events and JSON that are no chat answer are fine too. */
  takesAll?: boolean
  /** The model of the request, where it is known: that another one answered is noted. */
  askedModel?: string | undefined
  /** Which formats the answer may be in beside chat completions. `chat` by default. */
  formats?: AnswerFormats
}

/** An answer that grows and ends. */
export interface AnswerState {
  /** Nothing further is wanted: `[DONE]` came, or an error. */
  readonly done: boolean
  /** The last event of the answer's format came, or the answer in one piece. */
  readonly isOver: boolean
  /** Every choice has its finish reason. */
  readonly isFinished: boolean
  /** How many choices appeared. */
  readonly choiceCount: number
  /** Payloads read so far. */
  readonly events: number
  /** The body is over: half an event is a cut from now on, not broken data. */
  startFlush(): void
  /** Takes one payload in. */
  take(payload: Payload, data: string): void
  /** Takes in text of a choice that came in payloads of its own, so many of them. */
  takeText(choice: number, text: string, payloads: number): void
  /** Takes a chunk in that is no event of a stream, without counting it. */
  add(chunk: JsonObject, data: string): void
  /** Notes a line that belongs to no event: it is told where the answer does not come to its end. */
  noteStray(line: string): void
  /** Counts a payload. */
  count(): void
  /** Notes a failure; the first one stays. */
  fail(code: ChatErrorCode, message: string): void
  /**
   * Judges the end of the payloads: whole, truncated, empty, or ended by `cause`.
   * @param isWhole - The source itself says that it is over, as `[DONE]` does.
   */
  judge(cause: unknown, isWhole?: boolean): void
  /** Throws what the transport failed with, with the text so far. */
  raise(cause: unknown): never
  /**
   * Gives the answer.
   * @throws ChatError with the text so far when it failed.
   */
  finish(): Answer
}

/** Makes an empty answer. */
export function createAnswerState(listener: AnswerListener): AnswerState {
  const clock = createAnswerClock(listener.now, listener.startedAt)
  const builder = createMessageBuilder((delta) => {
    clock.mark()
    listener.onDelta?.(delta)
  })
  const translator = createTranslator(listener.formats)
  const stray = createStrayText()
  let events = 0
  let sawDone = false
  let isOver = false
  let isFlushing = false
  let failure: Failure | undefined
  /** Broken data, while it is open what the next payload says: a server that breaks off tells why. */
  let broken: Failure | undefined

  const fail = (code: ChatErrorCode, message: string): void => {
    failure ??= { code, message }
  }
  const add = (chunk: JsonObject, data: string): void => {
    listener.onChunk?.(chunk, data)
    if ('choices' in chunk) return builder.add(chunk)
    const said = translator.read(chunk)
    builder.add(said.chunk ?? chunk)
    if (said.error !== undefined) fail('stream', said.error)
    if (said.isLast) isOver = true
  }
  const build = (): Answer => {
    const { choices, usage, model, id, pace, extra } = builder.build()
    const list = choices.length > 0 ? choices : [EMPTY_CHOICE]
    const timing = { ...clock.read(usage, events <= 1), ...(pace ? { server: pace } : {}) }
    const first = list[0]!
    const asked = listener.askedModel
    const other = asked !== undefined && isOtherModel(asked, model) ? { requestedModel: asked } : {}
    return {
      ...first,
      choices: list,
      extra: { ...first.extra, ...extra },
      usage,
      model,
      ...other,
      id,
      events,
      timing,
    }
  }
  const raise = (cause: unknown): never => {
    builder.flush()
    throw withPartial(stray.explain(describeTransport(cause)), build())
  }

  return {
    get done() {
      return sawDone || failure !== undefined
    },
    get isOver() {
      return isOver
    },
    get isFinished() {
      return builder.isFinished
    },
    get choiceCount() {
      return builder.choiceCount
    },
    get events() {
      return events
    },
    startFlush() {
      isFlushing = true
    },
    take(payload, data) {
      if (sawDone || failure) return
      const error = 'error' in payload ? payload.error : null
      if (broken) {
        if (error === null) failure = broken
        else fail('stream', error)
      } else if (payload.type === 'done') {
        sawDone = true
      } else if (payload.type === 'malformed') {
        // Half an event at the end of the body is what a cut looks like; the end of the body decides what it means.
        if (isFlushing && payload.isJson) stray.add(payload.page)
        else broken = { code: 'parse', message: `malformed server-sent event: ${payload.reason}` }
      } else {
        if (!('goesOn' in payload)) events++
        if (payload.type === 'chunk') add(payload.chunk, data)
        if (error !== null) fail('stream', error)
      }
    },
    takeText(choice, text, payloads) {
      failure ??= broken
      if (sawDone || failure) return
      events += payloads
      builder.addText(choice, text)
    },
    add,
    noteStray: (line) => stray.add(line),
    count() {
      events++
    },
    fail,
    judge(cause, isWhole = sawDone || isOver) {
      failure ??= isStop(cause) ? undefined : broken
      if (failure) return
      if (isWhole && builder.choiceCount > 0) return
      if (builder.isFinished && !isStop(cause)) return
      if (cause !== undefined) raise(cause)
      if (listener.takesAll && builder.choiceCount === 0 && events > 0) return
      const ending = translator.ending ?? '[DONE] or a finish reason'
      if (events === 0 || isWhole) fail('empty', 'the server answered without any content')
      else fail('truncated', `the stream ended without ${ending}`)
    },
    raise,
    finish() {
      builder.flush()
      if (!failure) return build()
      const error = new ChatError(failure.code, failure.message)
      throw withPartial(isCutCode(failure.code) ? stray.explain(error) : error, build())
    },
  }
}

interface Failure {
  readonly code: ChatErrorCode
  readonly message: string
}

/** Failures that do not say why: what stood outside of the events may. */
function isCutCode(code: ChatErrorCode): boolean {
  return code === 'truncated' || code === 'empty' || code === 'parse'
}

/** Stop means stop, even when the answer was already whole; any other end of a whole answer does not matter. */
function isStop(cause: unknown): boolean {
  return StoppedError.is(cause)
}
