/**
 * Answers that a time limit of the cell ended: how far they came says how fast the machine was. What both runs have of
 * one must agree; the rest is no difference.
 */
import { isObject, stringOf, type JsonObject } from '../../../base/unknown'

const LIMIT = '[incomplete: the time limit of the call passed]'

/**
 * Gives two outputs of the same place in which such an answer is equally long.
 *
 * @param saved - Outputs of a cell as they are saved.
 * @param now - Outputs of the same cell as they are now.
 * @returns The new outputs, with the saved one in the place of each answer that differs only in its length.
 */
export function withSavedLengths(saved: readonly unknown[], now: readonly unknown[]): readonly unknown[] {
  if (saved.length !== now.length) return now
  return now.map((output, index) => {
    const [old, text] = [textBeforeLimit(saved[index]), textBeforeLimit(output)]
    if (old === undefined || text === undefined) return output
    return old.startsWith(text) || text.startsWith(old) ? saved[index] : output
  })
}

function textBeforeLimit(output: unknown): string | undefined {
  const data: unknown = isObject(output) ? output['data'] : undefined
  if (!isObject(data)) return undefined
  const plain = plainOf(data)
  return plain.trimEnd().endsWith(LIMIT) ? plain.slice(0, plain.lastIndexOf(LIMIT)).trimEnd() : undefined
}

function plainOf(data: JsonObject): string {
  const plain = data['text/plain']
  return Array.isArray(plain) ? plain.map(stringOf).join('') : stringOf(plain)
}
