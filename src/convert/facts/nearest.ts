/** What two lines of classes have in common. */

/** The classes of one line from the first that the other has as well. */
export function nearestCommon(one: readonly string[], other: readonly string[]): readonly string[] {
  const at = one.findIndex((each) => other.includes(each))
  return at < 0 ? [] : one.slice(at)
}
