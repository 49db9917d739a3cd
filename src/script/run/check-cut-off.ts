/**
 * Options that a line end has cut off from their curl: to a shell they are a command of their own, and curl has gone
 * without them. Named before anything is sent.
 */
import type { Word } from '../../base/unbash'
import { ScriptError, type Source } from '../script-error'

/** An option, or an address on a line of its own. */
const OPTION = /^--?[A-Za-z][\w-]*/
const ADDRESS = /^["']?(?:https?:\/\/|\$\{?\w*(?:URL|HOST|BASE)\w*\}?\/)/

/**
 * Refuses a command that is the rest of a curl above it.
 *
 * @param name - The word that stands where a program would.
 * @throws ScriptError that names the line which ends the curl.
 */
export function checkCutOff({ text, pos, end }: Word, source: Source): void {
  if (!OPTION.test(text) && !ADDRESS.test(text)) return
  const above = source.text.slice(0, pos).split('\n')
  const own = above.pop() ?? ''
  // Only at the beginning of its line, and below a curl.
  if (own.trim() !== '' || !above.some((line) => /(?:^|[\s;&|(])curl\s/.test(line))) return
  throw new ScriptError(`this belongs to the curl above, but ${whyOver(above)}`, source, pos, end)
}

function whyOver(above: readonly string[]): string {
  const number = above.length
  const last = (above[number - 1] ?? '').trim()
  if (last.startsWith('#'))
    return `the comment in line ${number} ends its command. Move the comment above the curl.`
  if (last === '') return `the empty line ${number} ends its command. Delete the line.`
  const isComment = /\s#\s?[^"']*$/.test(last)
  return isComment
    ? `the comment at the end of line ${number} leaves no \\ there. Move the comment above the curl, and end the line with \\.`
    : `line ${number} does not end with \\. Put a \\ at its end.`
}
