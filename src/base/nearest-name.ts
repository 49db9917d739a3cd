/**
 * The name that a misspelt one was probably meant to be, and the count of edits between two names.
 */

/** More than this share of a name's characters may not differ. */
const MAX_SHARE = 0.4

/**
 * Finds the nearest of some names, by the number of characters to change.
 *
 * @param name - The misspelt name.
 * @param known - The names there are.
 * @param maxEdits - Most edits that still make a name near; by default two fifths of its characters, and one at least.
 * @returns `undefined` when none is near.
 */
export function nearestName(
  name: string,
  known: Iterable<string>,
  maxEdits: number = Math.max(1, Math.floor(name.length * MAX_SHARE)),
): string | undefined {
  let best: { readonly name: string; readonly edits: number } | undefined
  for (const candidate of known) {
    if (candidate.length < 2) continue
    const isSame = candidate.toLowerCase() === name.toLowerCase()
    const edits = isSame ? 0 : countEdits(name, candidate, best?.edits ?? maxEdits + 1)
    if (edits <= maxEdits && (best === undefined || edits < best.edits)) best = { name: candidate, edits }
  }
  return best?.name
}

/**
 * Counts the edits from one name to another: a character added, left out or replaced, or two neighbours swapped.
 *
 * @param from - The one name.
 * @param to - The other.
 * @param end - Where to stop counting.
 * @returns The number of edits; `end` for that many or more.
 */
export function countEdits(from: string, to: string, end: number = Infinity): number {
  if (Math.abs(from.length - to.length) >= end) return end
  let before: readonly number[] = []
  let above: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const line = [row]
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1]
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      line.push(
        Math.min(
          above[column]! + 1,
          line[column - 1]! + 1,
          above[column - 1]! + (isSame ? 0 : 1),
          isSwapped ? before[column - 2]! + 1 : Infinity,
        ),
      )
    }
    // A swap reaches back over two rows.
    if (Math.min(...line, ...above) >= end) return end
    ;[before, above] = [above, line]
  }
  return Math.min(end, above[to.length]!)
}
