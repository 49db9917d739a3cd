/**
 * Parts of a template → a script for bash in which every value is one literal word. Owns the idea that makes this
 * safe wherever the value stands: the text of the script never holds a value, only a reference to a variable that the
 * setup of the script sets; bash does not parse the content of a variable again. See bash-rewriter.ts for the places.
 */
import { UsageError } from '../errors'
import { rewriteBash } from './bash-rewriter'
import type { TemplatePart } from './template'
import { quoteForBash } from '../base/bash-quote'

/** A script, and what it needs set before. */
export interface PreparedScript {
  /** Assignments of the values; `''` without values. */
  readonly setup: string
  /** The script, line for line. */
  readonly body: string
  /** Puts `$\{…\}` where what bash wrote repeats a reference to a value. */
  readonly hide: (text: string) => string
}

/**
 * Makes the script. Lines keep their numbers.
 *
 * @param parts - From `readTemplate`.
 * @returns A script for bash 3.2 and later; without values the text as it is.
 * @throws UsageError where a value would be parsed again (arithmetic, `$\{…\}`, backticks), naming its place.
 */
export function toBashScript(parts: readonly TemplatePart[]): PreparedScript {
  for (const part of parts) {
    const texts = 'text' in part ? [part.text] : part.words
    if (texts.some((text) => text.includes('\0')))
      throw new UsageError(
        `bash: ${'text' in part ? 'the script' : part.where} holds a NUL character, which bash cannot take.`,
      )
  }
  const text = parts.map((part) => ('text' in part ? part.text : '')).join('')
  if (parts.every((part) => 'text' in part)) return { setup: '', body: text, hide: (line) => line }

  const assignments: string[] = []
  let prefix = '__value_'
  while (text.includes(prefix)) prefix = `_${prefix}`
  const values = parts.flatMap((part) => {
    if ('text' in part) return []
    const names = part.words.map((word) => {
      const name = `${prefix}${assignments.length + 1}`
      assignments.push(`${name}=${quoteForBash(word)}`)
      return name
    })
    return [{ ...part, names }]
  })
  let count = 0
  const marked = parts.map((part) => ('text' in part ? part.text : `\0${count++}\0`)).join('')
  const body = rewriteBash(marked, values)
  // Quotes around a reference are ours as well, where there is one on each side.
  const reference = new RegExp(`"\\$\\{${prefix}\\d+\\}"|\\$\\{${prefix}\\d+\\}`, 'g')
  return {
    setup: assignments.join(' '),
    body,
    hide: (line) => (line.includes(prefix) ? line.replace(reference, '${…}') : line),
  }
}
