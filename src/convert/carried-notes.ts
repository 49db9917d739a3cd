/** Notes on a value that later cells have: what is said of a dumped answer holds where it is shown and sent as well. */
import type { CellResult } from './convert-cell'
import { boundNames, isFunction, walk } from './facts/walk'
import type { Statement } from './python/statements'

/** What a note says of a value itself, and not of the line that makes it. */
export const OF_VALUES = {
  missing: 'fields that the server did not send are left out, which Python gives as None',
  order: 'fields stand in the order of the server',
} as const

const CARRIED: ReadonlySet<string> = new Set(Object.values(OF_VALUES))

/** Cells with the notes of the values that they read. */
export function withCarriedNotes<Result extends CellResult>(
  results: readonly Result[],
  { bodies, reads }: { bodies: readonly (readonly Statement[])[]; reads: readonly ReadonlySet<string>[] },
): Result[] {
  const held = new Map<string, ReadonlySet<string>>()
  return results.map((result, index) => {
    const own = result.notes.filter((note) => CARRIED.has(note))
    const carried = [...held].flatMap(([name, notes]) => (reads[index]!.has(name) ? [...notes] : []))
    for (const name of own.length > 0 ? touchedNames(bodies[index]!) : []) held.set(name, new Set(own))
    return carried.length === 0 ? result : { ...result, notes: [...new Set([...result.notes, ...carried])] }
  })
}

/** Names that a cell gives a value, a part or an item. */
function touchedNames(body: readonly Statement[]): Set<string> {
  const names = new Set<string>()
  walk(body, (node) => {
    if (node.type === 'Assign') for (const target of node.targets) add(target)
    else if (node.type === 'AugAssign') add(node.target)
    else if (node.type === 'Call' && node.func.type === 'Attribute') {
      if (/^(?:append|extend|insert|update)$/.test(node.func.attr)) add(node.func.value)
    }
  })
  for (const each of body) if (isFunction(each)) names.add(each.name)
  return names

  function add(target: Parameters<typeof boundNames>[0]): void {
    if (target.type === 'Subscript' || target.type === 'Attribute') add(target.value)
    else for (const name of boundNames(target)) names.add(name)
  }
}
