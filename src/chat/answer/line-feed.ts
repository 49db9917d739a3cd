/**
 * Answers that come as JSON, one object a line, as Ollama's own API sends them. Whether a body is one, its first line tells.
 * @see https://github.com/ndjson/ndjson-spec
 */
import type { AnswerState } from './answer-state'
import { type AnswerFormats, findDialect } from './dialects/translator'
import { parseJson, readPayloads } from './event-payload'
import { isObject } from '../../base/unknown'

/** A line that says what a body is has no more characters. */
const MAX_FIRST_CHARS = 64 * 1024

/** Reads lines. */
export interface LineFeed {
  /**
   * Looks at the next text of a body of JSON.
   * @returns Whether it is an answer in lines; only once, as soon as its first line is there.
   */
  begins(text: string): boolean
  /**
   * Takes text with LF line ends, cut anywhere.
   * @returns Whether no line is longer than allowed.
   */
  push(text: string, maxLineChars: number): boolean
}

/**
 * Makes a feed.
 *
 * @param state - Takes the payloads.
 * @param formats - Which formats there may be; where only chat completions are asked for, none comes in lines.
 */
export function createLineFeed(state: AnswerState, formats: AnswerFormats = 'chat'): LineFeed {
  let held = ''
  let first = ''
  let isJudged = formats === 'chat'

  const takeLine = (line: string): void => {
    for (const payload of readPayloads(line)) state.take(payload, line)
  }
  return {
    begins(text) {
      if (isJudged) return false
      first += text
      const start = text.includes('\n') ? first.trimStart() : ''
      const end = start.indexOf('\n')
      isJudged = end !== -1 || first.length > MAX_FIRST_CHARS
      const value = end === -1 ? undefined : parseJson(start.slice(0, end))
      if (isJudged) first = ''
      // A whole answer may end with a line break, too.
      return isObject(value) && value['done'] !== true && findDialect(value, formats) !== undefined
    },
    push(text, maxLineChars) {
      const lines = text.split('\n')
      lines[0] = held + (lines[0] ?? '')
      held = lines.pop() ?? ''
      for (const line of lines) {
        if (line.length > maxLineChars) return false
        if (!state.done && !state.isOver) takeLine(line)
      }
      return held.length <= maxLineChars
    },
  }
}
