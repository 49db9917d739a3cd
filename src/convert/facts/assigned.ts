/** Names that a notebook assigns at more than one place. */
import type { FunctionDef, Statement } from '../python/statements'
import { boundNames, isFunction, walk } from './walk'

/** Names that functions assign outside of themselves. */
export function globalNames(bodies: readonly (readonly Statement[])[]): string[] {
  const names: string[] = []
  walk(bodies, (node) => {
    if (node.type === 'Global') names.push(...node.names)
  })
  return names
}

/** Names that the notebook assigns at more than one place. */
export function assignedTwice(bodies: readonly (readonly Statement[])[]): Set<string> {
  const counts = new Map<string, number>()
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  walk(bodies, (node) => {
    if (node.type === 'Assign') node.targets.flatMap(boundNames).forEach(add)
    else if (node.type === 'AugAssign' || node.type === 'For' || node.type === 'AsyncFor')
      boundNames(node.target).forEach(add)
  })
  return new Set([...counts].flatMap(([name, count]) => (count > 1 ? [name] : [])))
}

/** Functions of cells whose names are given to nothing else in the notebook: they may be called before their cell. */
export function soleFunctions(bodies: readonly (readonly Statement[])[]): FunctionDef[] {
  const counts = new Map<string, number>()
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)
  walk(bodies, (node) => {
    if (node.type === 'FunctionDef' || node.type === 'AsyncFunctionDef' || node.type === 'ClassDef')
      add(node.name)
    else if (node.type === 'Import' || node.type === 'ImportFrom')
      for (const { name, asname } of node.names) add(asname ?? name)
    else if (node.type === 'Assign') node.targets.flatMap(boundNames).forEach(add)
    else if ('target' in node) boundNames(node.target).forEach(add)
  })
  return bodies.flatMap((body) => body.filter(isFunction).filter(({ name }) => counts.get(name) === 1))
}

/** Names of the errors that the notebook raises. */
export function raisedNames(bodies: readonly (readonly Statement[])[]): Set<string> {
  const names = new Set<string>()
  walk(bodies, (node) => {
    if (node.type !== 'Raise' || !node.exc) return
    const { exc } = node
    const made = exc.type === 'Call' ? exc.func : exc
    if (made.type === 'Name') names.add(made.id)
  })
  return names
}

/** Whether the notebook reads a field of this name. */
export function readsField(bodies: readonly (readonly Statement[])[], name: string): boolean {
  let found = false
  walk(bodies, (node) => {
    if (node.type === 'Attribute' && node.attr === name) found = true
  })
  return found
}

/** Functions of cells that a text of the notebook names, by cell: they may be looked up by that. */
export function namedFunctions(bodies: readonly (readonly Statement[])[]): Map<string, number> {
  const words = new Set<string>()
  walk(bodies, (node) => {
    if (node.type === 'Constant' && node.kind === 'str')
      for (const [word] of String(node.value).matchAll(/\w+/g)) words.add(word)
  })
  return new Map(
    bodies.flatMap((body, cell) =>
      body
        .filter(isFunction)
        .flatMap(({ name }): [string, number][] => (words.has(name) ? [[name, cell]] : [])),
    ),
  )
}
