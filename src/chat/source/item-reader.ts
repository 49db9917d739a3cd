/**
 * Items of a stream of any kind to an answer: texts, bytes, chunks, events of the responses API, parts of the AI SDK,
 * parsed server-sent events. Each item is judged by itself; how the stream may end follows from what it held.
 */
import { UsageError } from '../../errors'
import type { Answer } from '../answer/answer'
import { createFormatSniffer } from '../answer/sniff-format'
import { createAnswerReader } from '../answer/answer-reader'
import { ChatError } from '../answer/errors'
import { type AnswerListener, createAnswerState } from '../answer/answer-state'
import { createLineEnds, createTextReader } from '../answer/event-text'
import { parseJson, payloadError, readPayloads } from '../answer/event-payload'
import { type BodyLimits, bodyTooLarge, readLimits } from '../../base/body/body-limits'
import { isObject, type JsonObject } from '../../base/unknown'
import { cutText, itemSize } from './item-size'
import { findDialect } from '../answer/dialects/translator'

/** Reads items into an answer. */
export interface ItemReader {
  /** Nothing further is wanted. */
  readonly done: boolean
  /** Takes the next item. @throws UsageError for an item nobody can read. */
  push(item: unknown): void
  /**
   * Ends the items.
   *
   * @param cause - Why they ended early.
   * @throws ChatError with the text so far.
   */
  end(cause?: unknown): Answer
}

/** Settings of {@link createItemReader}. */
export interface ItemReaderOptions extends AnswerListener, BodyLimits {
  /** Bytes are plain text, whatever they begin with. */
  readonly isText?: boolean
}

