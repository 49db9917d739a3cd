/**
 * Where the names of a scope are declared. Python's names belong to a function or a notebook, TypeScript's to a block:
 * a name is declared by its first assignment where that stands in the block of all its uses, and before it elsewhere.
 */
import type { Expression } from '../python/ast'
import type { Statement } from '../python/statements'
import { type Block, collect, newRoot, type Use } from './uses'
import { boundNames } from './walk'

/** How names of a scope are declared. */
export interface Plan {
  /** Names that the assignment itself declares. */
  readonly declaredBy: ReadonlyMap<Statement, ReadonlySet<string>>
  /** Names declared before a statement. */
  readonly before: ReadonlyMap<Statement, readonly string[]>
  /** Names assigned more than once. */
  readonly changing: ReadonlySet<string>
  /** Names that are assigned here but belong to an earlier cell. */
  readonly earlier: ReadonlySet<string>
  readonly assigned: ReadonlySet<string>
  /** Names that end with a block. */
  readonly inner: ReadonlySet<string>
}

/** What the scope is. */
export interface ScopeOptions {
  /** A cell: its names live on. */
  readonly isCell: boolean
  /** Names that are there already: parameters, or those of earlier cells. */
  readonly known: ReadonlySet<string>
  /** Names that a later cell or a function assigns. */
  readonly changedElsewhere?: ReadonlySet<string>
  /** Names that other cells read. */
  readonly readElsewhere?: ReadonlySet<string>
}

/** Plans the declarations of a function's or a cell's statements. */
export function planScope(body: readonly Statement[], options: ScopeOptions): Plan {
  const root = newRoot()
  const uses = new Map<string, Use[]>()
  const outer = new Set<string>()
  const changed = new Set<string>()
  collect(body, { block: root, uses, outer, changed })
  const declaredBy = new Map<Statement, Set<string>>()
  const before = new Map<Statement, string[]>()
  const changing = new Set<string>()
  const earlier = new Set<string>()
  const assigned = new Set<string>()
  const inner = new Set<string>()
  for (const [name, all] of uses) {
    const bindings = all.filter(({ form }) => form !== 'reads')
    if (bindings.length === 0 || outer.has(name) || bindings.every(({ isLocal }) => isLocal)) continue
    assigned.add(name)
    if (!options.isCell && options.known.has(name)) continue
    if (bindings.length > 1 || changed.has(name) || options.changedElsewhere?.has(name)) changing.add(name)
    const isKept =
      options.isCell &&
      (options.known.has(name) || options.readElsewhere?.has(name) === true || !isLoopName(all[0]!))
    let block = isKept ? root : all.map((use) => use.block).reduce(common)
    // A function is there before its line, for the functions before it.
    const [only] = bindings
    const isHoisted = bindings.length === 1 && only!.block === root && isDefinition(only!.statement)
    const first = () => (isHoisted ? only! : all.find((use) => isWithin(use.block, block))!)
    const isDirect = () => first().block === block && first().form === 'declares'
    while (block.parent && enclosingLoop(block) && !isDirect()) block = block.parent
    const statement = childOf(first(), block)
    if (block !== root) inner.add(name)
    if (isDirect()) {
      const names = declaredBy.get(statement) ?? new Set<string>()
      declaredBy.set(statement, names.add(name))
    } else if (options.isCell && options.known.has(name)) earlier.add(name)
    else {
      changing.add(name)
      before.set(statement, [...(before.get(statement) ?? []), name])
    }
  }
  for (const [statement, names] of declaredBy) {
    const bound = targetsOf(statement).flatMap(boundNames)
    if (bound.every((name) => names.has(name))) continue
    // One pattern cannot declare some of its names.
    declaredBy.delete(statement)
    before.set(statement, [...(before.get(statement) ?? []), ...names])
    for (const name of names) changing.add(name)
  }
  return { declaredBy, before, changing, earlier, assigned, inner }
}

const isDefinition = ({ type }: Statement) =>
  type === 'FunctionDef' || type === 'AsyncFunctionDef' || type === 'ClassDef'

function targetsOf(statement: Statement): readonly Expression[] {
  if (statement.type === 'Assign') return statement.targets
  return statement.type === 'For' || statement.type === 'AsyncFor' ? [statement.target] : []
}

/** The variable of a loop that nobody reads after it is the loop's own; other names of a cell are the notebook's. */
const isLoopName = ({ form, statement }: Use) =>
  form === 'declares' && (statement.type === 'For' || statement.type === 'AsyncFor')

const enclosingLoop = (block: Block): boolean =>
  block.isLoop || (block.parent !== undefined && enclosingLoop(block.parent))

function common(one: Block, other: Block): Block {
  let [left, right] = [one, other]
  while (left !== right) {
    if (left.depth >= right.depth) left = left.parent!
    else right = right.parent!
  }
  return left
}

function isWithin(block: Block, outer: Block): boolean {
  return block === outer || (block.parent !== undefined && isWithin(block.parent, outer))
}

function childOf(use: Use, block: Block): Statement {
  let { statement, block: inner } = use
  while (inner !== block) {
    statement = inner.owner!
    inner = inner.parent!
  }
  return statement
}
