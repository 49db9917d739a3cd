/**
 * The pipeline: bytes → text → events → payloads → message, pushed through synchronously, in time linear in the bytes
 * however they are cut. Owns what a body is and how it ends; knows nothing of HTTP, sockets, timers and display.
 */
import type { Answer } from './answer'
import { type BodyFormat, createFormatSniffer } from './sniff-format'
import { type AnswerListener, createAnswerState } from './answer-state'
import { toChatChunk } from './adapt-chunk'
import { createEventFeed } from './event-feed'
import { createLineEnds, createTextReader } from './event-text'
import { describeOther, describePage, isNewlineJson } from './not-an-answer'
import { parseJson, readPayloads } from './payloads'
import { isObject, type JsonObject } from '../../base/unknown'

/** Settings of {@link createAnswerReader}. */
export type AnswerReaderOptions = AnswerListener

/** Reads one body into an answer. */
export interface AnswerReader {
  /** What the body is; `undefined` until its first characters tell. */
  readonly mode: BodyFormat | undefined
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

const MAX_PAGE_CHARS = 64 * 1024

/**
 * Makes a reader for one body with status 200: server-sent events or a whole completion, told apart by the bytes.
 *
 * @param options - Where deltas go, and the clock.
 */
export function createAnswerReader(options: AnswerReaderOptions = {}): AnswerReader {
  const state = createAnswerState(options)
  const bytes = createTextReader()
  const lineEnds = createLineEnds()
  const finder = createFormatSniffer()
  const feed = createEventFeed(state, options.onChunk !== undefined)
  const page: string[] = []
  let pageChars = 0
  let mode: BodyFormat | undefined

  const keepPage = (text: string): void => {
    if (mode !== 'json' && pageChars > MAX_PAGE_CHARS) return
    pageChars += text.length
    page.push(text)
  }
  const settle = (found: BodyFormat | undefined): void => {
    mode = found
    if (mode === 'sse') feed(finder.text.trimStart())
    else if (mode) keepPage(finder.text)
  }
  const read = (text: string): void => {
    if (text === '') return
    if (mode === 'sse') feed(text)
    else if (mode !== undefined) keepPage(text)
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
      feed(text)
      flushEvents()
      return state.judge(cause)
    }
    if (value === undefined && cause !== undefined) state.raise(cause)
    if (value !== undefined) state.count()
    if (isObject(value)) {
      state.add(value, text)
      const payload = readPayloads(text)[0]
      const error = payload?.type === 'chunk' ? payload.error : null
      if (error !== null) return state.fail('not_sse', error)
      if (isCompletion(toChatChunk(value) ?? value)) return
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
      return state.done
    },
    get isFinished() {
      return state.isFinished
    },
    get events() {
      return state.events
    },
    push(chunk) {
      if (!state.done) read(lineEnds(bytes.read(chunk)))
    },
    end(cause) {
      if (!state.done) {
        read(lineEnds(bytes.end()))
        if (mode === undefined) settle(finder.end())
        if (mode === 'sse') flushEvents()
      }
      if (mode === undefined || mode === 'sse') state.judge(cause)
      else if (mode === 'json') endJson(page.join(''), cause)
      else if (cause !== undefined) state.raise(cause)
      else state.fail('not_sse', mode === 'html' ? describePage(page.join('')) : describeOther(page.join('')))
      return state.finish()
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
