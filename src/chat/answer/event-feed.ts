/**
 * Text of an event stream to payloads. Owns the parser, lines outside the format, and the shortcut past
 * both for the chunk that most of a stream repeats.
 */
import { createParser } from 'eventsource-parser'
import type { AnswerState } from './answer-state'
import { readPayloads, readStrayLine } from './event-payload'
import { createRepeatedChunk } from './repeated-chunk'

const MAX_STRAY_LINES = 100

/**
 * Makes a feed.
 *
 * @param state - Takes the payloads.
 * @param isEveryChunkTold - Every chunk is wanted as it came, so every chunk is parsed.
 * @returns Takes text with LF line ends, cut anywhere.
 */
export function createEventFeed(state: AnswerState, isEveryChunkTold: boolean): (text: string) => void {
  const template = isEveryChunkTold ? undefined : createRepeatedChunk()
  const takeStrayLine = createStrayLines(state)
  const parser = createParser({
    onEvent({ event, data }) {
      if (state.done) return
      const known = event === undefined ? template?.match(data) : undefined
      if (known) return state.takeText(known.choice, known.text, 1)
      const payloads = readPayloads(data, event)
      for (const payload of payloads) state.take(payload, data)
      const first = payloads[0]
      if (event === undefined && payloads.length === 1 && first?.type === 'chunk')
        template?.learn(data, first.chunk)
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
      if (isBetweenEvents) at = template.scan(text, at, takeText)
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
