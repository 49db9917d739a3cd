/**
 * Where a helper's output goes and when its work must end: the scope of the cell that called it.
 * The three kinds of scope behave alike; helpers never ask for tslab itself.
 */
import type { DisplayHandle, MimeBundle } from '../../base/mime-bundle'

/** Output stream of a cell. */
export type StreamName = 'stdout' | 'stderr'

/** What the helper called in one cell may use. All output is free of registered secrets when it leaves. */
export interface CellScope {
  /** `patched`: tslab with our patch; `stock`: tslab without it; `terminal`: a script or a test. */
  readonly kind: 'patched' | 'stock' | 'terminal'
  /** Aborted when the cell is stopped. Its `reason` is a `StoppedError`. */
  readonly signal: AbortSignal
  /** Appends text to the cell's stdout or stderr. */
  write(name: StreamName, text: string): void
  /** Adds an output to the cell; a terminal prints its `text/plain`. */
  display(bundle: MimeBundle): DisplayHandle
  /** Empties the cell's output, at once or (`wait`) when the next output comes. Does nothing where it cannot. */
  clearOutput(wait?: boolean): void
  /**
   * Asks the user for one line.
   * @throws MagicsError `usage` when nobody can answer; `stopped` when the cell is stopped meanwhile.
   */
  input(prompt: string, options?: { password?: boolean }): Promise<string>
}
