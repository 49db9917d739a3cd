/**
 * Options of `tslab-magics run` with `--check` or `--report`: their shape, and what is wrong with them.
 */
import { REPORT_FORMATS, type ReportFormat } from './check-report'

/** Options as the command line gives them. */
export interface CheckRunOptions {
  /** Compares instead of printing. */
  readonly check?: boolean
  readonly update?: boolean
  /** File of a report on exercises. */
  readonly report?: string
  readonly format?: string
  readonly jobs?: string
  readonly timeLimit?: string
  readonly save?: boolean
  readonly record?: boolean
  readonly maxAge?: string
}

/** The same, read. */
export interface CheckRunSettings {
  /** Whether outputs that differ are written. */
  readonly shouldUpdate: boolean
  readonly format: ReportFormat
  /** Notebooks that run at the same time. */
  readonly jobs: number
  /** For one notebook. */
  readonly timeLimitSeconds: number
  /** Days, as `90d`, after which a recording is too old. */
  readonly maxAge?: string | undefined
}

const TIME_LIMIT_SECONDS = 600
const MAX_JOBS = 64
/** What else an option goes with. */
const ALSO: Readonly<Record<string, string>> = { jobs: ' and --report', timeLimit: ' and --report' }

/**
 * Says what is wrong with the options of `run`.
 *
 * @param options - As they were given.
 * @returns One line; `undefined` when nothing is.
 */
export function wrongUse(options: CheckRunOptions): string | undefined {
  const { check, save, record, report, format, jobs, timeLimit } = options
  if (report !== undefined) {
    const other = (['check', 'save', 'update', 'format'] as const).find((name) => options[name] !== undefined)
    if (other !== undefined) return `--${other} does not go with --report.`
    if (!/\.(?:json|md)$/.test(report)) return `--report writes a .json or a .md file, not "${report}".`
  } else if (!check) {
    const alone = (['update', 'format', 'jobs', 'timeLimit'] as const).find(
      (name) => options[name] !== undefined,
    )
    return alone && `--${alone === 'timeLimit' ? 'time-limit' : alone} goes with --check${ALSO[alone] ?? ''}.`
  }
  if (save) return '--check compares with what is saved: write new outputs with --update, not with --save.'
  if (record) return '--check compares with what was recorded: record first, with --record alone.'
  if (format !== undefined && !REPORT_FORMATS.some((name) => name === format))
    return `--format is ${REPORT_FORMATS.map((name) => `"${name}"`).join(', ')}, not "${format}".`
  if (jobs !== undefined && !(/^\d{1,2}$/.test(jobs) && Number(jobs) >= 1 && Number(jobs) <= MAX_JOBS))
    return `--jobs takes a number from 1 to ${MAX_JOBS}, not "${jobs}".`
  if (timeLimit !== undefined && !(/^\d{1,6}(?:\.\d+)?$/.test(timeLimit) && Number(timeLimit) > 0))
    return `--time-limit takes seconds, not "${timeLimit}".`
  return undefined
}

/** Reads options with which nothing is wrong. */
export function readOptions({ update, format, jobs, timeLimit, maxAge }: CheckRunOptions): CheckRunSettings {
  return {
    shouldUpdate: update ?? false,
    format: (format as ReportFormat | undefined) ?? 'text',
    jobs: Number(jobs ?? 1),
    timeLimitSeconds: Number(timeLimit ?? TIME_LIMIT_SECONDS),
    maxAge,
  }
}
