/**
 * The use of a class while it is served: a table that is drawn again and again in a terminal, lines elsewhere.
 */
import type { UseRow } from '../../teach/class/ledger'
import type { Limits } from '../../teach/class/limits'
import { drawTable, totalLine, useLine } from '../../teach/class/table'
import type { CliIo } from '../io'

/** Shows use. */
export interface UseShown {
  start(): void
  /** Says something, once while it stays the same. */
  note(text: string): void
  end(): void
}

const DRAW_MS = 1_000
const LINES_MS = 10_000
/** The same note is not repeated for so long. */
const REPEAT_MS = 60_000

/**
 * Shows the use of a class on standard error.
 *
 * @param options - Where to, how much there is, and the figures.
 */
export function showUse({ io, limits, rows }: { io: CliIo; limits: Limits; rows: () => UseRow[] }): UseShown {
  const told = new Map<string, number>()
  const printed = new Map<string, string>()
  let drawn = 0
  let timer: NodeJS.Timeout | undefined

  const erase = (): string => (drawn === 0 ? '' : `\x1b[${drawn}A\x1b[J`)
  const draw = (): void => {
    const size = io.terminal?.()
    if (size === undefined) return
    const lines = drawTable(rows(), limits, { now: Date.now(), size })
    io.err(`${erase()}${lines.join('\n')}\n`)
    drawn = lines.length
  }
  const print = (): void => {
    let hasNews = false
    for (const row of rows()) {
      const line = useLine(row, limits)
      const before = printed.get(row.name)
      printed.set(row.name, line)
      if (line === before || (before === undefined && row.lastAt === 0)) continue
      io.err(`${line}\n`)
      hasNews = true
    }
    if (hasNews) io.err(`${totalLine(rows())}\n`)
  }
  return {
    start() {
      if (io.terminal?.() === undefined) timer = setInterval(print, LINES_MS)
      else {
        draw()
        timer = setInterval(draw, DRAW_MS)
      }
    },
    note(text) {
      const now = Date.now()
      for (const [line, at] of told) if (at < now - REPEAT_MS) told.delete(line)
      if (told.has(text)) return
      told.set(text, now)
      io.err(`${erase()}${text}\n`)
      drawn = 0
    },
    end() {
      clearInterval(timer)
      if (io.terminal?.() === undefined) print()
      else draw()
    },
  }
}
