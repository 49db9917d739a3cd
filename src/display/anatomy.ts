/**
 * The anatomy of answers, for teaching: what came over the wire, when, and what it adds to the text. Owns the table
 * and the chart; the data comes from whoever read the answer.
 * @see https://vega.github.io/vega-lite/docs/spec.html (version 5: what JupyterLab draws)
 */
import type { MimeBundle } from '../kernel/bundle'
import { type Html, html as h } from './html'
import { cutChars, formatCount, formatMs } from './one-line'
import { stripControls } from './terminal-text'

/** One event of the wire. */
export interface AnatomyRow {
  /** When it came, in milliseconds since the request was sent. */
  readonly atMs: number
  /** The event as it came. */
  readonly raw: string
  /** What was read from it; `undefined` when it is not JSON. */
  readonly parsed: unknown
  /** The text of the answer after it. */
  readonly text: string
}

/** Times of an answer. */
export interface AnatomyTiming {
  /** To the first piece of the answer; `null` when none came. */
  readonly firstTokenMs: number | null
  /** To its end. */
  readonly totalMs: number
  /** Tokens by second after the first; `null` when they were not counted. */
  readonly tokensPerSecond: number | null
}

/** One call. */
export interface AnatomyCall {
  /** What to call it, e.g. `streamed`. */
  readonly label: string
  /** Its events, in order. A call that is not streamed has one. */
  readonly rows: readonly AnatomyRow[]
  readonly timing: AnatomyTiming
}

/** Rows drawn of the beginning and of the end of a call. */
const FIRST_ROWS = 25
const LAST_ROWS = 5
const MAX_CELL_CHARS = 400
const MAX_TEXT_CHARS = 120
const MAX_POINTS = 400

const CELL = 'text-align:left;padding:2px 8px;border-bottom:1px solid #8884'
const CODE = 'white-space:pre-wrap;font-size:12px'
const MUTED = 'opacity:.6'
const BAR = 'background:#0969da;color:#0969da;display:inline-block'

/**
 * Draws calls as a chart (text over time) and a table (event, parsed chunk, text so far), side by side when there
 * are several.
 *
 * @param calls - One call or more.
 * @returns The outputs in order: the chart, then the table. A front end shows only the richest part of a bundle,
 * so that they cannot be one.
 */
export function anatomyBundles(
  calls: readonly AnatomyCall[],
): readonly [chart: MimeBundle, table: MimeBundle] {
  return [anatomyChart(calls), anatomyTable(calls)]
}

/**
 * The chart alone: characters of the text over time, a mark at each first token.
 *
 * @param calls - One call or more.
 */
export function anatomyChart(calls: readonly AnatomyCall[]): MimeBundle {
  return {
    data: {
      'application/vnd.vegalite.v5+json': chartSpec(calls),
      'text/html': String(h`<table>${calls.map(barRow)}</table>`),
      'text/plain': calls.map((call) => `${call.label}: ${summaryOf(call)}`).join('\n'),
    },
  }
}

/**
 * The table alone.
 *
 * @param calls - One call or more.
 */
export function anatomyTable(calls: readonly AnatomyCall[]): MimeBundle {
  const tables = calls.map(callHtml)
  const markup =
    tables.length === 1
      ? tables[0]
      : h`<table><tr>${tables.map((table) => h`<td style="vertical-align:top;text-align:left">${table}</td>`)}</tr></table>`
  return { data: { 'text/html': String(markup), 'text/plain': calls.map(plainTable).join('\n\n') } }
}

function callHtml(call: AnatomyCall): Html {
  const head = ['at', 'event on the wire', 'parsed', 'text so far'].map(
    (name) => h`<th style="${CELL}">${name}</th>`,
  )
  const rows = pick(call.rows).map((row) => (typeof row === 'number' ? gapHtml(row) : rowHtml(row)))
  return h`<div><b>${call.label}</b> <span style="${MUTED}">${summaryOf(call)}</span><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`
}

function rowHtml({ atMs, raw, parsed, text }: AnatomyRow): Html {
  const chunk = parsed === undefined ? '' : JSON.stringify(parsed, null, 1)
  return h`<tr><td style="${CELL};white-space:nowrap">${formatMs(atMs)}</td>${[
    cut(raw),
    cut(chunk ?? String(parsed)),
    tailOf(text),
  ].map((cell) => h`<td style="${CELL}"><code style="${CODE}">${cell}</code></td>`)}</tr>`
}

