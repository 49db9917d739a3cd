/**
 * What is different at every run though nothing has changed: ports of servers that took a free one, ids that the practice
 * endpoint made up, the time of day. Never decided by the look of a text alone: a pair of values, saved and new, has to
 * belong together in the whole notebook, a time has to lie in the run, and what a cell spells out is no chance.
 */

/** When a run was, in milliseconds since 1970. */
export interface RunTime {
  readonly start: number
  readonly end: number
}

/** A text and what in it may be different at every run. */
export interface Template {
  /** The text with a stand-in for each value. */
  readonly text: string
  readonly values: readonly VolatileValue[]
}

/** A value in a text. */
export interface VolatileValue {
  readonly kind: 'port' | 'id' | 'time'
  readonly value: string
}

const LOOPBACK = String.raw`(?:127\.0\.0\.1|localhost|\[::1\])(?::|%3[Aa])`
const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'
const VALUE = new RegExp(
  [
    String.raw`(?<=${LOOPBACK}|\(127\.0\.0\.1\) port )(?<port>\d{5})(?!\d)`,
    // Ids of the practice endpoint, and what curl puts between the parts of a form.
    String.raw`(?<![\w-])(?<id>(?:chatcmpl|cmpl|resp|req|msg|call|toolu|fc|rs|ws)[-_]` +
      String.raw`(?:[\w-]{16}|[\da-f]{24})(?![\w-])|-{24,28}(?:[\da-f]{16}|[\dA-Za-z]{22})(?!\w))`,
    String.raw`(?<![\w.])(?<time>1[5-9]\d{8}(?:\d{3})?(?![\w]|\.\d)` +
      String.raw`|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)` +
      String.raw`|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:${MONTHS}) \d{4} \d\d:\d\d:\d\d GMT)`,
  ].join('|'),
  'g',
)
/** From here on Linux, macOS and Windows choose ports; those that people choose lie below. */
const FIRST_FREE_PORT = 32_768
const STAND_INS = { port: '\u0001port', id: '\u0001id', time: '\u0001time' } as const
/** Clocks of a server and of this process may differ a little. */
const CLOCK_MS = 2_000

/** Finds the values in a text. */
export function templateOf(text: string): Template {
  const values: VolatileValue[] = []
  const blank = text.replace(VALUE, (value, ...rest) => {
    const kind = kindOf(rest.at(-1) as Record<string, string | undefined>)
    if (kind === 'port' && Number(value) < FIRST_FREE_PORT) return value
    if (kind === 'id' && !isRandom(value)) return value
    values.push({ kind, value })
    return STAND_INS[kind]
  })
  return { text: blank, values }
}

/** Pairs of a saved value and a new one that stand for each other in one notebook. */
export class Pairs {
  private readonly newOf = new Map<string, string>()
  private readonly savedOf = new Map<string, string>()

  /**
   * @param time - When the notebook was run.
   * @param sources - Text of its cells: a value that stands there is what the author wants.
   */
  constructor(
    private readonly time: RunTime,
    private readonly sources: string,
  ) {}

  /** Whether two values in the same place are the same but for chance. */
  accept(saved: VolatileValue, now: VolatileValue): boolean {
    if (saved.kind !== now.kind) return false
    if (saved.kind === 'time') return saved.value === now.value || this.isNow(saved.value, now.value)
    if (saved.value !== now.value && (this.isWritten(saved.value) || this.isWritten(now.value))) return false
    const [other, origin] = [this.newOf.get(saved.value), this.savedOf.get(now.value)]
    if (other === undefined && origin === undefined) {
      this.newOf.set(saved.value, now.value)
      this.savedOf.set(now.value, saved.value)
      return true
    }
    return other === now.value
  }

  /** A new text with the ports and ids that are saved for them, so that a file changes only where its content does. */
  withSavedValues(text: string): string {
    return text.replace(VALUE, (value, ...rest) => {
      const kind = kindOf(rest.at(-1) as Record<string, string | undefined>)
      return kind === 'time' ? value : (this.savedOf.get(value) ?? value)
    })
  }

  private isWritten(value: string): boolean {
    return this.sources.includes(value)
  }

  /** The new one has to be of this run, the saved one of the same form and not later. */
  private isNow(saved: string, now: string): boolean {
    if (/^\d+$/.test(saved) ? saved.length !== now.length : shapeOf(saved) !== shapeOf(now)) return false
    const [before, after] = [millisecondsOf(saved), millisecondsOf(now)]
    const { start, end } = this.time
    return after >= start - CLOCK_MS && after <= end + CLOCK_MS && before <= end + CLOCK_MS
  }
}

function kindOf(groups: Record<string, string | undefined>): VolatileValue['kind'] {
  if (groups['port'] !== undefined) return 'port'
  return groups['id'] === undefined ? 'time' : 'id'
}

/** Names are in words, one way of writing in each; sixteen characters by chance are not. */
function isRandom(id: string): boolean {
  if (/^(?:chatcmpl|cmpl|resp|req|--)|[\da-f]{24}$/.test(id)) return true
  const tail = id.slice(-16)
  const capitals = tail.match(/[A-Z]/g)?.length ?? 0
  return (/\d/.test(tail) && capitals > 0 && /[a-z]/.test(tail)) || capitals >= 5
}

function shapeOf(time: string): string {
  return time.replace(/[A-Z][a-z]{2}/g, 'Xxx').replace(/\d/g, '0')
}

function millisecondsOf(time: string): number {
  if (!/^\d+$/.test(time)) return Date.parse(time)
  return Number(time) * (time.length === 10 ? 1000 : 1)
}
