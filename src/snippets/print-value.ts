/**
 * A JSON tree in the notation of a language, laid out as people write it: what fits stays on its line. Owns the layout;
 * how a string is written is the language's.
 */
import type { Entry, JsonNode, ObjectNode } from './read-json'
import type { Text } from './text'

/** The notation of a language. */
export interface Notation {
  string(text: Text): string
  /** Name of a field with what follows it, e.g. `"model": `. */
  key(name: Text): string
  /** From the text of the number. */
  number(text: string): string
  constant(value: boolean | null): string
  /** What stands inside the braces of an object on one line. */
  readonly padding: '' | ' '
  /** Spaces of a level. */
  readonly indent: number
  /** Whether the last of several lines ends with a comma too. */
  readonly trailingComma: boolean
}

/** Most characters of a line that holds a list or an object. */
const MAX_LINE_CHARS = 76

/**
 * Writes a value.
 *
 * @param node - The value.
 * @param notation - Of the language.
 * @param depth - Levels that it stands inside of.
 */
export function printValue(node: JsonNode, notation: Notation, depth = 0): string {
  switch (node.kind) {
    case 'string':
      return notation.string(node.value)
    case 'number':
      return notation.number(node.text)
    case 'constant':
      return notation.constant(node.value)
    case 'array':
      return printList(
        node.items.map((item) => (deeper: number) => printValue(item, notation, deeper)),
        { notation, depth, brackets: ['[', ']'], padding: '' },
      )
    case 'object':
      return printList(itemsOf(node, notation), {
        notation,
        depth,
        brackets: ['{', '}'],
        padding: notation.padding,
      })
  }
}

/** Prints one item at a depth. */
export type Item = (depth: number) => string

/** Where a list stands, and how it looks. */
export interface ListStyle {
  readonly notation: Pick<Notation, 'indent' | 'trailingComma'>
  readonly depth: number
  readonly brackets: readonly [open: string, close: string]
  readonly padding: '' | ' '
  /** Whether it is never put on one line. */
  readonly isBroken?: boolean
}

/** Writes a list in brackets: on one line when it fits, else an item a line. */
export function printList(items: readonly Item[], style: ListStyle): string {
  const { notation, depth, brackets, padding, isBroken = false } = style
  const [open, close] = brackets
  if (items.length === 0) return `${open}${close}`
  const inner = depth + 1
  const texts = items.map((item) => item(inner))
  const line = `${open}${padding}${texts.join(', ')}${padding}${close}`
  const room = MAX_LINE_CHARS - depth * notation.indent
  if (!isBroken && !line.includes('\n') && line.length <= room) return line
  const start = ' '.repeat(inner * notation.indent)
  const end = notation.trailingComma ? ',' : ''
  return `${open}\n${texts.map((text) => start + text).join(',\n')}${end}\n${' '.repeat(depth * notation.indent)}${close}`
}

/** The fields of an object, each as an item; those that a client does not know in a spread at the end. */
export function itemsOf(node: ObjectNode, notation: Notation): Item[] {
  const fields = node.entries.map(([name, value]) => fieldItem([name, value], notation))
  const { extras = [] } = node
  if (extras.length === 0) return fields
  return [...fields, (depth) => `...${printValue({ kind: 'object', entries: extras }, notation, depth)}`]
}

function fieldItem([name, value]: Entry, notation: Notation): Item {
  return (depth) => notation.key(name) + printValue(value, notation, depth)
}
