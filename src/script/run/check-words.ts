/**
 * Mistakes inside the words of a curl command that copying brings: typographic quotes and dashes, a `\` that no longer
 * ends its line. What curl could send as it stands is not judged here.
 */
import { ScriptError, type Source } from '../script-error'
import type { Command, Word } from '../../base/unbash'

/**
 * Checks the words of a curl command.
 *
 * @throws ScriptError for the first mistake.
 */
export function checkCurlWords(command: Command, source: Source): void {
  for (const word of command.args) {
    if (word.type !== 'Word') continue
    checkDash(word, source)
    for (const { pos, text } of unquotedParts(word)) {
      checkQuotes(text, pos, source)
      checkContinuation(text, pos, source)
    }
  }
}

function unquotedParts(word: Word): readonly { pos: number; text: string }[] {
  if (!word.parts) return [word]
  return word.parts.filter((part) => part.type === 'Literal')
}

function checkDash({ text, pos, end }: Word, source: Source): void {
  const match = /^[\u2010-\u2015\u2212]+(?=[A-Za-z])/.exec(text)
  if (!match) return
  const name = /^[A-Za-z-]+/.exec(text.slice(match[0].length))?.[0] ?? ''
  const dashes = name.length > 1 && !/^[A-Z]/.test(name) ? '--' : '-'
  throw new ScriptError(
    `this begins with a typographic dash (${match[0]}), which curl takes for a URL. Type ${dashes}${name}.`,
    source,
    pos,
    end,
  )
}

function checkQuotes(text: string, pos: number, source: Source): void {
  const at = text.search(/[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a]/)
  if (at === -1) return
  const char = text[at] as string
  const plain = /[\u2018\u2019\u201a]/.test(char) ? "'" : '"'
  const message = `${char} is a typographic quote, which a shell does not take for a quote. Type ${plain} instead, here and where it closes.`
  throw new ScriptError(message, source, pos + at, pos + at + 1)
}

/** A backslash before a blank makes the blank a word, and the line ends there. */
function checkContinuation(text: string, pos: number, source: Source): void {
  const match = /\\[ \t]$/.exec(text)
  if (!match) return
  const rest = source.text.slice(pos + text.length)
  if (!/^[ \t]*\n/.test(rest)) return
  const blanks = /^[ \t]*/.exec(rest)?.[0].length ?? 0
  throw new ScriptError(
    'there are blanks after this \\, so the command ends here instead of going on. Delete the blanks.',
    source,
    pos + match.index,
    pos + text.length + blanks,
  )
}
