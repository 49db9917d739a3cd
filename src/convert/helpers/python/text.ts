/** Texts, in characters. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { len } from './containers'
import { failure } from './failure'
import { plainNumber } from './numbers'
import { equals } from './order'
import { repr, str } from './show'

/** `text.find(part, start)`, in characters */
export function find(text: string, part: string, start = 0): number {
  const skipped = [...text].slice(0, start).join('').length
  const index = text.indexOf(part, start < 0 ? 0 : skipped)
  if (start < 0) throw failure('NotConverted', 'find from a place that is counted from the end')
  return index < 0 ? index : len(text.slice(0, index))
}

/** `text.rfind(part)`, in characters */
export function rfind(text: string, part: string): number {
  const index = text.lastIndexOf(part)
  return index < 0 ? index : len(text.slice(0, index))
}

/** `value.index(part)` */
export function indexOf(value: any, part: any): number {
  const index =
    typeof value === 'string' ? find(value, part) : value.findIndex((each: any) => equals(each, part))
  if (index < 0)
    throw failure(
      'ValueError',
      typeof value === 'string' ? 'substring not found' : `${repr(part)} is not in list`,
    )
  return index
}

/** `value.count(part)` */
export function count(value: any, part: any): number {
  if (typeof value !== 'string') return value.filter((each: any) => equals(each, part)).length
  return part === '' ? len(value) + 1 : value.split(part).length - 1
}

/** `text.split(separator, times)` */
export function split(text: string, separator: string | null, times = -1): string[] {
  if (separator === '') throw failure('ValueError', 'empty separator')
  const parts = []
  let rest = separator === null ? text.trimStart() : text
  for (;;) {
    const found = separator === null ? rest.search(/\s/) : rest.indexOf(separator)
    if (found < 0 || parts.length === times) break
    parts.push(rest.slice(0, found))
    rest = separator === null ? rest.slice(found).trimStart() : rest.slice(found + separator.length)
  }
  if (separator !== null || rest !== '') parts.push(rest)
  return parts
}

/** `text.strip(chars)` */
export function strip(text: string, chars: string, ends: 'both' | 'left' | 'right' = 'both'): string {
  const all = [...text]
  let [start, end] = [0, all.length]
  if (ends !== 'right') while (start < end && chars.includes(all[start]!)) start++
  if (ends !== 'left') while (end > start && chars.includes(all[end - 1]!)) end--
  return all.slice(start, end).join('')
}

/** `text.title()` */
export function title(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())
}

/** `text.capitalize()` */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
}

/** `f"{text:<10}"`, in characters */
export function pad(text: string, width: number, side: 'left' | 'right' | 'center', fill = ' '): string {
  const missing = Math.max(0, width - len(text))
  const before = side === 'left' ? 0 : side === 'right' ? missing : Math.floor(missing / 2)
  if (fill === '0' && text.startsWith('-')) return `-${'0'.repeat(missing)}${text.slice(1)}`
  return fill.repeat(before) + text + fill.repeat(missing - before)
}

/** `f"{value:>10}"` of what may be a text or a number */
export function padAny(
  value: any,
  text: string,
  width: number,
  side?: 'left' | 'right' | 'center',
  fill?: string,
): string {
  if (!['string', 'number', 'boolean'].includes(typeof plainNumber(value)))
    throw new TypeError('unsupported format string passed to a value that is no text and no number')
  const written = typeof value === 'boolean' ? String(Number(value)) : text
  return pad(written, width, side ?? (typeof value === 'string' ? 'left' : 'right'), fill)
}

/** `text.replace(old, next, times)` */
export function replaceFirst(text: string, old: string, next: string, times: number): string {
  if (times < 0) return text.replaceAll(old, () => next)
  let [done, rest] = ['', text]
  for (let left = times; left > 0 && old !== '' && rest.includes(old); left--) {
    const at = rest.indexOf(old)
    done += rest.slice(0, at) + next
    rest = rest.slice(at + old.length)
  }
  if (old === '' && times > 0) throw failure('NotConverted', 'replace of an empty text')
  return done + rest
}

/** `text.swapcase()` */
export function swapCase(text: string): string {
  return text.replace(/\p{L}/gu, (char) =>
    char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase(),
  )
}

/** `text.expandtabs(size)` */
export function expandTabs(text: string, size: number): string {
  let column = 0
  return [...text]
    .map((char) => {
      if (char === '\n' || char === '\r') column = -1
      const width = char === '\t' ? size - (column % size) : 1
      column += width
      return char === '\t' ? ' '.repeat(width) : char
    })
    .join('')
}

/** `text.partition(separator)` */
export function partition(text: string, separator: string): [string, string, string] {
  if (separator === '') throw failure('ValueError', 'empty separator')
  const at = text.indexOf(separator)
  return at < 0 ? [text, '', ''] : [text.slice(0, at), separator, text.slice(at + separator.length)]
}

