/**
 * A short difference of two texts: where they part, and the lines up to where they meet again.
 */

/** Most lines of either text that are shown. */
const MAX_LINES = 6

/**
 * Shows where two texts differ.
 *
 * @param found - Text on disk.
 * @param expected - Text as it would be written.
 * @returns Lines with `-` and `+`, each with its line break.
 */
export function diffOf(found: string, expected: string): string {
  const [old, now] = [found.split('\n'), expected.split('\n')]
  let same = 0
  while (same < Math.min(old.length, now.length) && old[same] === now[same]) same++
  let end = 0
  while (end < Math.min(old.length, now.length) - same && old.at(-1 - end) === now.at(-1 - end)) end++
  const lines = [
    `@@ line ${same + 1} @@`,
    ...shortened(old.slice(same, old.length - end), '-'),
    ...shortened(now.slice(same, now.length - end), '+'),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function shortened(lines: readonly string[], mark: string): string[] {
  const shown = lines
    .slice(0, MAX_LINES)
    .map((line) => mark + (line.length > 200 ? `${line.slice(0, 200)}…` : line))
  return lines.length > MAX_LINES ? [...shown, `${mark}… ${lines.length - MAX_LINES} more lines`] : shown
}
