/** What Python says of a text that is no JSON. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'

/** The error of `json.loads(text)`; `undefined` where Python finds none */
export function jsonError(text: string): Error | undefined {
  const chars = [...text]
  const fail = (msg: string, pos: number): never => {
    const before = chars.slice(0, pos)
    const line = before.lastIndexOf('\n')
    const at = { lineno: before.filter((char) => char === '\n').length + 1, colno: pos - line }
    const said = `${msg}: line ${at.lineno} column ${at.colno} (char ${pos})`
    throw Object.assign(failure('JSONDecodeError', said), { msg, doc: text, pos, ...at })
  }
  try {
    if (text.startsWith('\ufeff')) fail('Unexpected UTF-8 BOM (decode using utf-8-sig)', 0)
    const end = afterSpace(chars, jsonValue(chars, afterSpace(chars, 0), fail))
    return end < chars.length ? fail('Extra data', end) : undefined
  } catch (error: any) {
    return error
  }
}

function afterSpace(chars: readonly string[], at: number): number {
  let end = at
  while (end < chars.length && ' \t\n\r'.includes(chars[end]!)) end++
  return end
}

/** Where the value ends that begins at a place */
function jsonValue(chars: readonly string[], at: number, fail: (msg: string, pos: number) => never): number {
  if (chars[at] === '"') return jsonText(chars, at, fail)
  if (chars[at] === '{' || chars[at] === '[') return jsonParts(chars, at, fail)
  const rest = chars.slice(at, at + 400).join('')
  if (/^(?:NaN|-?Infinity)/.test(rest)) throw failure('NotConverted', 'NaN and Infinity in JSON.')
  const found = /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/.exec(rest)
  return found ? at + found[0].length : fail('Expecting value', at)
}

/** Where a list or a dict ends */
function jsonParts(chars: readonly string[], at: number, fail: (msg: string, pos: number) => never): number {
  const isDict = chars[at] === '{'
  const close = isDict ? '}' : ']'
  let end = afterSpace(chars, at + 1)
  if (chars[end] === close) return end + 1
  for (;;) {
    if (isDict) {
      if (chars[end] !== '"') fail('Expecting property name enclosed in double quotes', end)
      end = afterSpace(chars, jsonText(chars, end, fail))
      if (chars[end] !== ':') fail("Expecting ':' delimiter", end)
      end = afterSpace(chars, end + 1)
    }
    end = afterSpace(chars, jsonValue(chars, end, fail))
    if (chars[end] === close) return end + 1
    if (chars[end] !== ',') fail("Expecting ',' delimiter", end)
    end = afterSpace(chars, end + 1)
  }
}

/** Where a text ends */
function jsonText(chars: readonly string[], at: number, fail: (msg: string, pos: number) => never): number {
  for (let end = at + 1; end < chars.length; end++) {
    const char = chars[end]!
    if (char === '"') return end + 1
    if (char < ' ') fail('Invalid control character at', end)
    if (char !== '\\') continue
    end++
    if (end >= chars.length) break
    if (chars[end] === 'u' && !/^[0-9a-fA-F]{4}$/.test(chars.slice(end + 1, end + 5).join('')))
      fail('Invalid \\uXXXX escape', end)
    if (!'"\\/bfnrtu'.includes(chars[end]!)) fail('Invalid \\escape', end - 1)
  }
  return fail('Unterminated string starting at', at)
}
