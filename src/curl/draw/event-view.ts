/**
 * Server-sent events: the answer of a model grows as text with a footer, whichever API it comes from; other events become
 * a line each, live. Which of the two it is, the first event tells.
 */
import { createParser } from 'eventsource-parser'
import { eventTooLong, readLimits } from '../../base/body/body-limits'
import { createEventLimit } from '../../chat/answer/event-limit'
import { createLineEnds, createTextReader } from '../../chat/answer/event-text'
import type { CellScope } from '../../kernel/scope/cell-scope'
import { CurlError, EXIT } from '../transfer-error'
import { type AnswerOptions, createAnswerDrawing } from './answer-drawing'
import type { BodyView } from './body-view'
import { isAnswerEvent } from './event-kind'
import { createEventLines } from './event-lines'

/**
 * Makes a view of an event stream.
 *
 * @param scope - The cell.
 * @param options - When it began, and how much of it is read. Where a limit passes, `push` throws curl's error for an output
 * that cannot be written.
 */
export function createEventView(scope: CellScope, options: AnswerOptions): BodyView {
  let isAnswer: boolean | undefined
  const drawing = createAnswerDrawing(scope, options)
  const text = createTextReader()
  const lineEnds = createLineEnds()
  const { maxEventChars } = readLimits(options)
  const eventLimit = createEventLimit(maxEventChars)
  const lines = createEventLines(scope)
  const probe = createProbe((found) => {
    isAnswer = found
    if (found) drawing.start()
  })
  const takeText = (piece: string): void => {
    const fitting = eventLimit.take(piece)
    const events = piece.slice(0, fitting)
    if (isAnswer === undefined) probe(events)
    // Until it is known what the events are, their lines wait in the parser's own order.
    if (isAnswer === true) return
    lines.push(events)
    if (isAnswer === false) lines.show()
    if (fitting < piece.length) throw new CurlError(EXIT.write, eventTooLong(maxEventChars))
  }
  return {
    push(bytes) {
      if (isAnswer !== true) takeText(lineEnds(text.read(bytes)))
      if (isAnswer !== false) drawing.push(bytes)
    },
    async end(failure) {
      // What is labelled as events and holds none: a page, or text.
      const isOther = drawing.mode === 'html' || drawing.mode === 'other'
      if (isAnswer === undefined && !isOther) probe('\n\n')
      if (isAnswer || (isAnswer === undefined && isOther)) return drawing.end(failure)
      lines.show()
      return lines.end()
    },
  }
}

/** Reads events until one tells whether it belongs to the answer of a model. */
function createProbe(decide: (isAnswer: boolean) => void): (text: string) => void {
  let isDecided = false
  const parser = createParser({
    onEvent({ data, event }) {
      const found = isDecided ? undefined : isAnswerEvent(data, event)
      if (found === undefined) return
      isDecided = true
      decide(found)
    },
  })
  return (text) => {
    if (!isDecided) parser.feed(text)
  }
}
