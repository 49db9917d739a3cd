/**
 * The use of a class as text: a table for a terminal, lines for a file of lines. Names are of letters and digits, so nothing
 * in it moves a cursor. Pure.
 */
import type { Limits, Measure } from './limits'
import type { UseRow } from './ledger'

/** A terminal. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

const HEADS = ['student', 'requests', 'tokens today', 'in all', 'now', 'refused', 'last']
const NAME_CHARS = 24

/**
 * Draws the table: those who asked last first, as many as fit.
 *
 * @param rows - The students.
 * @param limits - For how much there is.
 * @param options - The time, and the terminal.
 * @returns Lines, none longer than the terminal is wide.
 */
export function drawTable(
  rows: readonly UseRow[],
  limits: Limits,
  { now, size }: { readonly now: number; readonly size: TerminalSize },
): string[] {
  const shown = sorted(rows).slice(0, Math.max(1, size.rows - 4))
  const cells = shown.map((row) => cellsOf(row, { limits, now }))
  const widths = HEADS.map((head, at) =>
    Math.max(head.length, ...cells.map((line) => [...(line[at] ?? '')].length)),
  )
  const print = (line: readonly string[]): string =>
    line
      .map((cell, at) => (at === 0 ? cell + pad(cell, widths[at]) : pad(cell, widths[at]) + cell))
      .join('  ')
  const left = rows.length - shown.length
  const more = left > 0 ? [`and ${left} more`] : []
  return [print(HEADS), ...cells.map(print), ...more, totalLine(rows)].map((line) =>
    line.slice(0, size.columns - 1),
  )
}

/** A line about one student, for output that is no terminal. */
export function useLine(row: UseRow, limits: Limits): string {
  const { name, requests, running, refused } = row
  const parts = [
    `requests ${numberOf(requests)}`,
    `tokens today ${tokensOf(row.tokensToday, limits.tokensPerDay)}`,
  ]
  if (row.tokensInAll !== row.tokensToday || limits.tokensInAll !== Infinity)
    parts.push(`in all ${tokensOf(row.tokensInAll, limits.tokensInAll)}`)
  if (row.estimated > 0) parts.push(`of them estimated ${numberOf(row.estimated)}`)
  if (row.standIns > 0) parts.push(`stand-ins ${row.standIns}`)
  if (running > 0) parts.push(`under way ${running}`)
  if (refused > 0) parts.push(`refused ${refused}`)
  return `${name}: ${parts.join(', ')}`
}

/** What the whole class has used. */
export function totalLine(rows: readonly UseRow[]): string {
  const sum = (of: (row: UseRow) => number): string =>
    numberOf(rows.reduce((total, row) => total + of(row), 0))
  return (
    `students: ${rows.length}, requests: ${sum(({ requests }) => requests)}, tokens today: ${sum(({ tokensToday }) => tokensToday)}, ` +
    `in all: ${sum(({ tokensInAll }) => tokensInAll)}, under way: ${sum(({ running }) => running)}`
  )
}

/**
 * The cells of a student's row, for every kind of table.
 *
 * @param row - The student.
 * @param measure - How much there is, and the time.
 */
export function cellsOf(row: UseRow, { limits, now }: Measure): string[] {
  const { name, requests, running, refused, tokensToday, tokensInAll, estimated, lastAt } = row
  const mark = estimated > 0 ? '~' : ''
  return [
    shortened(name),
    numberOf(requests),
    mark + tokensOf(tokensToday, limits.tokensPerDay),
    mark + tokensOf(tokensInAll, limits.tokensInAll),
    running === 0 ? '' : String(running),
    refused === 0 ? '' : numberOf(refused),
    lastAt === 0 ? '' : agoOf(now - lastAt),
  ]
}

/** The heads of the columns of {@link cellsOf}. */
export function headsOf(): readonly string[] {
  return HEADS
}

/** Those who asked last come first, then by name. */
export function sorted(rows: readonly UseRow[]): UseRow[] {
  return [...rows].sort((a, b) => b.lastAt - a.lastAt || a.name.localeCompare(b.name))
}

function shortened(name: string): string {
  const chars = [...name]
  return chars.length <= NAME_CHARS ? name : `${chars.slice(0, NAME_CHARS - 1).join('')}…`
}

function tokensOf(used: number, limit: number): string {
  return limit === Infinity ? numberOf(used) : `${numberOf(used)} of ${numberOf(limit)}`
}

function numberOf(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function agoOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60
    ? `${minutes} min`
    : minutes < 1_440
      ? `${Math.round(minutes / 60)} h`
      : `${Math.round(minutes / 1_440)} d`
}

function pad(cell: string, width = 0): string {
  return ' '.repeat(Math.max(0, width - [...cell].length))
}
