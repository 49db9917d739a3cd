/**
 * The seam for what has to know when cells begin and end. Owns the contract only.
 */
import { processWide } from '../../base/process-wide'

/** Told of each cell. */
export interface CellWatch {
  /** A cell is about to run. */
  begin(cell: WatchedCell): void
  /**
   * The cell that runs has come to its end.
   * @throws whatever the cell is to fail with, unless it has failed already.
   */
  end(): void
}

/** A cell as its watch sees it. */
export interface WatchedCell {
  /** Its number in the order in which cells run, from 1. */
  readonly number: number
  readonly source: string
}

const shared = processWide<CellWatch>('cell-watch')

/** Sets the watch; a later call replaces it. */
export function setCellWatch(watch: CellWatch | undefined): void {
  shared.value = watch
}

/** The watch in force, if there is one. */
export function cellWatch(): CellWatch | undefined {
  return shared.value
}
