/**
 * The lines that are put after a cell's text, so that it is a module which sees the earlier cells and is seen by the
 * later ones. Owns how each kind of name is linked; pure text.
 *
 * A constant, function, class or type is imported: so its type widens, its generics and documentation stay. A variable
 * that can be assigned is declared, for an import cannot be assigned. Where the value of a name comes from another cell
 * than its type, the value is declared and the type imported; TypeScript calls that a conflict (2440, in these lines,
 * whose problems nobody sees) and keeps both meanings.
 */
import type { CellNames } from './cell-names'
import type { ValueKind } from './declared-names'

/** Where the meanings of a name come from: numbers of cells. */
export interface NameSource {
  /** Of the value. */
  readonly value?: { readonly cell: number; readonly kind: ValueKind; readonly comment?: string }
  /** Of the type. */
  readonly type?: { readonly cell: number }
}

/** What a name is in the cell that it comes from. */
export type LinkKind = ValueKind | 'type'

/** Names that are visible at some time. */
export type Scope = ReadonlyMap<string, NameSource>

/**
 * What is visible after a cell. A later declaration wins, for the value and the type of a name separately.
 *
 * @param scope - What was visible before it.
 * @param added - `cell`: its number; `names`: its names.
 */
export function extendScope(
  scope: Scope,
  { cell, names }: { readonly cell: number; readonly names: CellNames },
): Scope {
  const next = new Map(scope)
  for (const [name, { value: kind, isType, comment }] of names.declared) {
    const value = kind && { cell, kind, ...(comment !== undefined && { comment }) }
    const known = next.get(name)
    next.set(name, { ...known, ...(value && { value }), ...(isType && { type: { cell } }) })
  }
  return next
}

/**
 * What the names that a cell does not declare are in the cells that they come from.
 *
 * @param names - The names of the cell.
 * @param scope - What is visible before it.
 * @returns The look-up of a name; it gives `undefined` for one that does not come from a cell.
 */
export function linksOf(names: CellNames, scope: Scope): (name: string) => LinkKind | undefined {
  return (name) => {
    const source = names.declared.has(name) ? undefined : scope.get(name)
    return source && (source.value?.kind ?? 'type')
  }
}

/**
 * The line that makes a cell's names visible to later cells.
 *
 * @param names - The names of the cell.
 */
export function exportLine(names: CellNames): string {
  const own = [...names.declared.keys()].filter((name) => !names.exported.has(name))
  return `export { ${own.join(', ')} }`
}

/**
 * The lines that make earlier names visible in a cell.
 *
 * @param names - The names of the cell.
 * @param scope - What is visible before it.
 * @param options - `isJs`: JavaScript cannot declare types; there everything is imported, for nothing is checked.
 * `all`: also names that the cell does not mention.
 */
export function linkLines(
  names: CellNames,
  scope: Scope,
  options: { readonly isJs: boolean; readonly all: boolean },
): readonly string[] {
  const imports = new Map<number, string[]>()
  const lines: string[] = []
  const link = (name: string, cell: number) => imports.set(cell, [...(imports.get(cell) ?? []), name])
  for (const name of options.all ? scope.keys() : names.mentioned) {
    const source = scope.get(name)
    if (source === undefined) continue
    const own = names.declared.get(name)
    const value = own?.value === undefined ? source.value : undefined
    const type = own?.isType === true ? undefined : source.type
    if (options.isJs) {
      if (value) link(name, value.cell)
      continue
    }
    const isAssigned = value?.kind === 'let' || value?.kind === 'var'
    // A name cannot be imported twice.
    const isSplit = value !== undefined && type !== undefined && type.cell !== value.cell
    const isDeclared = isAssigned || isSplit || own?.isImport === true
    if (value && isDeclared) lines.push(declareLine(name, value))
    else if (value) link(name, value.cell)
    if (type && (value === undefined || isDeclared)) link(name, type.cell)
  }
  for (const [cell, all] of imports) lines.push(`import { ${all.join(', ')} } from "./${cellName(cell)}"`)
  return lines
}

/** A file's name without extension. */
export function cellName(cell: number): string {
  return `__cell_${cell}__`
}

function declareLine(name: string, value: NonNullable<NameSource['value']>): string {
  const word = value.kind === 'let' || value.kind === 'var' ? value.kind : 'const'
  const comment = value.comment === undefined ? '' : `${value.comment} `
  return `${comment}declare ${word} ${name}: typeof import("./${cellName(value.cell)}").${name}`
}
