/** `re`. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { failure } from './failure'

/** A pattern with another flag */
export function withFlag(pattern: RegExp, flag: string): RegExp {
  return new RegExp(pattern.source, pattern.flags + flag)
}

/** `re.sub(pattern, …, text)` with a function, or with a text that is worked out */
export function replaceMatches(text: string, pattern: RegExp, next: string | ((match: any) => any)): string {
  if (typeof next === 'string' && next.includes('\\'))
    throw failure('NotConverted', 'A backslash in a replacement means a group in Python.')
  let [done, last] = ['', 0]
  for (const match of text.matchAll(pattern)) {
    done += text.slice(last, match.index) + (typeof next === 'string' ? next : next(match))
    last = match.index + match[0].length
  }
  return done + text.slice(last)
}

/** `re.escape(text)` */
export function escapePattern(text: string): string {
  return text.replace(/[/\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** A text in a pattern that is worked out: signs that may mean something else in Python are not known here */
export function inPattern(text: string): string {
  if (typeof text !== 'string' || /[\\^$.*+?()[\]{}|/\n]/.test(text))
    throw failure('NotConverted', `${JSON.stringify(text)} in a pattern: write the pattern for JavaScript.`)
  return text
}
