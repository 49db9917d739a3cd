/**
 * Parts of a template → the words of one command, without a shell: blanks part words, quotes hold them together.
 * Knows nothing of expansion; what would need a shell is refused.
 */
import { UsageError } from '../errors'
import type { TemplatePart } from './template'

/**
 * Splits a command into words.
 *
 * @param name - What the tag is called in errors; also the shell command to use instead.
 * @param parts - From `readTemplate`.
 * @returns The words; a value is one word or part of one, an array is several.
 * @throws UsageError for `;`, `|`, `&`, `<`, `>`, `$`, backticks, brackets and a second line, and for a quote that stays open.
 */
export function splitWords(name: string, parts: readonly TemplatePart[]): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  let isOver = false
  const refuse = (what: string) => {
    throw new UsageError(`${name} takes one command, without ${what}. With a shell: bash\`${name} …\`.`)
  }
  const add = (text: string) => {
    if (isOver) refuse('a second line')
    word = (word ?? '') + text
  }
  const end = () => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  for (const part of parts) {
    if ('words' in part) {
      if (part.list && quote !== '')
        throw new UsageError(`${name}: ${part.where} is an array inside quotes. Take the quotes away.`)
      part.words.forEach((each, index) => {
        if (index > 0) end()
        add(each)
      })
      continue
    }
    for (const [token] of part.text.matchAll(/\\[^]|[^]/g)) {
      const escaped = token.length > 1 ? token.slice(1) : undefined
      if (quote === "'" && token.endsWith("'")) {
        // Between single quotes a backslash is nothing special, so `\'` ends them.
        add(token.slice(0, -1))
        quote = ''
      } else if (quote === "'") add(token)
      else if (escaped !== undefined) {
        // A backslash joins lines; in double quotes it is special before few characters only.
        if (escaped !== '\n') add(quote === '' || /["\\$`]/.test(escaped) ? escaped : token)
      } else if (token === quote) quote = ''
      else if (quote !== '') add(token)
      else if (token === '"' || token === "'") {
        quote = token
        add('')
      } else if (/[ \t\r]/.test(token)) end()
      else if (token === '\n') {
        end()
        isOver = words.length > 0
      } else if (/[;|&<>$`()]/.test(token)) refuse(`the ${token} of a shell`)
      else add(token)
    }
  }
  if (quote !== '') throw new UsageError(`${name}: a ${quote} is not closed.`)
  end()
  return words
}
