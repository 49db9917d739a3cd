/**
 * The pipeline: bytes → text → events → payloads → message, pushed through synchronously, in time linear in the bytes
 * however they are cut. Owns what a body is and how it ends; knows nothing of HTTP, sockets, timers and display.
 */
import type { Answer } from './answer'
import { type BodyFormat, createFormatSniffer } from './sniff-format'
import { type AnswerListener, createAnswerState } from './answer-state'
import { ChatError } from './errors'
import { createEventFeed } from './event-feed'
import { createEventLimit } from './event-limit'
import { createLineEnds, createTextReader } from './event-text'
import { describeOther, describePage, isNewlineJson } from './not-an-answer'
import { parseJson, readPayloads } from './event-payload'
import { createLineFeed } from './line-feed'
import { createTextBuffer } from './text-buffer'
import { type BodyLimits, bodyTooLarge, eventTooLong, readLimits } from '../../base/body/body-limits'
import { isObject, type JsonObject } from '../../base/unknown'

/** Settings of {@link createAnswerReader}. */
export type AnswerReaderOptions = AnswerListener & BodyLimits

/** Reads one body into an answer. */
export interface AnswerReader {
  /** What the body is; `undefined` until its first characters, or its first line, tell. */
  readonly mode: BodyFormat | 'lines' | undefined
  /** Nothing further is wanted: `[DONE]` came, an error, or too much. Stop reading and close the connection. */
  readonly done: boolean
  /** Every choice has its finish reason: the answer is whole, though usage may still come. */
  readonly isFinished: boolean
  /** How many payloads were read so far; comments and blanks do not count. */
  readonly events: number
  /** The limit that passed, if one did. */
  readonly overflow: ChatError | undefined
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

const MAX_PAGE_CHARS = 64 * 1024

/**
 * Makes a reader for one body with status 200: server-sent events or a whole completion, told apart by the bytes.
 *
 * @param options - Where deltas go, the clock, and how much is read. However the bytes are cut, exactly `maxBodyBytes` of
 * them are, and of an event exactly `maxEventChars` characters.
 */
export function createAnswerReader(options: AnswerReaderOptions = {}): AnswerReader {
  const state = createAnswerState(options)
  const bytes = createTextReader()
  const lineEnds = createLineEnds()
  const finder = createFormatSniffer()
  const feed = createEventFeed(state, options)
  const limits = readLimits(options)
  const eventLimit = createEventLimit(limits.maxEventChars)
  const page = createTextBuffer()
  let pageChars = 0
  let bodyBytes = 0
  let overflow: ChatError | undefined
  let mode: AnswerReader['mode']
  const lineFeed = createLineFeed(state, options.formats)

  /** Of what is no answer the beginning is enough to say what it is. */
  const isPageFull = (): boolean => mode !== 'json' && pageChars >= MAX_PAGE_CHARS
  const isDone = (): boolean => state.done || state.isOver || overflow !== undefined || isPageFull()
  const keepPage = (text: string): void => {
    const kept = mode === 'json' ? text : text.slice(0, MAX_PAGE_CHARS - pageChars)
    pageChars += kept.length
    page.add(kept)
  }
  const feedWithin = (text: string): void => {
    const fitting = eventLimit.take(text)
    feed(fitting < text.length ? text.slice(0, fitting) : text)
    if (fitting < text.length) overflow = new ChatError('too-large', eventTooLong(limits.maxEventChars))
  }
  const settle = (found: BodyFormat | undefined): void => {
    mode = found
    if (mode === 'sse') feedWithin(finder.text.trimStart())
    else if (mode) readDocument(finder.text)
  }
  /** JSON may be one document or one a line, which grows. */
  const readDocument = (text: string): void => {
    if (mode === 'json' && lineFeed.begins(text)) {
      mode = 'lines'
      feedLines(page.toString() + text)
    } else keepPage(text)
  }
  const feedLines = (text: string): void => {
    if (!lineFeed.push(text, limits.maxEventChars))
      overflow = new ChatError('too-large', eventTooLong(limits.maxEventChars))
  }
  const read = (text: string): void => {
    if (text === '') return
    if (mode === 'sse') feedWithin(text)
    else if (mode === 'lines') feedLines(text)
    else if (mode !== undefined) readDocument(text)
    else settle(finder.add(text))
  }
  const flushEvents = (): void => {
    state.startFlush()
    // The standard drops an event without its blank line; servers forget the line.
    feed('\n\n')
  }
  /** A JSON document: a completion is an answer, anything else is none. */
  const endJson = (text: string, cause: unknown): void => {
    const value = parseJson(text)
    if (value === undefined && /\n(?:data|event):/.test(text)) {
      // Not a document: a stream that begins with a line of JSON.
      feedWithin(text)
      if (overflow) state.judge(overflow)
      else flushEvents()
      return state.judge(cause)
    }
    if (value === undefined && cause !== undefined) state.raise(cause)
    if (value !== undefined) state.count()
    if (isObject(value)) {
      state.add(value, text)
      const payload = readPayloads(text)[0]
      const error = payload?.type === 'chunk' ? payload.error : null
      if (error !== null) return state.fail('not_sse', error)
      if (state.isOver || isCompletion(value)) return
      if (state.choiceCount > 0) return state.judge(cause)
    }
    if (value !== undefined && options.takesAll) return
    if (value === undefined && !isNewlineJson(text)) {
      state.fail('truncated', 'the answer ended without the end of its JSON')
    }
    state.fail('not_sse', describeOther(text, value))
  }

  return {
    get mode() {
      return mode
    },
    get done() {
      return isDone()
    },
    get isFinished() {
      return state.isFinished
    },
    get events() {
      return state.events
    },
    get overflow() {
      return overflow
    },
    push(chunk) {
      if (isDone()) return
      const room = limits.maxBodyBytes - bodyBytes
      bodyBytes += chunk.length
      read(lineEnds(bytes.read(chunk.length > room ? chunk.subarray(0, room) : chunk)))
      if (chunk.length > room && !state.done)
        overflow ??= new ChatError('too-large', bodyTooLarge('the answer', limits.maxBodyBytes))
    },
    end(reason) {
      const cause = overflow ?? reason
      if (!state.done && !state.isOver && !isOverflow(cause)) {
        read(lineEnds(bytes.end()))
        if (mode === undefined) settle(finder.end())
        if (mode === 'sse') flushEvents()
        if (mode === 'lines') feedLines('\n')
      }
      if (mode === undefined || mode === 'sse' || mode === 'lines') state.judge(cause)
      // The beginning of a document is none, and to find that out would cost far more memory than it takes itself.
      else if (mode === 'json' && isOverflow(cause)) state.raise(cause)
      else if (mode === 'json') endJson(page.toString(), cause)
      else if (cause !== undefined) state.raise(cause)
      else
        state.fail(
          'not_sse',
          mode === 'html' ? describePage(page.toString()) : describeOther(page.toString()),
        )
      return state.finish()
    },
  }
}

/** A limit passed: what is held of an event or a character is no ending. */
function isOverflow(cause: unknown): boolean {
  return ChatError.is(cause) && cause.code === 'too-large'
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
