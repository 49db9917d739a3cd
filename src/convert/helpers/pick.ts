/** The text of the helpers that a notebook needs, with those that they need themselves. */

const START = /^(?:\/\*\*.*\*\/\n)?export (?:async )?function (\w+)|^(?:async )?function (\w+)/gm

/** Picks functions from the text of helpers/python.ts, in its order, without `export`. */
export function pickHelpers(source: string, names: Iterable<string>): string {
  const parts = new Map<string, string>()
  const starts = [...source.matchAll(START)]
  for (const [index, found] of starts.entries())
    parts.set((found[1] ?? found[2])!, source.slice(found.index, starts[index + 1]?.index).trim())
  const wanted = new Set<string>()
  const add = (name: string) => {
    if (wanted.has(name) || !parts.has(name)) return
    wanted.add(name)
    for (const [word] of parts.get(name)!.matchAll(/\b\w+(?=\()|\b\w+\b/g)) if (parts.has(word)) add(word)
  }
  for (const name of names) add(name)
  return [...parts]
    .filter(([name]) => wanted.has(name))
    .map(([, text]) => text.replace(/^export /m, ''))
    .join('\n\n')
}
