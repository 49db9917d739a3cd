/**
 * Where the drawings of this library say how long something took, which is different at every run: the line under an
 * answer, the line and the card of a request, the tables of `compare` and of the anatomy, the line of a result, `%time`.
 * Owns their forms; each is as narrow as what is drawn, so that no other text is taken for a time.
 */
import { isObject, type JsonObject } from '../../base/unknown'
import { MUTED } from '../../display/look'

/** A duration as `formatMs` writes it. */
export const DURATION = String.raw`(?:\d+ min \d+ s|[\d.,]+ (?:ms|s))`

/** The line under an answer, at the end of its Markdown. */
export const MARKDOWN_FOOTER = /(?:^|\n\n)<span style="opacity:\.7">([^<\n]* · total [^<\n]*)<\/span>\s*$/
/** The same at the end of its plain text. */
export const PLAIN_FOOTER = /(?:^|\n)(\[[^\n]* · total [^\n]*\])\s*$/
/** The line of a request. */
export const REQUEST = /^[A-Z]+ \S+ → (?:\d{3}|no response)[^\n]*$/

const PACES = / · [\d.,]+ tokens\/s| · by the server's clock: [^·\])<]*/g
const TIMES = new RegExp(String.raw` · (first token |total )?${DURATION}(?= ·|[\])<"]|$)`, 'gm')

const EVENTS = /^[^\n]*: [\d,]+ events?(?: · [^\n]*)? · total [^\n]*$/gm
const EVENT_ROW = new RegExp(String.raw`^ *${DURATION}(?=  .*  →  ")`, 'gm')
const COLUMN_FOOTER = /^\([^\n]* · total [^\n]*\)$/gm
const CHAT_RESULT = new RegExp(String.raw`^(ChatResult "[^"]{0,61}[^\n]* · )${DURATION}$`, 'gm')
const CURL_RESULT = new RegExp(String.raw`^(curl: [^\n]*, )${DURATION}(?=$|, last of |, exit code )`, 'gm')
/** Of IPython's words, and of those of versions before them. */
const SPAN = String.raw`(?:\d+(?:d|h|min|s)(?: \d+(?:h|min|s))*|\d+ min \d+ s|[\d.,]+ (?:s|ms|μs|ns))`
const CLOCK = new RegExp(
  String.raw`^CPU times: user ${SPAN}, sys:? ${SPAN}, total:? ${SPAN}\nWall time: ${SPAN}$`,
  'gm',
)

const HTML_FOOTER = new RegExp(`<div style="${escaped(MUTED)}">[^<]* · total [^<]*</div>`, 'g')
const CARD_TIME = new RegExp(
  `(</span> <span style="${escaped(MUTED)};white-space:nowrap">)${DURATION}(?=</span>| · )`,
  'g',
)
const BAR = /(<span style="background:#0969da;display:inline-block;(?:opacity:\.3;)?width:)\d+(?=px">&nbsp;)/g
const EVENTS_CELL = />[\d,]+ events?(?: · [^<]*)? · total [^<]*(?=<\/td>)/g
const ROW_TIME = new RegExp(
  `(<tr><td style="text-align:left;vertical-align:top;padding:2px 8px;white-space:nowrap">)${DURATION}(?=</td>)`,
  'g',
)

/**
 * Takes the times out of an output, so that two runs of one cell give one text. Line breaks stay where they are.
 *
 * @param mediaType - Media type of the text.
 * @param text - As it was drawn.
 */
export function withoutTimes(mediaType: string, text: string): string {
  if (mediaType === 'text/markdown') return text.replace(MARKDOWN_FOOTER, blank)
  if (mediaType === 'text/html')
    return text
      .replace(HTML_FOOTER, blank)
      .replace(EVENTS_CELL, blank)
      .replace(CARD_TIME, '$1…')
      .replace(BAR, '$1…')
      .replace(ROW_TIME, '$1…')
  if (REQUEST.test(text.trim())) return blank(text)
  const drawn = text.replace(PLAIN_FOOTER, blank).replace(EVENTS, blank)
  return printedWithoutTimes(drawn.replace(EVENT_ROW, '…').replace(COLUMN_FOOTER, blank))
}

/** {@link withoutTimes} for what was printed: the line of a result, as the last value of a cell, and `%time`. */
export function printedWithoutTimes(text: string): string {
  return text
    .replace(CHAT_RESULT, '$1…')
    .replace(CURL_RESULT, '$1…')
    .replace(CLOCK, 'CPU times: user …, sys: …, total: …\nWall time: …')
}

/** Whether a display is the line of a transfer that took longer than a second, or its empty place: a fast one has none. */
export function isProgressLine(plain: string): boolean {
  return plain === '' || /^waited \d+ s for \S+$/.test(plain)
}

/** {@link withoutTimes} for the chart of an anatomy; any other JSON is given back. */
export function chartWithoutTimes(spec: unknown): unknown {
  return isAnatomy(spec) ? blankSeconds(spec) : spec
}

/** An anatomy's chart is known by the title of its axis. */
function isAnatomy(spec: unknown): boolean {
  const layers = isObject(spec) && Array.isArray(spec['layer']) ? spec['layer'] : []
  return layers.some((layer) => titleOfX(layer) === 'seconds since the request')
}

function titleOfX(layer: unknown): unknown {
  const encoding = isObject(layer) ? layer['encoding'] : undefined
  const x = isObject(encoding) ? encoding['x'] : undefined
  return isObject(x) ? x['title'] : undefined
}

function blankSeconds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(blankSeconds)
  if (typeof value === 'string') return value.replace(EVENTS, blank)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, part]): [string, unknown] =>
    name === 'seconds' && typeof part === 'number' && part > 0 ? [name, '…'] : [name, blankSeconds(part)],
  )
  return Object.fromEntries(entries) satisfies JsonObject
}

/** A line of ours without its times; that there was a first token stays said, the pace goes. */
function blank(line: string): string {
  return line.replace(PACES, '').replace(TIMES, (_part, name: string | undefined) => ` · ${name ?? ''}…`)
}

function escaped(text: string): string {
  return text.replaceAll('.', '\\.')
}
