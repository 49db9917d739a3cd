/**
 * `require` as a file in the notebook's folder has it: packages of the user's own.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Makes a `require` for the folder of the moment. */
export function notebookRequire(): NodeJS.Require {
  return createRequire(join(process.cwd(), 'notebook.js'))
}
