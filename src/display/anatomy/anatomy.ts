/**
 * The anatomy of answers, for teaching: what came over the wire, when, and what it adds to the text. Owns the table;
 * the data comes from whoever read the answer.
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { type Html, html as h } from '../html'
import { anatomySpec } from './anatomy-chart'
import { isBranch, type JsonNode, leafText, readNodes } from '../json-nodes'
import { MUTED } from '../look'
import { formatCount, formatMs, oneLine } from '../one-line'
import type { AnatomyCall, AnatomyRow } from './anatomy-data'
import { MASK } from '../../secrets/redact-text'
import { maskGrowingForCell } from '../mask'
import { stripControls } from '../terminal-text'
import { cutChars, lastChars } from '../../base/surrogates'

/** Rows drawn of the beginning and of the end of a call. */
const FIRST_ROWS = 25
const LAST_ROWS = 5
const MAX_RAW_CHARS = 2_000
const MAX_FIELDS = 12
const MAX_FIELD_CHARS = 120
const MAX_TEXT_CHARS = 40

const CELL = 'text-align:left;vertical-align:top;padding:2px 8px'
const CODE = 'background:none;padding:0;font-size:12px;white-space:pre-wrap'
const BAR = 'background:#0969da;display:inline-block'

/**
 * Draws calls as a chart (text over time) and a table (event, what was read from it, text so far), side by side when
 * there are several.
 *
 * @param calls - One call or more.
 * @returns The outputs in order: the chart, then the table. They cannot be one bundle: JupyterLab would draw only the
 * table. Bars over the table stand for the chart where Vega-Lite cannot be drawn.
 */
export function anatomyBundles(
  calls: readonly AnatomyCall[],
): readonly [chart: MimeBundle, table: MimeBundle] {
  return [anatomyChart(calls), anatomyTable(calls)]
}

/**
 * The chart alone: tokens (or characters) of the text over time, a mark at each first token.
 *
 * @param calls - One call or more.
 */
function anatomyChart(calls: readonly AnatomyCall[]): MimeBundle {
  const lines = calls.map((call) => `${call.label}: ${summaryOf(call)}`)
  const spec = anatomySpec(calls, lines)
  return { data: { 'application/vnd.vegalite.v5+json': spec, 'text/plain': lines.join('\n') } }
}

/**
 * The bars and the table alone.
 *
 * @param calls - One call or more.
 */
function anatomyTable(calls: readonly AnatomyCall[]): MimeBundle {
  const bars = h`<table>${calls.map(barRow)}</table>`
  const masked = calls.map(maskCall)
  const [only] = masked
  return {
    data: {
      'text/html': String(
        h`<div>${bars}${masked.length === 1 && only ? callHtml(only, false) : sideBySide(masked)}</div>`,
      ),
      'text/plain': masked.map(plainTable).join('\n\n'),
    },
  }
}

/** Several calls: a column each, named at its head. */
function sideBySide(calls: readonly AnatomyCall[]): Html {
  const heads = calls.map(({ label }) => h`<th scope="col" style="${CELL}">${label}</th>`)
  const tables = calls.map((call) => h`<td style="${CELL}">${callHtml(call, true)}</td>`)
  return h`<table><thead><tr>${heads}</tr></thead><tbody><tr>${tables}</tr></tbody></table>`
}

/** An answer may say a secret in pieces: no event of it and no text so far may show them. */
function maskCall(call: AnatomyCall): AnatomyCall {
  // A text that is whole and holds none was never on the way to one: "practice" may begin a token, and did not.
  const whole = call.rows.at(-1)?.text ?? ''
  if (maskGrowingForCell(whole) === whole && call.rows.every(({ text }) => whole.startsWith(text)))
    return call
  let before = { text: '', shown: '' }
  const rows = call.rows.map((row) => {
    const shown = maskGrowingForCell(row.text)
    const isClean =
      shown === row.text ||
      (row.text.startsWith(before.text) && shown === before.shown + row.text.slice(before.text.length))
    before = { text: row.text, shown }
    return isClean ? { ...row, text: shown } : { ...row, text: shown, raw: MASK, parsed: undefined }
  })
  return { ...call, rows }
}

function callHtml(call: AnatomyCall, isNarrow: boolean): Html {
  const names = isNarrow
    ? ['at', 'event and what is new in it', 'text so far']
    : ['at', 'event', 'new in it', 'text so far']
  const head = names.map((name) => h`<th scope="col" style="${CELL}">${name}</th>`)
  const seen = new Map<string, string>()
  const news = call.rows.map(({ parsed }) => newFields(parsed, seen))
  const rows = pickIndexes(call.rows.length).map((index) => {
    if (index < 0)
      return h`<tr><td colspan="${names.length}" style="${CELL};${MUTED}">${moreEvents(-index)}</td></tr>`
    return rowHtml(call.rows[index] as AnatomyRow, call.rows[index - 1], {
      news: news[index] ?? [],
      isNarrow,
    })
  })
  return h`<table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>`
}

interface RowDrawing {
  /** What is new in the event, a line each. */
  readonly news: readonly string[]
  readonly isNarrow: boolean
}

