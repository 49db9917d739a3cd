/** Patterns of Python as JavaScript reads them with the flag `u`: letters of all scripts, and what `.`, `$`, `\b` mean. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'

/** `re.compile(text)` of a pattern that is worked out, with flags of Python and of JavaScript */
export function readPattern(source: any, flags = ''): RegExp {
  if (source instanceof RegExp) return new RegExp(source.source, source.flags + flags)
  if (typeof source !== 'string') throw new TypeError('first argument must be string or compiled pattern')
  const [, inline = '', rest = ''] = /^(?:\(\?([ims]+)\))?([^]*)$/.exec(source)!
  const all = [...new Set(flags + inline)].join('')
  const text = translatedPattern(rest, all)
  try {
    // Lines are told apart in the pattern itself.
    return new RegExp(text, all.replace('m', '') + 'u')
  } catch {
    throw failure('NotConverted', `JavaScript does not read the pattern ${JSON.stringify(source)}.`)
  }
}

/** The text of a pattern for JavaScript; `flags` are those of its calls */
export function translatedPattern(source: string, flags: string): string {
  const word = '\\p{L}\\p{N}_'
  const edge = `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`
  let isClass = false
  let wasWord = false
  let at = 0
  const tokens =
    source.match(/\\(?:\d+|[\s\S])|\(\?P<|\(\?P=\w+\)|\(\?(?!:|=|!|<=|<!)|[*+?}]\+|[\s\S]/g) ?? []
  return tokens
    .map((token, index) => {
      const text = one(token, tokens[index + 1] ?? '')
      at += token.length
      wasWord = /^(?:[\w]|\\[wd])$/.test(token) || (token === '+' && wasWord)
      return text
    })
    .join('')

  function stop(what: string): never {
    throw failure('NotConverted', `"${what}" in a pattern`)
  }

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
    if (token === '}' && !isClass && !/\{\d*,?\d*$/.test(source.slice(0, at))) return '\\}'
    if (!token.startsWith('\\') || token.length < 2) return token
    const char = token[1]!
    if (char === 'w') return isClass ? word : `[${word}]`
    if (char === 'W') return isClass ? stop(token) : `[^${word}]`
    if (char === 'd') return '\\p{Nd}'
    if (char === 'D') return '\\P{Nd}'
    if (char === 'b' && isClass) return '\\x08'
    if (char === 'b') {
      if (/^(?:\w|\\[wd])$/.test(next)) return `(?<![${word}])`
      return wasWord ? `(?![${word}])` : edge
    }
    if ((char === 'x' || char === 'u') && /^[\dA-Fa-f]$/.test(next)) return token
    if (char === 'A') return '^'
    if (char === 'Z') return '(?![^])'
    if (/[nrtfvsS0-9]/.test(char) || /[\^$.*+?()[\]{}|/\\-]/.test(char))
      return char === '-' && !isClass ? '-' : token
    return /[A-Za-z]/.test(char) ? stop(token) : char
  }
}
