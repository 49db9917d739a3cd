/**
 * Where the names of a scope are declared. Python's names belong to a function or a notebook, TypeScript's to a block:
 * a name is declared by its first assignment where that stands in the block of all its uses, and before it elsewhere.
 */
import type { Expression, FunctionDef, Lambda, Statement } from '../python/ast'
import { boundNames, walk } from './walk'

interface Block {
  readonly parent: Block | undefined
  /** Statement of the parent that this block belongs to. */
  readonly owner: Statement | undefined
  readonly isLoop: boolean
  readonly depth: number
}

interface Use {
  readonly block: Block
  readonly statement: Statement
  /** `declares`: an assignment that can be a declaration; `binds`: any other. */
  readonly form: 'reads' | 'binds' | 'declares'
  /** Whether the name ends with its block: that of a caught error. */
  readonly isLocal?: boolean
}

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
  const root: Block = { parent: undefined, owner: undefined, isLoop: false, depth: 0 }
  const uses = new Map<string, Use[]>()
  const outer = new Set<string>()
  collect(body, root, uses, outer)
  const declaredBy = new Map<Statement, Set<string>>()
  const before = new Map<Statement, string[]>()
  const changing = new Set<string>()
  const earlier = new Set<string>()
  const assigned = new Set<string>()
  for (const [name, all] of uses) {
    const bindings = all.filter(({ form }) => form !== 'reads')
    if (bindings.length === 0 || outer.has(name) || bindings.every(({ isLocal }) => isLocal)) continue
    assigned.add(name)
    if (!options.isCell && options.known.has(name)) continue
    if (bindings.length > 1 || options.changedElsewhere?.has(name)) changing.add(name)
    const isKept =
      options.isCell &&
      (options.known.has(name) || options.readElsewhere?.has(name) === true || !isLoopName(all[0]!))
    let block = isKept ? root : all.map((use) => use.block).reduce(common)
    const first = () => all.find((use) => isWithin(use.block, block))!
    const isDirect = () => first().block === block && first().form === 'declares'
    while (block.parent && enclosingLoop(block) && !isDirect()) block = block.parent
    const statement = childOf(first(), block)
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
  return { declaredBy, before, changing, earlier, assigned }
}

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

type Uses = Map<string, Use[]>

function collect(body: readonly Statement[], block: Block, uses: Uses, outer: Set<string>): void {
  for (const statement of body) {
    const add = (name: string, form: Use['form'], at = block) =>
      void uses.set(name, [...(uses.get(name) ?? []), { block: at, statement, form }])
    const read = (node: unknown, at = block) => {
      for (const name of readNames(node)) add(name, 'reads', at)
      walk(node, (each) => {
        if (each.type === 'NamedExpr') add(each.target.id, 'binds', at)
      })
    }
    const below = (
      statements: readonly Statement[],
      isLoop = false,
      names: readonly string[] = [],
      isLocal = false,
    ) => {
      const inner: Block = { parent: block, owner: statement, isLoop, depth: block.depth + 1 }
      for (const name of names)
        uses.set(name, [...(uses.get(name) ?? []), { block: inner, statement, form: 'declares', isLocal }])
      collect(statements, inner, uses, outer)
    }
    switch (statement.type) {
      case 'Assign':
        read(statement.value)
        for (const target of statement.targets) {
          read(target.type === 'Name' ? undefined : partsOf(target))
          const form = statement.targets.length === 1 && isPattern(target) ? 'declares' : 'binds'
          for (const name of boundNames(target)) add(name, form)
        }
        break
      case 'AnnAssign':
        read(statement.value)
        read(partsOf(statement.target))
        for (const name of boundNames(statement.target)) if (statement.value) add(name, 'declares')
        break
      case 'AugAssign':
        read(statement.target)
        read(statement.value)
        for (const name of boundNames(statement.target)) add(name, 'binds')
        break
      case 'For':
      case 'AsyncFor':
        read(statement.iter)
        below(statement.body, true, boundNames(statement.target))
        below(statement.orelse)
        break
      case 'While':
      case 'If':
        // The test of `while` runs again and again, but what it reads stands outside.
        read(statement.test)
        below(statement.body, statement.type === 'While')
        below(statement.orelse)
        break
      case 'With':
      case 'AsyncWith':
        for (const { context_expr: value, optional_vars: target } of statement.items) {
          read(value)
          for (const name of target ? boundNames(target) : []) add(name, 'binds')
        }
        // A block of its own only where a file has to be closed: its names are used after it.
        collect(statement.body, block, uses, outer)
        break
      case 'Try':
        below(statement.body)
        for (const handler of statement.handlers) {
          read(handler.exception)
          below(handler.body, false, handler.name === null ? [] : [handler.name], true)
        }
        below(statement.orelse)
        below(statement.finalbody)
        break
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'ClassDef':
        // A function of JavaScript is there before its line.
        add(statement.name, 'declares')
        for (const name of freeNames(statement)) if (name !== statement.name) add(name, 'reads')
        break
      case 'Import':
      case 'ImportFrom':
        break
      case 'Global':
      case 'Nonlocal':
        for (const name of statement.names) outer.add(name)
        break
      default:
        read(statement)
    }
  }
}

