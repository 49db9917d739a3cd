/**
 * Events that are no answer of a model: one line for each, its name and the beginning of its data. An event that reports an
 * error, or a web page where the next event would be, is told as the failure that it is.
 */
import { createParser } from 'eventsource-parser'
import { eventError } from '../../chat/answer/bare-error'
import { ChatError } from '../../chat/answer/errors'
import { describeMarkup } from '../../chat/answer/error-text'
import { cutChars } from '../../base/surrogates'
import { stripControls } from '../../display/terminal-text'
import type { CellScope } from '../../kernel/scope/cell-scope'
import type { BodyEnd } from './body-view'

/** Most events that get a line. */
const MAX_LINES = 1000
const MAX_LINE_CHARS = 400
const MAX_PAGE_CHARS = 16 * 1024

/** The lines of one stream. */
export interface EventLines {
  /** Takes text with LF line ends. */
  push(text: string): void
  /** Shows the lines from now on, and those that wait. */
  show(): void
  /** Draws the end, and tells what the stream failed with. */
  end(): Promise<BodyEnd>
}

/** Makes the lines of one stream. */
export function createEventLines(scope: CellScope): EventLines {
  const waiting: string[] = []
  let count = 0
  let isShown = false
  let error: string | undefined
  let page = ''
  const parser = createParser({
    onEvent({ event, id, data }) {
      count++
      error ??= eventError(data, event)
      if (count > MAX_LINES) return
      const name = [event, id === undefined ? undefined : `#${id}`].filter(Boolean).join(' ')
      const text = stripControls(data).replace(/\s*\n\s*/g, ' \u23ce ')
      const cut = text.length > MAX_LINE_CHARS ? `${cutChars(text, MAX_LINE_CHARS)}\u2026` : text
      waiting.push(`${name === '' ? 'data' : name}: ${cut}\n`)
    },
    onError({ line = '' }) {
      const isPage = page !== '' || /^\s*<(?:!doctype|html|head|body)\b/i.test(line)
      if (isPage && page.length < MAX_PAGE_CHARS) page += `${line.slice(0, MAX_PAGE_CHARS)}\n`
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
      return Promise.resolve(endOf(error, page))
    },
  }
}

function endOf(error: string | undefined, page: string): BodyEnd {
  if (error !== undefined) return { error: new ChatError('stream', error) }
  if (page === '') return {}
  return { error: new ChatError('truncated', `the stream broke off with an ${describeMarkup(page)}`) }
}
