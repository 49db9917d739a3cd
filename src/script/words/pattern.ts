/**
 * Shell patterns (`*`, `?`, `[…]`) as regular expressions. Quoted characters stand for themselves.
 * @see https://www.gnu.org/software/bash/manual/html_node/Pattern-Matching.html
 */
import type { Field } from './split-fields'

/** How a pattern is turned into an expression. */
export interface PatternOptions {
  /** `*` takes as little as it can. */
  readonly lazy?: boolean
}

/**
 * Turns a pattern into the source of a regular expression with the flags `su`.
 *
 * @param pattern - Stretches of text; only unquoted ones hold wildcards. A backslash in them quotes the next character.
 */
export function patternSource(pattern: Field, options: PatternOptions = {}): string {
  const chars = pattern.flatMap(({ text, quoted }) => [...text].map((char) => ({ char, quoted })))
  const star = options.lazy ? '.*?' : '.*'
  let out = ''
  for (let at = 0; at < chars.length; at++) {
    const { char, quoted } = chars[at] as { char: string; quoted: boolean }
    if (quoted) out += escapeChar(char)
    else if (char === '\\' && at + 1 < chars.length) out += escapeChar(chars[++at]?.char ?? '')
    else if (char === '*') out += star
    else if (char === '?') out += '.'
    else if (char === '[') {
      const set = readSet(chars, at)
      out += set?.source ?? '\\['
      at = set?.last ?? at
    } else out += escapeChar(char)
  }
  return out
}

/** Tells whether text holds an unquoted wildcard. */
export function hasWildcard(field: Field): boolean {
  return field.some(({ text, quoted }) => !quoted && /[*?[]/.test(text))
}

type Char = { readonly char: string; readonly quoted: boolean }

function readSet(chars: readonly Char[], open: number): { source: string; last: number } | undefined {
  let at = open + 1
  const negated = !chars[at]?.quoted && (chars[at]?.char === '!' || chars[at]?.char === '^')
  if (negated) at++
  const first = at
  let inside = ''
  for (; at < chars.length; at++) {
    const { char, quoted } = chars[at] as Char
    if (char === ']' && !quoted && at > first) {
      if (inside === '') return undefined
      return { source: validSet(`[${negated ? '^' : ''}${inside}]`), last: at }
    }
    const named = quoted
      ? null
      : CLASS.exec(
          chars
            .slice(at, at + 12)
            .map((c) => c.char)
            .join(''),
        )
    if (named) {
      inside += CLASSES[named[1] as string] ?? ''
      at += named[0].length - 1
    } else if (char === '-' && !quoted && at > first && chars[at + 1]?.char !== ']') inside += '-'
    else if (char === '\\' && !quoted && at + 1 < chars.length) inside += escapeInSet(chars[++at]?.char ?? '')
    else inside += escapeInSet(char)
  }
  return undefined
}

/** A set that no character can be in, such as `[z-a]`, matches nothing. */
function validSet(source: string): string {
  try {
    new RegExp(source, 'su')
    return source
  } catch {
    return '(?!)'
  }
}

const CLASS = /^\[:([a-z]+):\]/
const CLASSES: Readonly<Record<string, string | undefined>> = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: '\\p{Ll}',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
  upper: '\\p{Lu}',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
}

const escapeChar = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
const escapeInSet = (char: string): string => char.replace(/[\\\]^[-]/, '\\$&')
