/**
 * The words behind `%%bash`, which IPython hands to bash: its options, and with `-s` the arguments of the script.
 * Pure.
 * @see https://www.gnu.org/software/bash/manual/html_node/Invoking-Bash.html
 */
import { UsageError } from '../../errors'

/** What the words ask for. */
export interface BashLine {
  /** Options that only bash's own command line takes. */
  readonly flags: readonly string[]
  /** Options as commands, where they say nothing of themselves. */
  readonly setup: string
  /** Options whose effect begins with the script: they stand on its first line, so that bash counts lines as the cell. */
  readonly prefix: string
  /** What `$1`, `$2` … are. */
  readonly args: readonly string[]
}

/** Letters of `set`, and those of them that would tell of what runs before the script. */
const SET = 'abefhkmnptuvxBCEHPT'
const TELLING = /[nvx]/
const LONG_FLAGS = new Set(['--login', '--norc', '--noprofile', '--posix', '--restricted', '--verbose'])

/**
 * Reads the words.
 *
 * @param words - The words of the line that are no options of the magic.
 * @throws UsageError for what has no meaning for a script that stands in a cell.
 */
export function readBashLine(words: readonly string[]): BashLine {
  const flags: string[] = []
  const setup: string[] = []
  let prefix = ''
  let index = 0
  let isOver = false
  for (; index < words.length && !isOver; index++) {
    const word = words[index] as string
    if (word === '--' || word === '-') break
    if (LONG_FLAGS.has(word)) flags.push(word)
    else if (/^[-+][A-Za-z]+$/.test(word)) {
      const sign = word[0] as string
      for (const letter of word.slice(1)) {
        if (letter === 's') isOver = true
        else if (letter === 'l' || letter === 'r') flags.unshift(letter === 'l' ? '--login' : '--restricted')
        else if (letter === 'o' || letter === 'O') {
          const name = words[++index]
          if (name === undefined || !/^\w+$/.test(name))
            throw new UsageError(`%%bash: ${word} needs the name of an option, as in -o pipefail.`)
          if (letter === 'o' && /^(?:xtrace|verbose|noexec)$/.test(name)) prefix += `set ${sign}o ${name}; `
          else
            setup.push(letter === 'o' ? `set ${sign}o ${name}` : `shopt -${sign === '-' ? 's' : 'u'} ${name}`)
        } else if (letter === 'c')
          throw new UsageError('%%bash runs the text below it, so it takes no -c. Write the command there.')
        else if (!SET.includes(letter)) throw refuse(word)
        else if (TELLING.test(letter)) prefix += `set ${sign}${letter}; `
        else setup.push(`set ${sign}${letter}`)
      }
    } else if (word.startsWith('-')) throw refuse(word)
    else
      throw new UsageError(`%%bash runs the text below it. For arguments write -s first: %%bash -s ${word}`)
  }
  const rest = words.slice(index)
  return { flags, setup: setup.join('\n'), prefix, args: /^--?$/.test(rest[0] ?? '') ? rest.slice(1) : rest }
}

function refuse(word: string): UsageError {
  return new UsageError(
    '%%bash takes --out NAME, --err NAME, --no-raise-error, options of bash such as -e or -o pipefail, and with ' +
      `-s arguments, not ${word}.`,
  )
}
