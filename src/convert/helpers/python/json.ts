/** `json`. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'
import { jsonError } from './json-error'
import { exact, floatText, numberText, totalText } from './numbers'
import { compare } from './order'

/** `json.loads(text)` */
export function parseJson(text: string): any {
  const numbers = text.match(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []
  for (const number of numbers)
    if (
      !number.startsWith('"') &&
      (/[.eE]/.test(number) ? Number.isInteger(Number(number)) : !Number.isSafeInteger(Number(number)))
    )
      throw failure('NotConverted', `${number} would be another number here than in Python.`)
  try {
    return JSON.parse(text, function (this: any, key, value) {
      if (!Array.isArray(this) && /^(0|[1-9]\d*)$/.test(key))
        throw failure('NotConverted', `Objects do not keep the key ${key} in its place: use a Map here.`)
      return value
    })
  } catch (error) {
    throw (error instanceof SyntaxError && jsonError(text)) || error
  }
}

/** `json.dumps(value, …)` */
export function dumps(
  value: any,
  options: {
    indent?: number | null
    ascii?: boolean
    sort?: boolean
    separators?: string[]
    as?: any
    isPlain?: boolean
  } = {},
  depth = 0,
): string {
  const { indent = null, ascii = true, sort = false, as } = options
  const [comma, colon] = options.separators ?? [indent === null ? ', ' : ',', ': ']
  if (value === undefined) return 'null'
  if (value instanceof Number) return String(value)
  if (typeof value === 'number' && options.isPlain && !Number.isInteger(value))
    return Math.abs(value) < 1e-5 ? value.toExponential() : String(value)
  if (typeof value === 'number' && (as === 'float' || as === 'floats')) return floatText(value)
  if (typeof value === 'number' && as === 'total') return totalText(value)
  if (typeof value === 'number' && ['number', 'murky', 'json'].includes(as)) return numberText(value)
  if (typeof value === 'number') return Number.isInteger(value) ? String(exact(value)) : floatText(value)
  if (typeof value === 'string') {
    const text = JSON.stringify(value)
    return ascii
      ? text.replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : text
  }
  if (value === null || typeof value === 'boolean') return String(value)
  const isList = Array.isArray(value)
  if (!isList && Object.getPrototypeOf(value) !== Object.prototype)
    throw new TypeError(`Object of type ${value.constructor?.name} is not JSON serializable`)
  const formOf = (key: any) =>
    typeof as === 'object'
      ? (as.fields?.[key] ?? as.list ?? as.tuple ?? as.dict ?? as.items?.[key] ?? as.record?.[key])
      : as
  const inner = (each: any, key: any) => dumps(each, { ...options, as: formOf(key) }, depth + 1)
  const entries = isList ? [] : Object.entries(value)
  if (sort) entries.sort(([a], [b]) => compare(a, b))
  const parts: string[] = isList
    ? value.map(inner)
    : entries.map(([key, each]) => `${dumps(key, options)}${colon}${inner(each, key)}`)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (parts.length === 0) return open + close
  if (indent === null) return `${open}${parts.join(comma)}${close}`
  const pad = `\n${' '.repeat(indent * (depth + 1))}`
  return `${open}${pad}${parts.join(`${comma}${pad}`)}\n${' '.repeat(indent * depth)}${close}`
}
