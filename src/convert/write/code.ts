/**
 * A written expression: its text, what is known of its value, and how strongly its outermost operator binds, so that
 * parentheses stand only where they must.
 */
import type { Type } from '../facts/types'

/** Binding strengths of TypeScript's operators, the strongest first. */
export const BINDS = {
  primary: 20,
  call: 19,
  unary: 15,
  power: 14,
  times: 13,
  plus: 12,
  order: 10,
  equal: 9,
  and: 5,
  or: 4,
  /** Its operands bind as those of `==`, for `&&` and `||` cannot stand beside it. */
  coalesce: 4,
  choice: 3,
  arrow: 2,
} as const

export interface Code {
  readonly text: string
  readonly type: Type
  readonly binds: number
}

/** What gives None in Python, as a value: `push`, `add` and the like give something here. */
export function asNone(code: Code): Code {
  const isNull = !code.text.includes('.') || /^[\w$]+\(/.test(code.text) || code.text.startsWith('await ')
  return isNull ? code : { ...primary(`(${code.text}, null)`, code.type) }
}

/** What binds like a name or a call. */
export function primary(text: string, type: Type): Code {
  return { text, type, binds: BINDS.primary }
}

/** An operator's text. */
export function operation(text: string, type: Type, binds: number): Code {
  return { text, type, binds }
}

/** The text of an operand of something that binds with `strength`. */
export function operand(code: Code, strength: number): string {
  return code.binds >= strength ? code.text : `(${code.text})`
}

/** A text in double quotes, as Prettier would write it for JSON. */
export function quoted(text: string): string {
  const body = JSON.stringify(text)
  return text.includes('"') && !/['\\\n\r\t\x00-\x1f]/.test(text) ? `'${text}'` : body
}

/** Characters of a text between backticks. */
export function templatePart(text: string): string {
  return text
    .replace(/[\\`]|\$(?=\{)/g, '\\$&')
    .replace(/[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]/g, (char, index: number) =>
      /[\ud800-\udfff]/.test(char) && isPaired(text, index)
        ? char
        : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}

function isPaired(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  const [other, low] =
    unit < 0xdc00 ? [text.charCodeAt(index + 1), true] : [text.charCodeAt(index - 1), false]
  return low ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other <= 0xdbff
}

/** Whether a word can stand after a dot or before a colon. */
export const isWord = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text)

/** A key of an object that is written out. */
export const keyText = (key: string): string => (isWord(key) ? key : quoted(key))

/** The arguments of a call between its parentheses, one a line where they are too long or were so. */
export function list(
  parts: readonly string[],
  options: { open: string; close: string; isTall: boolean },
): string {
  const { open, close } = options
  if (parts.length === 0) return open + close
  const pad = open === '{' ? ' ' : ''
  const line = `${open}${pad}${parts.join(', ')}${pad}${close}`
  const isLong = line.length > 100 && parts.length > 1
  if (!isLong && !(options.isTall && parts.some((part) => part.length > 0)) && !line.includes('// '))
    return line
  return `${open}\n${parts.map((part) => `${indent(part)},`).join('\n')}\n${close}`
}

/** A text two columns to the right, but for the inside of template literals, whose white space is part of a value. */
export function indent(text: string): string {
  let isInside = false
  return text
    .split('\n')
    .map((line) => {
      const indented = isInside || line === '' ? line : `  ${line}`
      isInside = endsInTemplate(line, isInside)
      return indented
    })
    .join('\n')
}

function endsInTemplate(line: string, wasInside: boolean): boolean {
  // Inside of `${…}` there is code again; a line never ends there, for what is written there is one line.
  let isInside = wasInside
  let quote = ''
  const code: number[] = []
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (char === '\\') at++
    else if (quote !== '') quote = char === quote ? '' : quote
    else if (isInside) {
      if (char === '`') isInside = false
      else if (char === '$' && line[at + 1] === '{') {
        code.push(0)
        isInside = false
        at++
      }
    } else if (char === '"' || char === "'") quote = char
    else if (char === '/' && line[at + 1] === '/') break
    else if (char === '`') isInside = true
    else if (char === '{' && code.length > 0) code[code.length - 1]!++
    else if (char === '}' && code.length > 0) {
      if (code.at(-1) === 0) {
        code.pop()
        isInside = true
      } else code[code.length - 1]!--
    }
  }
  return isInside
}
