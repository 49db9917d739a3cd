/**
 * What a script of bash holds in the place of a value: a reference to the variable that has it, quoted as the place asks,
 * or a refusal. Knows nothing of how the places are found.
 */
import { UsageError } from '../errors'

/** A value of the template and the variables that hold its words. */
export interface PlacedValue {
  readonly words: readonly string[]
  readonly list: boolean
  readonly where: string
  /** One variable for each word. */
  readonly names: readonly string[]
}

/** What is written in the place of a value. */
export type Insert = (value: PlacedValue) => string

/** A word outside of quotes: bash does not split what is quoted. */
export function reference(value: PlacedValue): string {
  return `"\${${value.names[0]}}"`
}

/** Inside double quotes and heredocs, where nothing splits a reference. */
export const plain: Insert = (value) => `\${${oneWord(value).names[0]}}`

/** The same in a heredoc: no word, no subscript, no test there. */
export const plainText: Insert = (value) => plain(value)

/** Where bash calculates. */
export const wholeNumber: Insert = (value) => plain(checkNumber(value))

/** @throws UsageError for an array. */
export function oneWord(value: PlacedValue): PlacedValue {
  if (!value.list) return value
  throw refuse(value, 'is an array inside quotes. Take the quotes away, or use ${list.join(" ")}.')
}

/** @throws UsageError for what is no whole number: bash would run its content. */
export function checkNumber(value: PlacedValue): PlacedValue {
  if (value.words.every((word) => /^-?\d+$/.test(word))) return value
  throw refuse(value, 'stands where bash calculates. Give a whole number, or calculate in TypeScript.')
}

/** One line: which value, what about it, and what to do. */
export function refuse(value: PlacedValue | undefined, complaint: string): UsageError {
  return new UsageError(`bash: ${value?.where ?? 'a value'} ${complaint}`)
}
