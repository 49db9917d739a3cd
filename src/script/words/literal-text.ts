/**
 * Text of a word as written: backslashes, `~`, and the characters that stand for interpolated values.
 * @see https://www.gnu.org/software/bash/manual/html_node/Tilde-Expansion.html
 */
import { homedir } from 'node:os'
import { ScriptError, type Source } from '../script-error'
import type { ShellState } from '../shell-state'
import type { Expansion, Quoting } from './expansion'
import { BREAK, literal, quoted, type Piece, type Pieces } from './piece'

/** Where `~` counts: at the start of a word, or as in an assignment also after `:`. */
export type Tilde = 'word' | 'assignment' | 'none'

/** Where a text stands in its word. */
export interface LiteralPlace {
  readonly tilde: Tilde
  readonly isFirst: boolean
  readonly isLast: boolean
}

/**
 * Unquoted text: backslashes quote, `~` may be a home folder, placeholders become values.
 *
 * @param text - As written.
 * @param expansion - The values and the shell.
 * @param place - Where the text stands in its word.
 */
export function unquotedLiteral(
  text: string,
  { source, state }: Pick<Expansion, 'source' | 'state'>,
  { tilde, isFirst, isLast }: LiteralPlace,
): Pieces {
  const pieces: (Piece | typeof BREAK)[] = []
  const chunks = text.match(/\\[\s\S]|\\$|[^\\]+/g) ?? []
  for (const [index, chunk] of chunks.entries()) {
    if (chunk === '\\\n') continue
    if (chunk.startsWith('\\') && chunk.length > 1) pieces.push(...quotedLiteral(chunk.slice(1), source))
    else {
      const place = { tilde, isFirst: isFirst && index === 0, isLast: isLast && index === chunks.length - 1 }
      pieces.push(
        ...withTilde(chunk, state, place).flatMap((p) =>
          p.quoted ? [p] : withValues(p.text, source, false),
        ),
      )
    }
  }
  return pieces
}

function withTilde(text: string, state: ShellState, { tilde, isFirst, isLast }: LiteralPlace): Piece[] {
  if (tilde === 'none' || !text.includes('~')) return [literal(text)]
  // In a word that looks like an assignment `~` counts there too.
  const named = tilde === 'word' && isFirst ? (/^[A-Za-z_]\w*\+?=/.exec(text)?.[0] ?? '') : ''
  const assigned = tilde === 'assignment' || named !== ''
  const segments = assigned ? text.slice(named.length).split(/(?<=:)/) : [text]
  return [
    literal(named),
    ...segments.flatMap((segment, index) => {
      if (index === 0 && !isFirst && !(assigned && named !== '')) return [literal(segment)]
      const match = /^~([+-]?)(?=[/:]|$)/.exec(segment)
      // What is quoted or substituted before the first slash makes `~` an ordinary character.
      const ends =
        index === segments.length - 1 &&
        (assigned ? match?.[0].length === segment.length : !segment.includes('/'))
      const home = match && (!ends || isLast) ? homeOf(match[1] ?? '', state) : undefined
      return home === undefined || !match
        ? [literal(segment)]
        : [quoted(home), literal(segment.slice(match[0].length))]
    }),
  ].filter((piece) => piece.quoted || piece.text !== '')
}

function homeOf(kind: string, state: ShellState): string | undefined {
  if (kind === '+') return state.cwd
  if (kind === '-') return state.get('OLDPWD')
  return state.get('HOME') ?? homedir()
}

/** Quoted text: placeholders become values, and all of it stands for itself. */
export function quotedLiteral(text: string, source: Source): Pieces {
  return withValues(text, source, true)
}

/** Replaces placeholder characters by the values they stand for; the rest is text as written. */
function withValues(text: string, source: Source, isQuoted: boolean): Pieces {
  const make = isQuoted ? quoted : literal
  if (source.values.size === 0) return text === '' ? [] : [make(text)]
  const pieces: (Piece | typeof BREAK)[] = []
  let plain = ''
  const flush = (): void => {
    if (plain !== '') pieces.push(make(plain))
    plain = ''
  }
  for (const char of text) {
    const value = source.values.get(char)
    if (value === undefined) {
      plain += char
      continue
    }
    flush()
    if (value.list && isQuoted) {
      const message = `${value.where} is an array inside quotes, where it cannot be several words. Use \${list.join(' ')}, or take it out of the quotes.`
      throw new ScriptError(
        message,
        source,
        source.text.indexOf(char),
        source.text.indexOf(char) + char.length,
      )
    }
    for (const [index, word] of value.words.entries()) {
      if (index > 0) pieces.push(BREAK)
      pieces.push(quoted(word))
    }
  }
  flush()
  return pieces
}

/** Takes away the backslashes that count inside double quotes or a heredoc. */
export function unescape(text: string, quoting: Quoting): string {
  const special =
    quoting === 'heredoc' ? /\\([$`\\\n])/g : quoting === 'double' ? /\\([$`"\\\n])/g : /\\([$`"\\\n}])/g
  return text.replace(special, (_, char: string) => (char === '\n' ? '' : char))
}
