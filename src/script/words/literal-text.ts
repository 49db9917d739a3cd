/**
 * Text of a word as written: backslashes, `~`, and the characters that stand for interpolated values.
 * @see https://www.gnu.org/software/bash/manual/html_node/Tilde-Expansion.html
 */
import { homedir } from 'node:os'
import { ScriptError, type Source } from '../script-error'
import type { ShellState } from '../shell-state'
import type { Expansion, Quoting } from './expansion'
import { BREAK, literal, quoted, type Piece, type Pieces } from './piece'

/** Unquoted text: backslashes quote, `~` may be a home folder, placeholders become values. */
export function unquotedLiteral(
  text: string,
  { source, state }: Pick<Expansion, 'source' | 'state'>,
  tilde: 'word' | 'assignment' | 'none',
  place: { isFirst: boolean; isLast: boolean },
): Pieces {
  const pieces: (Piece | typeof BREAK)[] = []
  const chunks = text.match(/\\[\s\S]|\\$|[^\\]+/g) ?? []
  for (const [index, chunk] of chunks.entries()) {
    if (chunk === '\\\n') continue
    if (chunk.startsWith('\\') && chunk.length > 1) pieces.push(...withValues(chunk.slice(1), source, true))
    else {
      const first = place.isFirst && index === 0
      const last = place.isLast && index === chunks.length - 1
      pieces.push(
        ...withTilde(chunk, state, tilde, first, last).flatMap((p) =>
          p.quoted ? [p] : withValues(p.text, source, false),
        ),
      )
    }
  }
  return pieces
}

function withTilde(
  text: string,
  state: ShellState,
  mode: string,
  isFirst: boolean,
  isLast: boolean,
): Piece[] {
  if (mode === 'none' || !text.includes('~')) return [literal(text)]
  // In a word that looks like an assignment `~` counts there too.
  const named = mode === 'word' && isFirst ? (/^[A-Za-z_]\w*\+?=/.exec(text)?.[0] ?? '') : ''
  const assigned = mode === 'assignment' || named !== ''
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

/** Replaces placeholder characters by the values they stand for; the rest is text as written. */
export function withValues(text: string, source: Source, isQuoted: boolean): Pieces {
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
