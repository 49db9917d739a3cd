/**
 * The one door to the Markdown parser: loaded on first use, so that no other command waits for it.
 */
import type * as Mdast from './mdast'

let loaded: typeof Mdast | undefined

/** Loads the parser; later calls give the same module at once. */
export async function loadMarkdown(): Promise<typeof Mdast> {
  return (loaded ??= await import('./mdast.js'))
}

/** The parser, once {@link loadMarkdown} has been awaited. */
export function markdown(): typeof Mdast {
  if (loaded === undefined) throw new Error('loadMarkdown() has not been awaited')
  return loaded
}
