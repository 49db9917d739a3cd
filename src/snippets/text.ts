/**
 * Text in which variables stand for values that are not to be written down: secrets, and the address of a server. Pure.
 */

/** A variable of the environment, in place of its value. */
export interface Variable {
  readonly env: string
}

/** A text, whole or in parts. */
export type Text = string | readonly (string | Variable)[]

/** The parts of a text: none of them empty, no two strings in a row. */
export function partsOf(text: Text): readonly (string | Variable)[] {
  const parts: (string | Variable)[] = []
  for (const part of typeof text === 'string' ? [text] : text) {
    const last = parts.at(-1)
    if (part === '') continue
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  return parts
}

/** A text in its shortest form: a string when no variable is in it. */
export function textOf(parts: readonly (string | Variable)[]): Text {
  const joined = partsOf(parts)
  return joined.every((part) => typeof part === 'string') ? joined.join('') : joined
}

/** Whether variables stand in a text. */
export function hasVariable(text: Text): boolean {
  return typeof text !== 'string' && text.some((part) => typeof part !== 'string')
}

/** A text as a shell would read it between double quotes, for what is only shown. */
export function shownText(text: Text): string {
  return partsOf(text)
    .map((part) => (typeof part === 'string' ? part : `$${part.env}`))
    .join('')
}

/** A text in which one character stands for each variable, so that it can be taken apart as any other. */
export interface MarkedText {
  readonly marked: string
  /** Turns the marks in a piece of it back into variables. */
  restore(piece: string): Text
}

/** Plane 15 is all private use: what people write does not use it. */
const FIRST_MARK = 0xf0000

/** Marks the variables of a text. */
export function markText(text: Text): MarkedText {
  const parts = partsOf(text)
  const used = new Set(parts.flatMap((part) => (typeof part === 'string' ? [...part] : [])))
  const names = new Map<string, Variable>()
  let code = FIRST_MARK
  const marked = parts.map((part) => {
    if (typeof part === 'string') return part
    while (used.has(String.fromCodePoint(code))) code++
    const mark = String.fromCodePoint(code++)
    names.set(mark, part)
    return mark
  })
  const restore = (piece: string): Text =>
    names.size === 0 ? piece : textOf([...piece].map((char) => names.get(char) ?? char))
  return { marked: marked.join(''), restore }
}
