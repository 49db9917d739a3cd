/**
 * The two compilers that tslab brings along, and notebooks that use them.
 */
import type ts from 'typescript'
import type { NotebookView } from '../../src/kernel/language'

// eslint-disable-next-line @typescript-eslint/no-require-imports
const load = (path: string) => require(path) as typeof ts

/** TypeScript of tslab 1.0.15 and of 1.0.22. */
export const compilers: readonly (readonly [string, typeof ts])[] = [
  ['4.1', load('../../node_modules/tslab-1.0.15/node_modules/@tslab/typescript-for-tslab')],
  ['5.0', load('@tslab/typescript-for-tslab')],
]

/** A notebook with variables. */
export function notebook(api: typeof ts, locals: Record<string, unknown> = {}, isJs = false): NotebookView {
  return { ts: api, isJs, locals }
}
