/**
 * The text of a script before it is parsed: interpolated values become single private-use characters, so that they can
 * never be read as syntax; what copying from a page leaves behind (CRLF, a `$ ` prompt) is taken away.
 */
import type { TemplatePart } from '../shell/template'
import type { Source, SourceValue } from './script-error'

/**
 * Makes a script of the parts of a template.
 *
 * @param parts - Text and literal words, as `readTemplate` gives them.
 * @returns Text to parse, and the value that each placeholder character stands for.
 */
export function toSource(parts: readonly TemplatePart[]): Source {
  const values = new Map<string, SourceValue>()
  const used = new Set(parts.flatMap((part) => ('text' in part ? [...part.text] : [])))
  let code = FIRST_PRIVATE
  const text = parts
    .map((part) => {
      if ('text' in part) return part.text
      while (used.has(String.fromCodePoint(code))) code++
      const char = String.fromCodePoint(code++)
      values.set(char, { words: part.words, list: part.list, where: part.where })
      return char
    })
    .join('')
  return { text: stripPrompts(text.replaceAll('\r\n', '\n')), values }
}

/** Plane 15 is all private use: 65,534 values, and text that people paste does not use it. */
const FIRST_PRIVATE = 0xf0000

/** A script without interpolated values. */
export function plainSource(text: string): Source {
  return toSource([{ text }])
}

/**
 * Takes the prompt of a pasted terminal session away: when the first command begins with `$ `, that prompt goes from
 * every line that has it, and `> ` from the lines that continue one.
 */
function stripPrompts(text: string): string {
  const first = text.split('\n').find((line) => !/^\s*(#.*)?$/.test(line))
  if (first === undefined || !PROMPT.test(first)) return text
  let continues = false
  return text
    .split('\n')
    .map((line) => {
      const out = line.replace(continues ? /^(\s*)> / : PROMPT, '$1')
      continues = /\\$/.test(line)
      return out
    })
    .join('\n')
}

const PROMPT = /^(\s*)\$ +(?=\S)/
