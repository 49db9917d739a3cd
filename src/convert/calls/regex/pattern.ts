/** Patterns of Python as JavaScript reads them with the flag `u`: letters of all scripts, and what `.`, `$`, `\\b` mean. */
import type { Expression } from '../../python/ast'
import { refuse } from '../../write/refusal'

const WORD = '\\p{L}\\p{N}_'
const EDGE = `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`

const TOKENS = /\\(?:\d+|[\s\S])|\(\?P<|\(\?P=\w+\)|\(\?(?!:|=|!|<=|<!)|[*+?}]\+|[\s\S]/g

/** A pattern in JavaScript. */
export function translated(source: string, { flags, node }: { flags: string; node: Expression }): string {
  let isClass = false
  let wasWord = false
  const stop = (what: string) => refuse(`"${what}" in a pattern`, node, 'Write the pattern for JavaScript.')
  const tokens = source.match(TOKENS) ?? []
  return tokens
    .map((token, index) => {
      const text = one(token, tokens[index + 1] ?? '')
      wasWord = /^(?:[\w]|\\[wd])$/.test(token) || (token === '+' && wasWord)
      return text
    })
    .join('')

  function one(token: string, next: string): string {
    if (token === '(?P<') return '(?<'
    if (token.startsWith('(?P=')) return `\\k<${token.slice(4, -1)}>`
    if (token.startsWith('(?') && token.length === 2) return stop(token)
    if (token.length === 2 && token[1] === '+' && !isClass) return stop(token)
    if (token === '[' && isClass) return '\\['
    if (token === '[') isClass = true
    if (token === ']') isClass = false
    if (token === '.' && !isClass && !flags.includes('s')) return '[^\\n]'
    if (token === '$' && !isClass) return flags.includes('m') ? '(?![^\\n])' : '(?=\\n?$)'
    if (token === '^' && !isClass && flags.includes('m')) return '(?<![^\\n])'
    if (token === '\n') return '\\n'
    // A brace that begins no count.
    if (token === '{' && !isClass && !/^\d/.test(next)) return '\\{'
    if (token === '}' && !isClass && !/\{\d*,?\d*$/.test(source.slice(0, source.indexOf('}')))) return '\\}'
    if (!token.startsWith('\\') || token.length < 2) return token
    const char = token[1]!
    if (char === 'w') return isClass ? WORD : `[${WORD}]`
    if (char === 'W') return isClass ? stop(token) : `[^${WORD}]`
    if (char === 'd') return '\\p{Nd}'
    if (char === 'D') return '\\P{Nd}'
    if (char === 'b' && isClass) return '\\x08'
    if (char === 'b') {
      if (/^(?:\w|\\[wd])$/.test(next)) return `(?<![${WORD}])`
      return wasWord ? `(?![${WORD}])` : EDGE
    }
    if (char === 'A') return '^'
    if (char === 'Z') return '(?![^])'
    if (/[nrtfvsS0-9]/.test(char) || /[\^$.*+?()[\]{}|/\\-]/.test(char))
      return char === '-' && !isClass ? '-' : token
    return /[A-Za-z]/.test(char) ? stop(token) : char
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
