/**
 * What a check has found, in words: one line that says what is wrong, and lines that show it. Pure.
 */
import { stripVTControlCharacters } from 'node:util'
import { describeError } from '../errors'
import { isObject } from '../base/unknown'
import { STUB_MESSAGE } from './student/stub'

/** Why an exercise is not solved. */
export interface Complaint {
  /** One line. */
  readonly line: string
  /** What was expected and received, line by line; empty when the line says it all. */
  readonly details: readonly string[]
}

const MAX_DETAILS = 40

/**
 * Reads what a check threw.
 *
 * @param error - An assertion of jest, or any other value.
 */
export function readComplaint(error: unknown): Complaint {
  if (isObject(error) && error['message'] === STUB_MESSAGE)
    return { line: `your code is missing: it takes the place of "${STUB_MESSAGE}"`, details: [] }
  if (!isObject(error) || !('matcherResult' in error))
    return { line: `the check ended with ${describeError(error)}`, details: [] }
  const text = stripVTControlCharacters(String((error as { readonly message?: unknown }).message)).trim()
  const lines = text.split('\n').map((line) => line.trimEnd())
  // Jest's first line is the code of the assertion, which says nothing to who has not written it.
  const isJests = /^expect\(/.test(lines[0]!)
  const told = (isJests ? lines.slice(1) : lines).filter((line) => line !== '')
  const facts = told.filter((line) => /^(?:Expected|Received)[^:]*: /.test(line))
  if (!isJests) return { line: told.join('; '), details: told.length > 1 ? told : [] }
  // Sentences, and no difference of texts, whose lines begin with a sign or a blank.
  if (told.length > 0 && told.every((line) => /^[A-Z]/.test(line)))
    return { line: told.map(asWords).join(', '), details: [] }
  return {
    line: facts.length > 0 ? facts.map(asWords).join(', ') : 'not what is expected',
    details: shortened(told),
  }
}

function asWords(line: string): string {
  return line.replace(/^[A-Z]/, (letter) => letter.toLowerCase()).replace(/\s{2,}/g, ' ')
}

function shortened(lines: readonly string[]): string[] {
  return lines.length > MAX_DETAILS
    ? [...lines.slice(0, MAX_DETAILS), `… ${lines.length - MAX_DETAILS} more lines`]
    : [...lines]
}
