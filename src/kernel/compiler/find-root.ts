/**
 * Where a notebook's imports start from.
 */
import { dirname } from 'node:path'

/**
 * The folder that tslab was started in; `process.cwd()` may have been changed since.
 *
 * @param require - tslab's `require`.
 */
export function notebookFolder(require: NodeJS.Require): string {
  const [nearest] = require.resolve.paths('package') ?? []
  return nearest === undefined ? process.cwd() : dirname(nearest)
}
