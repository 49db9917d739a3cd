/**
 * Says what a 200 was when it was neither an event stream nor a completion.
 */
import { describeErrorValue, describeMarkup, errorText, serverLine } from './error-text'
import { parseJson } from './event-payload'

/** One line about an HTML page: usually a login portal or a wrong address. */
export function describePage(html: string): string {
  return `the server answered with an ${describeMarkup(html)}`
}

/**
 * One line about a body that is text or JSON.
 *
 * @param text - The body.
 * @param value - The same as JSON; `undefined` when it is none.
 */
export function describeOther(text: string, value?: unknown): string {
  if (value !== undefined)
    return errorText(value) || `the server answered with other JSON: ${describeErrorValue(value)}`
  if (!isNewlineJson(text)) return `the server answered with text, not a stream: ${serverLine(text)}`
  const first = parseJson(text.slice(0, text.indexOf('\n')))
  return `the server answered with NDJSON, not server-sent events: ${describeErrorValue(first)}`
}

/** Tells whether a text is JSON documents, one a line. */
export function isNewlineJson(text: string): boolean {
  const end = text.indexOf('\n')
  return end !== -1 && /^\s*[{[]/.test(text) && parseJson(text.slice(0, end)) !== undefined
}
