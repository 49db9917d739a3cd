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

/** `re.findall(pattern, text)` of a pattern whose groups are not known before */
export function findAll(text: string, pattern: RegExp): any[] {
  return Array.from(text.matchAll(pattern), ([whole, ...groups]) => {
    const texts = groups.map((group) => group ?? '')
    return texts.length > 1 ? texts : (texts[0] ?? whole)
  })
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
