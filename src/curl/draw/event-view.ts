/**
 * Server-sent events: the answer of a chat model grows as text with a footer; other events become a line each, live.
 * Which of the two it is, the first event tells.
 */
import { createParser } from 'eventsource-parser'
import { type BodyLimits, eventTooLong, readLimits } from '../../base/body/body-limits'
import { createAnswerReader } from '../../chat/answer/answer-reader'
import { createEventLimit } from '../../chat/answer/event-limit'
import { createLineEnds, createTextReader } from '../../chat/answer/event-text'
import { answerFooter, drawDelta, drawOtherChoices } from '../../chat/cell/draw-answer'
import { ChatError } from '../../chat/answer/errors'
import { createLiveView } from '../../display/live/live-view'
import type { LiveView } from '../../display/live/live-contract'
import { stripControls } from '../../display/terminal-text'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { Answer, AnswerDelta } from '../../chat/answer/answer'
import { CurlError, EXIT } from '../transfer-error'
import type { BodyEnd, BodyView } from './body-view'
import { cutChars } from '../../base/surrogates'

/** Most events that get a line. */
const MAX_LINES = 1000
const MAX_LINE_CHARS = 400

/** Settings of {@link createEventView}. */
export interface EventViewOptions extends BodyLimits {
  /** When the request was sent, by `performance.now`. */
  readonly startedAt: number
}

/**
 * Makes a view of an event stream.
 *
 * @param scope - The cell.
 * @param options - When it began, and how much of it is read. Where a limit passes, `push` throws curl's error for an output
 * that cannot be written.
 */
export function createEventView(scope: CellScope, options: EventViewOptions): BodyView {
  let isChat: boolean | undefined
  let view: LiveView | undefined
  const early: AnswerDelta[] = []
  const reader = createAnswerReader({
    ...options,
    onDelta(delta) {
      if (view) drawDelta(view, delta)
      else early.push(delta)
    },
  })
  const text = createTextReader()
  const lineEnds = createLineEnds()
  const { maxEventChars } = readLimits(options)
  const eventLimit = createEventLimit(maxEventChars)
  const lines = createEventLines(scope)
  const probe = createProbe((answer) => {
    isChat = answer
    if (!answer) return
    view = createLiveView(scope)
    for (const delta of early.splice(0)) drawDelta(view, delta)
  })
  const takeText = (piece: string): void => {
    const fitting = eventLimit.take(piece)
    const events = piece.slice(0, fitting)
    if (isChat === undefined) probe(events)
    // Until it is known what the events are, their lines wait in the parser's own order.
    if (isChat === true) return
    lines.push(events)
    if (isChat === false) lines.show()
    if (fitting < piece.length) throw new CurlError(EXIT.write, eventTooLong(maxEventChars))
  }
  return {
    push(bytes) {
      if (isChat !== true) takeText(lineEnds(text.read(bytes)))
      if (isChat !== false) reader.push(bytes)
      if (reader.overflow) throw new CurlError(EXIT.write, reader.overflow.message)
    },
    async end(failure): Promise<BodyEnd | void> {
      if (isChat !== true) {
        lines.show()
        return lines.end()
      }
      return endChat(reader, view as LiveView, failure)
    },
  }
}

async function endChat(
  reader: ReturnType<typeof createAnswerReader>,
  view: LiveView,
  failure: string | undefined,
): Promise<BodyEnd> {
  try {
    const answer = reader.end(failure === undefined ? undefined : new ChatError('truncated', failure))
    drawOtherChoices(view, answer)
    await view.end(answerFooter(answer))
    return { answer }
  } catch (error) {
    if (!ChatError.is(error)) throw error
    await view.fail(error.message)
    return { answer: error.partial as Answer, error }
  }
}

/** Reads the first event with data and tells whether it is a chunk, or the error, of a chat model. */
function createProbe(decide: (isChat: boolean) => void): (text: string) => void {
  let decided = false
  const parser = createParser({
    onEvent({ data, event }) {
      if (decided || data.trim() === '') return
      decided = true
      decide(isChatEvent(data, event))
    },
  })
  return (text) => {
    if (!decided) parser.feed(text)
  }
}

function isChatEvent(data: string, event: string | undefined): boolean {
  if (data.trim() === '[DONE]') return true
  let value: unknown
  try {
    value = JSON.parse(data)
  } catch {
    return false
  }
  if (typeof value !== 'object' || value === null) return false
  // `error` alone is how chat servers fail inside a stream; named events belong to other protocols.
  return 'choices' in value || (event === undefined && 'error' in value)
}

/** One line for each event: its name and the beginning of its data. */
function createEventLines(scope: CellScope): {
  push(text: string): void
  show(): void
  end(): Promise<void>
} {
  const waiting: string[] = []
  let count = 0
  let isShown = false
  const parser = createParser({
    onEvent({ event, id, data }) {
      count++
      if (count > MAX_LINES) return
      const name = [event, id === undefined ? undefined : `#${id}`].filter(Boolean).join(' ')
      const text = stripControls(data).replace(/\s*\n\s*/g, ' \u23ce ')
      const cut = text.length > MAX_LINE_CHARS ? `${cutChars(text, MAX_LINE_CHARS)}\u2026` : text
      waiting.push(`${name === '' ? 'data' : name}: ${cut}\n`)
    },
  })
  const flush = (): void => {
    if (isShown && waiting.length > 0) scope.write('stdout', waiting.splice(0).join(''))
  }
  return {
    push(text) {
      parser.feed(text)
      flush()
    },
    show() {
      isShown = true
      flush()
    },
    end() {
      parser.feed('\n\n')
      flush()
      if (count > MAX_LINES) scope.write('stdout', `\u2026 ${count - MAX_LINES} more events\n`)
      return Promise.resolve()
    },
  }
}
