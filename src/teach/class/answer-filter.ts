/**
 * What a student gets of an answer: the same bytes, but for secrets of this process, the key of the class first of all. They
 * are masked also where a stream brings them in pieces. Counts on the way. Pure.
 */
import { StringDecoder } from 'node:string_decoder'
import { createRedactor } from '../../secrets/redact-stream'
import type { AnswerCounter } from './count-answer'
import { createEventMask } from './event-mask'

/** Takes an answer as it comes. */
export interface AnswerFilter {
  /** @returns What can be passed on now. */
  push(bytes: Uint8Array): string
  /** @returns What was held back. */
  end(): string
}

/** Up to here an answer in one piece is kept, to read its counts. */
const MAX_KEPT_CHARS = 4_000_000
/** An event that is longer is passed on as text. */
const MAX_EVENT_CHARS = 1_000_000

/**
 * Makes the filter of an answer.
 *
 * @param contentType - Its `content-type`.
 * @param counter - Counts it.
 */
export function createAnswerFilter(contentType: string, counter: AnswerCounter): AnswerFilter {
  return /^text\/event-stream\b/i.test(contentType) ? ofEvents(counter) : ofText(counter)
}

function ofText(counter: AnswerCounter): AnswerFilter {
  const decoder = new StringDecoder('utf8')
  const redactor = createRedactor()
  let kept = ''
  let isKept = true
  const take = (text: string): string => {
    if (isKept && kept.length + text.length <= MAX_KEPT_CHARS) kept += text
    else {
      counter.addText(isKept ? kept + text : text)
      isKept = false
      kept = ''
    }
    return redactor.push(text)
  }
  return {
    push: (bytes) => take(decoder.write(bytes as Buffer)),
    end() {
      const last = take(decoder.end()) + redactor.flush()
      const json = isKept ? parsed(kept) : undefined
      if (json !== undefined) counter.add(json)
      else if (isKept) counter.addText(kept)
      return last
    },
  }
}

/** Two line ends in a row, of any kind. */
const EVENT_END = /\r\n\r\n|\n\n|\r\r|\r\n\n|\n\r\n/g

/** Where the next event ends; -1 when that is not here yet. */
function endOfEvent(text: string, from: number): number {
  if (!text.includes('\r')) {
    const at = text.indexOf('\n\n', from)
    return at === -1 ? -1 : at + 2
  }
  EVENT_END.lastIndex = from
  return EVENT_END.test(text) ? EVENT_END.lastIndex : -1
}

function ofEvents(counter: AnswerCounter): AnswerFilter {
  const decoder = new StringDecoder('utf8')
  const mask = createEventMask()
  let held = ''
  const take = (event: string): string => {
    const json = parsed(dataOf(event))
    if (json === undefined) counter.addText('')
    else counter.add(json)
    return mask.push(event, json)
  }
  return {
    push(bytes) {
      held += decoder.write(bytes as Buffer)
      let out = ''
      let from = 0
      for (let end = endOfEvent(held, 0); end !== -1; end = endOfEvent(held, from)) {
        out += take(held.slice(from, end))
        from = end
      }
      held = held.slice(from)
      if (held.length > MAX_EVENT_CHARS) {
        out += take(held)
        held = ''
      }
      return out
    },
    end: () => (held === '' ? '' : take(held + decoder.end())) + mask.end(),
  }
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
function dataOf(event: string): string {
  const lines = [...event.matchAll(/^data:[ ]?(.*)$/gm)].map(([, data = '']) => data)
  return lines.join('\n')
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
