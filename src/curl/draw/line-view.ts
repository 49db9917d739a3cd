/**
 * JSON, one value a line: the answer of a model grows as text with a footer, anything else is text as it is. Which of the
 * two it is, the first line tells. A line that is an error and nothing else is told as the failure that it is.
 * @see https://github.com/ndjson/ndjson-spec
 */
import { bareError } from '../../chat/answer/bare-error'
import { ChatError } from '../../chat/answer/errors'
import { createTextReader } from '../../chat/answer/event-text'
import { parseJson } from '../../chat/answer/event-payload'
import type { CellScope } from '../../kernel/scope/cell-scope'
import { type AnswerOptions, createAnswerDrawing } from './answer-drawing'
import type { BodyView } from './body-view'
import { createTextView } from './text-view'

const LF = 10
/** No error is longer. */
const MAX_ERROR_CHARS = 64 * 1024

/**
 * Makes a view of lines of JSON.
 *
 * @param scope - The cell.
 * @param options - When it began, and how much of it is read.
 */
export function createLineView(scope: CellScope, options: AnswerOptions): BodyView {
  const drawing = createAnswerDrawing(scope, options)
  let text: BodyView | undefined
  let isAnswer = false
  let held: Uint8Array[] = []
  const errors = createErrorWatch()

  const showText = (): void => {
    text = createTextView(scope)
    for (const bytes of held) text.push(bytes)
    held = []
  }
  return {
    push(bytes) {
      if (!isAnswer) errors.push(bytes)
      if (text) return text.push(bytes)
      drawing.push(bytes)
      if (isAnswer) return
      isAnswer = drawing.mode === 'lines'
      held.push(bytes)
      if (isAnswer) drawing.start()
      else if (bytes.includes(LF)) showText()
    },
    async end(failure) {
      if (isAnswer) return drawing.end(failure)
      if (!text) showText()
      await text?.end()
      const error = errors.end()
      return error === undefined ? {} : { error: new ChatError('stream', error) }
    },
  }
}

/** Looks through lines for one that is an error. */
function createErrorWatch(): { push(bytes: Uint8Array): void; end(): string | undefined } {
  const decoder = createTextReader()
  let line = ''
  let error: string | undefined
  const judge = (): void => {
    if (line.length <= MAX_ERROR_CHARS && /^\s*[[{]/.test(line)) error ??= bareError(parseJson(line))
    line = ''
  }
  const take = (text: string): void => {
    const [first = '', ...more] = text.split('\n')
    // A longer line is none, and is not kept.
    if (line.length <= MAX_ERROR_CHARS) line += first
    for (const next of more) {
      judge()
      line = next
    }
  }
  return {
    push(bytes) {
      if (error === undefined) take(decoder.read(bytes))
    },
    end() {
      if (error === undefined) take(`${decoder.end()}\n`)
      return error
    },
  }
}
