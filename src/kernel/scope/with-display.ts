/**
 * A cell whose displays go another way; all else is that of the cell.
 */
import type { CellScope } from './cell-scope'

/** Makes such a scope. */
export const withDisplay = (scope: CellScope, display: CellScope['display']): CellScope => ({
  kind: scope.kind,
  signal: scope.signal,
  write: (name, text) => scope.write(name, text),
  display,
  clearOutput: (wait) => scope.clearOutput(wait),
  input: (prompt, options) => scope.input(prompt, options),
})
