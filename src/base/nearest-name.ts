/**
 * The name that a misspelt one was probably meant to be.
 */

/** More than this share of a name's characters may not differ. */
const MAX_SHARE = 0.4

/**
 * Finds the nearest of some names, by the number of characters to change.
 *
 * @param name - The misspelt name.
 * @param known - The names there are.
 * @returns `undefined` when none is near.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length * MAX_SHARE))
  let best: { readonly name: string; readonly changes: number } | undefined
  for (const candidate of known) {
    if (candidate.length < 2 || Math.abs(candidate.length - name.length) > limit) continue
    const changes =
      candidate.toLowerCase() === name.toLowerCase()
        ? 0
        : editDistance(name, candidate, best?.changes ?? limit + 1)
    if (changes <= limit && (best === undefined || changes < best.changes))
      best = { name: candidate, changes }
  }
  return best?.name
}

/** Levenshtein's distance; anything from `end` on counts as `end`. */
function editDistance(a: string, b: string, end: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      row.push(
        Math.min(
          (previous[j] as number) + 1,
          (row[j - 1] as number) + 1,
          (previous[j - 1] as number) + change,
        ),
      )
    }
    if (Math.min(...row) >= end) return end
    previous = row
  }
  return previous[b.length] as number
}