/** `text.rpartition(separator)` */
export function rpartition(text: string, separator: string): [string, string, string] {
  if (separator === '') throw failure('ValueError', 'empty separator')
  const at = text.lastIndexOf(separator)
  return at < 0 ? ['', '', text] : [text.slice(0, at), separator, text.slice(at + separator.length)]
}

/** `text.rsplit(separator, times)` */
export function rsplit(text: string, separator: string | null, times: number): string[] {
  const parts = split(text, separator)
  if (times < 0 || parts.length <= times + 1) return parts
  if (separator === null) {
    const last = parts.slice(-times)
    let rest = text.trimEnd()
    for (const each of last.toReversed()) rest = rest.slice(0, rest.length - each.length).trimEnd()
    return times === 0 ? [text.trimEnd()] : [rest, ...last]
  }
  return [parts.slice(0, parts.length - times).join(separator), ...parts.slice(parts.length - times)]
}

/** `textwrap.dedent(text)` */
export function dedent(text: string): string {
  const lines = text.split('\n').map((line) => (line.trim() === '' ? '' : line))
  const starts = lines.filter((line) => line !== '').map((line) => /^[ \t]*/.exec(line)![0])
  const shared = starts.reduce((a, b) => {
    let size = 0
    while (size < a.length && a[size] === b[size]) size++
    return a.slice(0, size)
  }, starts[0] ?? '')
  return lines.map((line) => line.slice(shared.length)).join('\n')
}

/** `textwrap.wrap(text, width)` */
export function wrap(text: string, width = 70): string[] {
  const words = text.replaceAll('\t', '        ').split(/[ \n\v\f\r]+/)
  if (
    words.some((word) => len(word) > width || /[^\s-]-+[^\s-]|--/.test(word)) ||
    /[^ \n] {2,}[^ \n]/.test(text)
  )
    throw failure('NotConverted', 'Words with hyphens, long words and gaps are wrapped otherwise by Python.')
  const lines: string[] = []
  for (const word of words) {
    if (word === '') continue
    const last = lines.at(-1)
    if (last !== undefined && len(last) + 1 + len(word) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** `text.center(width)`, which puts the odd one elsewhere than a format does */
export function center(text: string, width: number, fill = ' '): string {
  const missing = Math.max(0, width - len(text))
  const before = Math.floor(missing / 2) + (missing % 2 === 1 && width % 2 === 1 ? 1 : 0)
  return fill.repeat(before) + text + fill.repeat(missing - before)
}

/** `text.removeprefix(prefix)` */
export function removePrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text
}

/** `text.removesuffix(suffix)` */
export function removeSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text
}

/** `text.translate(str.maketrans(from, to, removed))`, or of a dict of characters */
export function translate(text: string, from: any, to = '', removed = ''): string {
  const [keys, values] =
    typeof from === 'string' ? [[...from], [...to]] : [Object.keys(from), Object.values(from)]
  if (keys.length !== values.length)
    throw failure('ValueError', 'the first two maketrans arguments must have equal length')
  if (values.some((each) => typeof each === 'number'))
    throw failure('NotConverted', 'translate by numbers of characters')
  const table = new Map<string, any>(keys.map((key, index) => [key, values[index]]))
  for (const char of removed) table.set(char, '')
  return [...text].map((char) => (table.has(char) ? (table.get(char) ?? '') : char)).join('')
}

/** `textwrap.shorten(text, width, placeholder=…)` */
export function shorten(text: string, width: number, placeholder = ' [...]'): string {
  const words = text.trim().split(/\s+/)
  const whole = words.join(' ')
  if (len(whole) <= width) return whole
  if (words.some((word) => len(word) > width || /[^\s-]-+[^\s-]|--/.test(word)))
    throw failure('NotConverted', 'Words with hyphens and long words are shortened otherwise by Python.')
  if (len(placeholder.trimStart()) > width) throw failure('ValueError', 'placeholder too large for max width')
  let size = words.length
  while (size > 0 && len(words.slice(0, size).join(' ')) + len(placeholder) > width) size--
  return size === 0 ? placeholder.trimStart() : words.slice(0, size).join(' ') + placeholder
}

/** `Template(text).substitute(values)`; a safe one keeps what has no value */
export function substitute(text: string, values: any, isSafe = false): string {
  return text.replace(/\$(?:(\$)|([_a-zA-Z]\w*)|\{([_a-zA-Z]\w*)\}|)/g, (all, escaped, name, braced) => {
    if (escaped !== undefined) return '$'
    const key = name ?? braced
    if (key !== undefined && Object.hasOwn(values, key)) return str(values[key])
    if (isSafe) return all
    throw key === undefined
      ? failure('ValueError', 'Invalid placeholder in string')
      : failure('KeyError', repr(key))
  })
}
