/** The text of the helpers that a notebook needs, with those that they need themselves. */

/** A function or class of the files in helpers/python, which ends with the first brace that begins a line. */
const PART =
  /^(?:\/\*\*.*\*\/\n)?(?:export )?(?:async )?(?:function\*?|class) (\w+)(?:[^\n]*\}$|[\s\S]*?\n\}$)/gm

/** Picks from the text of the files in helpers/python, in its order, without `export`. */
export function pickHelpers(source: string, names: Iterable<string>): string {
  const parts = new Map<string, string>()
  for (const [text, name] of source.matchAll(PART)) parts.set(name!, text)
  const wanted = new Set<string>()
  const add = (name: string) => {
    if (wanted.has(name) || !parts.has(name)) return
    wanted.add(name)
    for (const [word] of parts.get(name)!.matchAll(/\b\w+\b/g)) if (parts.has(word)) add(word)
  }
  for (const name of names) add(name)
  return [...parts]
    .filter(([name]) => wanted.has(name))
    .map(([, text]) => text.replace(/^export /m, ''))
    .join('\n\n')
}
