/**
 * Words of a shell in which variables stand. Pure.
 * @see https://www.gnu.org/software/bash/manual/html_node/Quoting.html
 */
import { quoteWord } from '../base/bash-quote'
import { hasVariable, partsOf, type Text } from './text'

/**
 * Writes one word: in single quotes when it is only text, in double quotes where variables are to be filled in.
 *
 * @param text - The word.
 */
export function shellWord(text: Text): string {
  const parts = partsOf(text)
  if (!hasVariable(text)) return quoteWord(parts.join(''))
  // What is long is easier to read, and safer, in single quotes around the quoted variables.
  const isLong =
    parts.join('').length > 200 || parts.some((part) => typeof part === 'string' && /[!"\n]/.test(part))
  if (isLong)
    return parts.map((part) => (typeof part === 'string' ? quoteWord(part) : `"$${part.env}"`)).join('')
  const inner = parts.map((part, index) => {
    if (typeof part === 'string') return part.replace(/[\\"$`]/g, '\\$&')
    const next = parts[index + 1]
    return typeof next === 'string' && /^\w/.test(next) ? `\${${part.env}}` : `$${part.env}`
  })
  return `"${inner.join('')}"`
}
