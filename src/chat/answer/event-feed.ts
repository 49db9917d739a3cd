/**
 * Text of an event stream to payloads. Owns the parser, lines outside the format, and the shortcut past
 * both for the chunk that most of a stream repeats.
 */
import { createParser } from 'eventsource-parser'
import type { AnswerState } from './answer-state'
import { readPayloads, readStrayLine } from './event-payload'
import { createRepeatedChunk, type RepeatListener } from './repeated-chunk'

const MAX_STRAY_LINES = 100

/** Whom a feed tells of chunks, beside the state. */
export interface FeedListener {
  /** Every chunk is wanted, so every chunk is parsed, but for those that `repeats` takes. */
  onChunk?: unknown
  repeats?: RepeatListener | undefined
}

/**
 * Makes a feed.
 *
 * @param state - Takes the payloads.
 * @param listener - What its listener wants to be told.
 * @returns Takes text with LF line ends, cut anywhere.
 */
export function createEventFeed(
  state: AnswerState,
  { onChunk, repeats }: FeedListener,
): (text: string) => void {
  const template = onChunk && !repeats ? undefined : createRepeatedChunk()
  const takeStrayLine = createStrayLines(state)
  const parser = createParser({
    onEvent({ event, data }) {
      if (state.done) return
      const known = event === undefined ? template?.match(data) : undefined
      if (known) {
        state.takeText(known.choice, known.text, 1)
        if (!state.done) repeats?.take(`data: ${data}\n\n`)
        return
      }
      const payloads = readPayloads(data, event)
      for (const payload of payloads) state.take(payload, data)
      const first = payloads[0]
      if (event !== undefined || payloads.length !== 1 || first?.type !== 'chunk') return
      if (!repeats || repeats.learns()) template?.learn(data, first.chunk)
    },
    onError(error) {
      if (error.type === 'unknown-field' && error.line !== undefined && !state.done) takeStrayLine(error.line)
    },
  })
  if (!template) return (text) => parser.feed(text)

  const takeText = (choice: number, text: string, events: number) => state.takeText(choice, text, events)
  /** An event begins with the next character: nothing is held in the parser. */
  let isBetweenEvents = true
  let endsLine = true
  const feed = (text: string): void => {
    if (text === '') return
    isBetweenEvents = text.endsWith('\n\n') || (text === '\n' && endsLine)
    endsLine = text.endsWith('\n')
    parser.feed(text)
  }
  return (text) => {
    let at = 0
    while (at < text.length && !state.done) {
      if (isBetweenEvents) {
        const from = at
        at = template.scan(text, from, takeText)
        if (at > from && !state.done) repeats?.take(text.slice(from, at))
      }
      // One event for the parser, from which the template may learn; then the shortcut is tried again.
      const blank = text.indexOf('\n\n', at)
      const end = blank === -1 ? text.length : blank + 2
      feed(text.slice(at, end))
      at = end
    }
  }
}

/** Lines that are no field: an `error:` line, or JSON without `data:`, in one line or pretty-printed over several. */
function createStrayLines(state: AnswerState): (line: string) => void {
  let lines: string[] = []
  return (line) => {
    const payloads = readStrayLine(line)
    for (const payload of payloads) state.take(payload, line)
    if (payloads.length > 0) return
    // Lines of JSON may be a document together; its beginning alone is no explanation.
    if (lines.length === 0 && !/^\s*[{[]/.test(line)) return state.noteStray(line)
    if (lines.length < MAX_STRAY_LINES) lines.push(line)
    if (!/^[}\]]/.test(line)) return
    const whole = lines.join('\n')
    lines = []
    for (const payload of readStrayLine(whole)) state.take(payload, whole)
  }
}
