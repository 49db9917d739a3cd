/** `str` and `repr`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { inspect } from 'node:util'
import { failure } from './failure'
import { exact, floatText, numberText, totalText } from './numbers'

/** `str(value)` */
export function str(value: any): string {
  return typeof value === 'string' ? value : value instanceof Error ? value.message : repr(value)
}

/** `str(value)` of a part of an answer, which Python shows as an object of a class when it is one */
export function shown(value: any): string {
  if ([value].flat().some((each) => each !== null && typeof each === 'object'))
    throw failure('NotConverted', 'Python would show this object in a form of its own: print its fields.')
  return str(asShown(value))
}

/** A part of an answer that is no time: Python's clients make an object of that */
function asShown(value: any): any {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*(?:Z|[+-]\d\d:\d\d)$/.test(value))
    throw failure('NotConverted', `Python would show the time ${value} in a form of its own.`)
  return value
}

/** `str(value)` of what may be a float, or hold tuples where it is no `json`: a text tells, a whole number does not */
export function certain(value: any, form = 'murky'): string {
  if (value instanceof Error) return value.message
  return typeof value === 'string' ? value : reprAs(value, form)
}

/** `str(value)` of a float, or of what is no number */
export function floatOr(value: any): string {
  return typeof value === 'number' ? floatText(value) : str(value)
}

/** `print(value)` of a part of an answer: an object as JavaScript shows it */
export function printed(value: any): any {
  return isDrawn(value) ? value : str(asShown(value))
}

/** An object of an answer in a text that is printed: as JavaScript shows it */
export function drawn(value: any): string {
  return isDrawn(value) ? inspect(value) : str(value)
}

/** Whether a part of an answer is an object, or a list of more than texts: those are lists of Python as well */
function isDrawn(value: any): boolean {
  if (Array.isArray(value)) return value.some((each) => typeof each !== 'string')
  return value !== null && typeof value === 'object'
}

/** `repr(value)` */
export function repr(value: any): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (value instanceof Number) return String(value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(exact(value)) : floatText(value)
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
    const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }
    const body = value.replace(/[\\\x00-\x1f\x7f-\xa0\xad]|['"]/g, (char) => {
      if (char === quote) return `\\${char}`
      if (char === "'" || char === '"') return char
      return escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`
    })
    return quote + body + quote
  }
  if (Array.isArray(value) && 'maxlen' in value) return reprAs(value, { deque: 'any' })
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`
  const proto = Object.getPrototypeOf(value)
  if (typeof value === 'object' && (proto === Object.prototype || proto === null))
    return `{${Object.entries(value)
      .map(([key, each]) => `${repr(key)}: ${repr(each)}`)
      .join(', ')}}`
  throw failure(
    'NotConverted',
    `Python would show this ${proto?.constructor?.name ?? typeof value} in a form of its own.`,
  )
}

/** `str(value)` of a set of texts */
export function setText(value: Set<string>): string {
  return value.size === 0 ? 'set()' : `{${[...value].map(repr).join(', ')}}`
}

/** `str(value)` of an object of a model of pydantic */
export function modelText(value: any, form: any): string {
  return value === null || value === undefined ? 'None' : fieldTexts(value, form).join(' ')
}

function fieldTexts(value: any, { fields }: any): string[] {
  return Object.keys(fields).map((key) => `${key}=${reprAs(value[key], fields[key])}`)
}

/** `repr(value)` of what holds floats, tuples or keys that are no texts, which `form` names */
export function reprAs(value: any, form: any): string {
  if (value === null || value === undefined) return 'None'
  if (form === 'own') return value.toRepr?.() ?? String(value)
  if (form === 'float') return floatText(value)
  if (form === 'number') return numberText(value)
  if (form === 'total') return totalText(value)
  if (form === 'floats' && typeof value === 'number') return floatText(value)
  if (form === 'any' || form === 'floats') return repr(value)
  if (form === 'part') return typeof value === 'string' ? repr(value) : shown(value)
  if (form === 'murky' || form === 'json') {
    if (typeof value === 'number' || value instanceof Number) return numberText(value)
    if (form === 'json' && Array.isArray(value)) return reprAs(value, { list: form })
    if (form === 'json' && Object.getPrototypeOf(value) === Object.prototype)
      return reprAs(value, { dict: form })
    if (typeof value === 'object' && (Array.isArray(value) || Object.values(value).length > 0))
      throw failure(
        'NotConverted',
        'This may hold floats, tuples or objects, which Python shows in forms of their own.',
      )
    return repr(value)
  }
  if (form.deque) {
    const size = value.maxlen === null ? '' : `, maxlen=${value.maxlen}`
    return `deque(${reprAs([...value], { list: form.deque })}${size})`
  }
  if (form.model) return `${form.model}(${fieldTexts(value, form).join(', ')})`
  if (form.member) {
    const name = Object.keys(form.member).find((key) => form.member[key] === value)
    return `<${form.name}.${name}: ${repr(value)}>`
  }
  if (form.list) return `[${value.map((each: any) => reprAs(each, form.list)).join(', ')}]`
  if (form.items || form.tuple) {
    const parts = value.map((each: any, index: number) => reprAs(each, form.tuple ?? form.items[index]))
    return `(${parts.join(', ')}${parts.length === 1 ? ',' : ''})`
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  const parts = entries.map(
    ([key, each]: any) =>
      `${reprAs(key, form.key ?? 'any')}: ${reprAs(each, Object.hasOwn(form.record ?? {}, key) ? form.record[key] : (form.dict ?? 'any'))}`,
  )
  return `{${parts.join(', ')}}`
}
