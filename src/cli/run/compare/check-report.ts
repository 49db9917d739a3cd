/**
 * What a comparison found, as data. Types only.
 */

/** A code cell. */
export interface CellReport {
  /** Its number among the code cells, from 1. */
  readonly number: number
  readonly id?: string
  /** Line of the notebook's file on which it begins, from 1. */
  readonly line: number
  readonly state: 'same' | 'differs' | 'failed' | 'not-run' | 'ignored'
  /** Lines of the difference, or one line that says how it failed. */
  readonly lines: readonly string[]
}

/** A notebook. */
export interface NotebookReport {
  /** Its path as the user would type it. */
  readonly name: string
  readonly seconds: number
  readonly cells: readonly CellReport[]
  /** Why it could not be run, in one line. */
  readonly trouble?: string
  /** Whether new outputs were written. */
  readonly isUpdated: boolean
  /** Whether the command was stopped meanwhile. */
  readonly wasStopped: boolean
}

/** The forms of a report. */
export const REPORT_FORMATS = ['text', 'junit', 'github'] as const
/** One of them. */
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Whether all that is saved of a notebook is what it gives, or has become so. */
export function isAsSaved({ cells, trouble, isUpdated }: NotebookReport): boolean {
  if (trouble !== undefined) return false
  return cells.every(
    ({ state }) => state === 'same' || state === 'ignored' || (state === 'differs' && isUpdated),
  )
}

/** How a cell is called in reports. */
export function nameOf({ number, id }: CellReport): string {
  return id === undefined ? `cell ${number}` : `cell ${number} (${id})`
}