function rowHtml(row: AnatomyRow, rowBefore: AnatomyRow | undefined, { news, isNarrow }: RowDrawing): Html {
  const textBefore = rowBefore?.text ?? ''
  const raw = oneLine(row.raw, MAX_RAW_CHARS)
  const difference = cut(
    differenceOf(raw, rowBefore ? oneLine(rowBefore.raw, MAX_RAW_CHARS) : ''),
    MAX_FIELD_CHARS,
  )
  // Events are alike but for a few characters: those are shown, the whole event opens at a click.
  const event = h`<div style="width:${isNarrow ? 230 : 220}px;overflow-x:auto;overflow-wrap:anywhere"><details><summary style="cursor:pointer"><code style="${CODE}">${difference}</code></summary><code style="${CODE}">${raw}</code></details></div>`
  const fields = news.map((line) => h`<div><code style="${CODE}">${line}</code></div>`)
  const isContinued = row.text.startsWith(textBefore)
  const added = isContinued ? row.text.slice(textBefore.length) : row.text
  const before = tailOf(isContinued ? textBefore : '')
  const text = h`<div style="width:${isNarrow ? 140 : 190}px"><code style="${CODE}"><span style="${MUTED}">${before}</span><b>${cut(added, MAX_TEXT_CHARS * 2)}</b></code></div>`
  const cells = isNarrow ? [h`${event}${fields}`, text] : [event, h`${fields}`, text]
  return h`<tr><td style="${CELL};white-space:nowrap">${formatMs(row.atMs)}</td>${cells.map((cell) => h`<td style="${CELL}">${cell}</td>`)}</tr>`
}

/** The fields of a chunk that say something new: what all chunks repeat is told once. */
function newFields(parsed: unknown, seen: Map<string, string>): string[] {
  const lines: string[] = []
  const visit = (node: JsonNode, path: string): void => {
    if (isBranch(node)) {
      node.entries.forEach(({ key, node: part }, at) =>
        visit(part, key === undefined ? `${path}[${at}]` : path === '' ? key : `${path}.${key}`),
      )
      return
    }
    const text = leafText(node)
    if (text === 'null' || seen.get(path) === text) return
    seen.set(path, text)
    lines.push(cut(path === '' ? text : `${path} = ${text}`, MAX_FIELD_CHARS))
  }
  if (parsed !== undefined) visit(readNodes(parsed).root, '')
  return lines.length > MAX_FIELDS
    ? [...lines.slice(0, MAX_FIELDS), `… ${formatCount(lines.length - MAX_FIELDS)} more`]
    : lines
}

/**
 * The part of an event in which it differs from the one before, with the name of its field.
 *
 * @param event - An event's data.
 * @param before - The data of the event before; empty for the first.
 */
function differenceOf(event: string, before: string): string {
  let start = 0
  while (start < event.length && event[start] === before[start]) start++
  let same = 0
  const most = Math.min(event.length, before.length) - start
  while (same < most && event[event.length - 1 - same] === before[before.length - 1 - same]) same++
  // Back to where the field begins, and on to where its value ends.
  const from = Math.max(0, ...[',"', '{"'].map((sign) => event.lastIndexOf(sign, start - 1) + 1))
  const end = event.slice(event.length - same).search(/[,}\]]/)
  const to = end === -1 ? event.length : event.length - same + end
  if (start === event.length && same === 0) return event
  return `${from > 0 ? '…' : ''}${event.slice(from, to)}${to < event.length ? '…' : ''}`
}

/** Waiting, then writing. */
function barRow(call: AnatomyCall, _index: number, calls: readonly AnatomyCall[]): Html {
  const { firstTokenMs, totalMs } = call.timing
  const longest = Math.max(1, ...calls.map(({ timing }) => timing.totalMs))
  const waitPx = Math.round(((firstTokenMs ?? totalMs) / longest) * 300)
  const writePx = Math.max(2, Math.round((totalMs / longest) * 300) - waitPx)
  const bars = h`<span style="${BAR};opacity:.3;width:${waitPx}px">&nbsp;</span><span style="${BAR};width:${writePx}px">&nbsp;</span>`
  return h`<tr><th scope="row" style="${CELL}">${call.label}</th><td style="${CELL};white-space:nowrap">${bars}</td><td style="${CELL}">${summaryOf(call)}</td></tr>`
}

function plainTable(call: AnatomyCall): string {
  const rows = pickIndexes(call.rows.length).map((index) => {
    const row = call.rows[index]
    return row === undefined
      ? moreEvents(-index)
      : `${formatMs(row.atMs).padStart(8)}  ${oneLine(row.raw)}  →  ${JSON.stringify(tailOf(row.text))}`
  })
  const head = `${'at'.padStart(8)}  event  →  text so far`
  return [`${call.label}: ${summaryOf(call)}`, ...(rows.length > 0 ? [head] : []), ...rows].join('\n')
}

function summaryOf({ rows, timing }: AnatomyCall): string {
  const { firstTokenMs, totalMs, tokensPerSecond } = timing
  // An answer in one piece has a text, and no first token.
  const hasText = rows.some(({ text }) => text !== '')
  return [
    `${formatCount(rows.length)} event${rows.length === 1 ? '' : 's'}`,
    ...(firstTokenMs !== null ? [`first token ${formatMs(firstTokenMs)}`] : hasText ? [] : ['no token']),
    `total ${formatMs(totalMs)}`,
    ...(tokensPerSecond === null ? [] : [`${formatCount(Math.round(tokensPerSecond))} tokens/s`]),
  ].join(' · ')
}

/** Indexes of the first and last rows; between them, as a negative number, how many are left out. */
function pickIndexes(count: number): number[] {
  const all = Array.from({ length: count }, (_row, index) => index)
  const more = count - FIRST_ROWS - LAST_ROWS
  return more <= 1 ? all : [...all.slice(0, FIRST_ROWS), -more, ...all.slice(-LAST_ROWS)]
}

function moreEvents(count: number): string {
  return `… ${formatCount(count)} more events`
}

function cut(text: string, maxChars: number): string {
  const clean = stripControls(text)
  return clean.length <= maxChars ? clean : `${cutChars(clean, maxChars)}…`
}

/** The end of the text so far. */
function tailOf(text: string): string {
  const end = stripControls(lastChars(text, MAX_TEXT_CHARS))
  return text.length <= MAX_TEXT_CHARS ? end : `…${end}`
}
