/**
 * Places in a cell: the protocol counts characters (code points), JavaScript and tslab count UTF-16 units.
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#cursor-pos-unicode-note
 */

/** The place that tslab understands. */
export function toUnits(code: string, characters: number): number {
  let units = 0
  let seen = 0
  for (const character of code) {
    if (seen === characters) break
    units += character.length
    seen += 1
  }
  return units
}

/** The place that the front end understands. */
export function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length
}
