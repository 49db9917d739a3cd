/** Patterns that are known when a notebook is converted. */
import { translatedPattern } from '../../helpers/python/pattern'
import type { Expression } from '../../python/ast'
import { refuse } from '../../write/refusal'

/** A pattern in JavaScript. */
export function translated(source: string, { flags, node }: { flags: string; node: Expression }): string {
  try {
    return translatedPattern(source, flags)
  } catch (error) {
    return refuse((error as Error).message, node, 'Write the pattern for JavaScript.')
  }
}

/** A whole pattern, which JavaScript must be able to read. */
export function checked(source: string, { flags, node }: { flags: string; node: Expression }): string {
  const text = translated(source, { flags, node })
  try {
    new RegExp(text, 'u')
  } catch {
    refuse('a pattern that JavaScript does not read', node, 'Write the pattern for JavaScript.')
  }
  return text
}

/** Number of groups. */
export const groupsIn = (source: string): number =>
  source
    .replace(/\\./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .match(/\((?!\?(?!<[A-Za-z_]))/g)?.length ?? 0

/** Whether a group may be left out of a match. */
export const mayMiss = (source: string): boolean =>
  /\||\)[?*]|\)\{0/.test(source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, ''))