/** Whether a target can stand after `const`. */
function isPattern(target: Expression): boolean {
  if (target.type === 'Tuple' || target.type === 'List') return target.elts.every(isPattern)
  return target.type === 'Name' || (target.type === 'Starred' && isPattern(target.value))
}

/** What a target reads: `a` of `a[i]`, but not `a` of `a, b`. */
function partsOf(target: Expression): unknown {
  if (target.type === 'Name') return undefined
  if (target.type === 'Tuple' || target.type === 'List') return target.elts.map(partsOf)
  return target.type === 'Starred' ? partsOf(target.value) : target
}

/** Names that an expression reads, but for those that it binds itself. */
function readNames(node: unknown): string[] {
  const names: string[] = []
  walk(node, (each) => {
    if (each.type === 'Name') names.push(each.id)
    else if (each.type === 'Lambda') {
      names.push(...freeNames(each))
      return false
    } else if (
      each.type === 'ListComp' ||
      each.type === 'GeneratorExp' ||
      each.type === 'SetComp' ||
      each.type === 'DictComp'
    ) {
      const bound = new Set(each.generators.flatMap(({ target }) => boundNames(target)))
      const inner = [each.generators, each.type === 'DictComp' ? [each.key, each.value] : each.elt]
      names.push(...readNames(inner).filter((name) => !bound.has(name)))
      return false
    }
    return true
  })
  return names
}

/** Names that a cell reads of the cells before it. */
export function namesRead(body: readonly Statement[]): string[] {
  const uses: Uses = new Map()
  collect(body, { parent: undefined, owner: undefined, isLoop: false, depth: 0 }, uses, new Set())
  return [...uses].flatMap(([name, all]) =>
    all[0]!.form === 'reads' || all.some(({ form }) => form === 'binds') ? [name] : [],
  )
}

/** Names of the outside that a function, lambda or class reads. */
function freeNames(node: FunctionDef | Lambda | (Statement & { type: 'ClassDef' })): string[] {
  if (node.type === 'ClassDef')
    return [...readNames([node.bases, node.decorator_list]), ...freeOfBody(node.body, new Set())]
  const { args } = node
  const all = [...args.posonlyargs, ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg]
  const params = new Set(all.flatMap((arg) => (arg ? [arg.arg] : [])))
  const defaults = readNames([args.defaults, args.kw_defaults])
  if (node.type === 'Lambda')
    return [...defaults, ...readNames(node.body).filter((name) => !params.has(name))]
  return [...defaults, ...readNames(node.decorator_list), ...freeOfBody(node.body, params)]
}

function freeOfBody(body: readonly Statement[], params: ReadonlySet<string>): string[] {
  const uses: Uses = new Map()
  const outer = new Set<string>()
  collect(body, { parent: undefined, owner: undefined, isLoop: false, depth: 0 }, uses, outer)
  return [...uses].flatMap(([name, all]) => {
    const isLocal = params.has(name) || all.some(({ form }) => form !== 'reads')
    return isLocal && !outer.has(name) ? [] : [name]
  })
}
