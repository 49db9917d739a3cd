/** Texts, in characters. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { item, len } from './containers'
import { failure } from './failure'
import { equals } from './order'
import { repr, str } from './show'

/** `text.find(part)`, in characters */
export function find(text: string, part: string): number {
  const index = text.indexOf(part)
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

/** `text.splitlines()` */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/)
  if (lines.at(-1) === '') lines.pop()
  return lines
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

/** `template.format(…)` */
export function format(template: string, values: Record<string, any>): string {
  let next = 0
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (whole, field: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole[0]!
    if (field === undefined) throw failure('ValueError', `Single '${whole}' encountered in format string`)
    if (!/^\w*$/.test(field))
      throw failure('NotConverted', `The field {${field}} of a format string is not converted.`)
    return str(item(values, field === '' ? String(next++) : field))
  })
}