/** Makes a reader for one stream. */
export function createItemReader(options: ItemReaderOptions = {}): ItemReader {
  const state = createAnswerState({ ...options, formats: 'any' })
  const { maxBodyBytes } = readLimits(options)
  let takenBytes = 0
  let overflow: ChatError | undefined
  let bytes: ByteSink | undefined
  let sawText = false
  let sawOther = false

  const addText = (text: string): void => {
    if (text === '') return
    sawText = true
    state.count()
    state.add({ choices: [{ index: 0, delta: { content: text } }] }, text)
  }
  const takeString = (text: string): void => {
    const trimmed = text.trim()
    if (!sawText && trimmed === '[DONE]') return state.take({ type: 'done' }, text)
    if (!sawText && trimmed.startsWith('{')) {
      const value = parseJson(trimmed)
      if (isObject(value) && isKnown(value)) return takeObject(value, text)
    }
    addText(text)
  }
  const takeObject = (item: JsonObject, data: string): void => {
    sawOther = true
    state.take({ type: 'chunk', chunk: item, error: payloadError(item) }, data)
  }
  const takeEvent = (event: { data: string; event?: unknown; type?: unknown }): void => {
    sawOther = true
    const name =
      typeof event.event === 'string' ? event.event : typeof event.type === 'string' ? event.type : undefined
    for (const payload of readPayloads(event.data, name)) state.take(payload, event.data)
  }

  const take = (item: unknown): void => {
    if (item instanceof Uint8Array) (bytes ??= createByteSink(options, addText)).push(item)
    else if (typeof item === 'string' && !sawOther && (bytes || (!sawText && isEventText(item)))) {
      ;(bytes ??= createByteSink(options, addText)).push(new TextEncoder().encode(item))
    } else if (typeof item === 'string') takeString(item)
    else if (isObject(item) && isKnown(item)) takeObject(item, '')
    else if (isEvent(item)) takeEvent(item)
    else if (options.takesAll) takeObject(isObject(item) ? item : { value: item }, '')
    else if (item !== null && item !== undefined) throw unknownItem(item)
  }
  /** Takes what still fits: the beginning of bytes and texts, nothing of a value. */
  const takeRest = (item: unknown, room: number): void => {
    if (item instanceof Uint8Array) take(item.subarray(0, room))
    else if (typeof item === 'string' && (bytes || sawText || !/^\s*\{/.test(item))) take(cutText(item, room))
    if (!state.done) overflow = new ChatError('too-large', bodyTooLarge('the stream', maxBodyBytes))
  }

  return {
    get done() {
      return state.done || overflow !== undefined || (bytes?.done ?? false)
    },
    push(value) {
      const item = value instanceof ArrayBuffer ? new Uint8Array(value) : value
      const size = itemSize(item)
      const room = maxBodyBytes - takenBytes
      takenBytes += size
      if (size > room) takeRest(item, room)
      else take(item)
    },
    end(reason) {
      const cause = overflow ?? reason
      const read = bytes?.end(cause)
      if (read) return read
      const allText = sawText && !sawOther && cause === undefined
      state.judge(cause, allText ? true : undefined)
      return state.finish()
    },
  }
}

interface ByteSink {
  readonly done: boolean
  push(bytes: Uint8Array): void
  /** The answer; `undefined` when the bytes were plain text, which was passed on. */
  end(cause: unknown): Answer | undefined
}

/** Bytes are an answer's body, or, when they do not begin like one, plain text that is shown as it comes. */
function createByteSink(options: ItemReaderOptions, addText: (text: string) => void): ByteSink {
  // Its bytes are counted with all items.
  const reader = createAnswerReader({ ...options, formats: 'any', maxBodyBytes: Infinity })
  const finder = createFormatSniffer()
  const lineEnds = createLineEnds()
  const decoder = createTextReader()
  let kind: 'answer' | 'text' | undefined = options.isText ? 'text' : undefined
  const held: Uint8Array[] = []

  const decide = (bytes: Uint8Array): void => {
    held.push(bytes)
    const text = decoder.read(bytes)
    const mode = finder.add(lineEnds(text))
    if (mode === undefined && !isPlainText(finder.text)) return
    kind = mode === undefined || mode === 'other' ? 'text' : 'answer'
    if (kind === 'text') addText(finder.text)
    else for (const piece of held) reader.push(piece)
  }
  return {
    get done() {
      return reader.done
    },
    push(bytes) {
      if (kind === 'answer') reader.push(bytes)
      else if (kind === 'text') addText(decoder.read(bytes))
      else decide(bytes)
    },
    end(cause) {
      const rest = kind === 'text' ? decoder.end() : ''
      if (rest !== '') addText(rest)
      if (kind === 'text') return undefined
      if (kind === undefined && finder.text.trim() !== '' && (finder.end() ?? 'other') === 'other') {
        addText(finder.text)
        return undefined
      }
      if (kind === undefined) for (const piece of held) reader.push(piece)
      return reader.end(cause)
    },
  }
}

/** The first words are there, and they are no field of an event. */
function isPlainText(text: string): boolean {
  const begin = text.trimStart()
  return (begin.length >= 16 || begin.includes('\n')) && !/^[\w-]{1,40}[ \t]*:/.test(begin)
}

function isEventText(text: string): boolean {
  return /^\s*(?:data|event|id|retry)[ \t]*:|^\s*: /.test(text)
}

function isKnown(item: JsonObject): boolean {
  if ('choices' in item || 'error' in item || item['object'] === 'response') return true
  if ('data' in item && typeof item['data'] === 'string') return false
  return typeof item['type'] === 'string' || findDialect(item, 'any') !== undefined
}

function isEvent(item: unknown): item is { data: string; event?: unknown; type?: unknown } {
  return typeof item === 'object' && item !== null && typeof (item as { data?: unknown }).data === 'string'
}

function unknownItem(item: unknown): UsageError {
  const what =
    typeof item === 'object'
      ? `objects with ${Object.keys(item as object)
          .slice(0, 5)
          .join(', ')}`
      : typeof item
  return new UsageError(
    `stream cannot read items that are ${what}. Pass texts or chunks, or { as: 'events' }.`,
  )
}
