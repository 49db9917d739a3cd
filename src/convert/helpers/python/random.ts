/** `random`. */
/* eslint-disable @typescript-eslint/no-explicit-any */

/** `random.sample(values, len(values))` */
export function shuffled(values: Iterable<any>): any[] {
  const all = [...values]
  for (let left = all.length; left > 1; left--) {
    const at = Math.floor(Math.random() * left)
    ;[all[at], all[left - 1]] = [all[left - 1], all[at]]
  }
  return all
}