function gapHtml(count: number): Html {
  return h`<tr><td colspan="4" style="${CELL};${MUTED}">… ${formatCount(count)} more events</td></tr>`
}

/** Bars for where the chart cannot be drawn: waiting, then writing. */
function barRow(call: AnatomyCall, _index: number, calls: readonly AnatomyCall[]): Html {
  const { firstTokenMs, totalMs } = call.timing
  const longest = Math.max(1, ...calls.map(({ timing }) => timing.totalMs))
  const waitPx = Math.round(((firstTokenMs ?? totalMs) / longest) * 300)
  const writePx = Math.max(2, Math.round((totalMs / longest) * 300) - waitPx)
  return h`<tr><td style="${CELL}"><b>${call.label}</b></td><td style="${CELL};white-space:nowrap"><span style="${BAR};opacity:.3;width:${waitPx}px">&nbsp;</span><span style="${BAR};width:${writePx}px">&nbsp;</span></td><td style="${CELL}">${summaryOf(call)}</td></tr>`
}

function plainTable(call: AnatomyCall): string {
  const rows = pick(call.rows).map((row) =>
    typeof row === 'number'
      ? `… ${formatCount(row)} more events`
      : `${formatMs(row.atMs).padStart(8)}  ${cut(row.raw).replace(/\n/g, '⏎')}  →  ${JSON.stringify(tailOf(row.text))}`,
  )
  return [`${call.label}: ${summaryOf(call)}`, ...rows].join('\n')
}

function summaryOf({ rows, timing }: AnatomyCall): string {
  const { firstTokenMs, totalMs, tokensPerSecond } = timing
  return [
    `${formatCount(rows.length)} event${rows.length === 1 ? '' : 's'}`,
    firstTokenMs === null ? 'no token' : `first token ${formatMs(firstTokenMs)}`,
    `total ${formatMs(totalMs)}`,
    ...(tokensPerSecond === null ? [] : [`${formatCount(Math.round(tokensPerSecond))} tokens/s`]),
  ].join(' · ')
}

/** The first and last rows, and in their middle how many are left out. */
function pick(rows: readonly AnatomyRow[]): (AnatomyRow | number)[] {
  const more = rows.length - FIRST_ROWS - LAST_ROWS
  return more <= 1 ? [...rows] : [...rows.slice(0, FIRST_ROWS), more, ...rows.slice(-LAST_ROWS)]
}

function chartSpec(calls: readonly AnatomyCall[]): object {
  const values = calls.flatMap(({ label, rows, timing }) => [
    { call: label, seconds: 0, characters: 0 },
    ...thin(rows).map(({ atMs, text }) => ({ call: label, seconds: atMs / 1000, characters: text.length })),
    { call: label, seconds: timing.totalMs / 1000, characters: rows.at(-1)?.text.length ?? 0 },
  ])
  const firsts = calls.flatMap(({ label, timing }) =>
    timing.firstTokenMs === null
      ? []
      : [{ call: label, seconds: timing.firstTokenMs / 1000, what: 'first token' }],
  )
  const x = { field: 'seconds', type: 'quantitative', title: 'seconds since the request' }
  const color = { field: 'call', type: 'nominal', title: null }
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    width: 420,
    height: 200,
    data: { values },
    layer: [
      {
        mark: { type: 'line', interpolate: 'step-after', tooltip: true },
        encoding: { x, color, y: { field: 'characters', type: 'quantitative', title: 'characters of text' } },
      },
      {
        data: { values: firsts },
        mark: { type: 'rule', strokeDash: [4, 3], tooltip: { content: 'data' } },
        encoding: { x, color },
      },
    ],
  }
}

/** Evenly chosen rows: more points than pixels only cost time. */
function thin(rows: readonly AnatomyRow[]): readonly AnatomyRow[] {
  const step = Math.ceil(rows.length / MAX_POINTS)
  return step <= 1 ? rows : rows.filter((_row, index) => index % step === 0 || index === rows.length - 1)
}

function cut(text: string): string {
  const clean = stripControls(text)
  return clean.length <= MAX_CELL_CHARS ? clean : `${cutChars(clean, MAX_CELL_CHARS)}…`
}

/** The end of the text so far: what the event added is there. */
function tailOf(text: string): string {
  const end = text.slice(-MAX_TEXT_CHARS)
  return text.length <= MAX_TEXT_CHARS ? text : `…${/^[\udc00-\udfff]/.test(end) ? end.slice(1) : end}`
}
