/** Where names are read and bound, block by block, and which a function takes from outside. */
import type { Expression, Lambda } from '../python/ast'
import type { FunctionDef, Statement } from '../python/statements'
import { boundNames, walk } from './walk'

export interface Block {
  readonly parent: Block | undefined
  /** Statement of the parent that this block belongs to. */
  readonly owner: Statement | undefined
  readonly isLoop: boolean
  readonly depth: number
}

export interface Use {
  readonly block: Block
  readonly statement: Statement
  /** `declares`: an assignment that can be a declaration; `binds`: any other. */
  readonly form: 'reads' | 'binds' | 'declares'
  /** Whether the name ends with its block: that of a caught error. */
  readonly isLocal?: boolean
}

/** The block of a whole scope. */
export const newRoot = (): Block => ({ parent: undefined, owner: undefined, isLoop: false, depth: 0 })

export type Uses = Map<string, Use[]>

/** Where {@link collect} is, and what it fills. */
interface Place {
  readonly block: Block
  readonly uses: Uses
  /** Names of `global` and `nonlocal`. */
  readonly outer: Set<string>
  /** Names that a function inside assigns with `nonlocal`. */
  readonly changed: Set<string>
}

/** Notes the uses of names in statements, and the names that are not of this scope. */
export function collect(body: readonly Statement[], { block, uses, outer, changed }: Place): void {
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
      collect(statements, { block: inner, uses, outer, changed })
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
      case 'Match':
        read(statement.subject)
        for (const { pattern, guard, body } of statement.cases) {
          read(guard)
          if (pattern.type === 'MatchAs' && pattern.name !== null) add(pattern.name, 'binds')
          below(body)
        }
        break
      case 'With':
      case 'AsyncWith':
        for (const { context_expr: value, optional_vars: target } of statement.items) {
          read(value)
          // What is done with a file stands in its place, and names none.
          if (isOpen(value)) continue
          const form = target?.type === 'Name' && !isManaged(value) ? 'declares' : 'binds'
          for (const name of target ? boundNames(target) : []) add(name, form)
        }
        // A block of its own only where something has to be done at its end.
        if (isManaged(statement.items[0]!.context_expr)) below(statement.body)
        else collect(statement.body, { block, uses, outer, changed })
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
        walk(statement.body, (each) => {
          if (each.type === 'Nonlocal') for (const name of each.names) changed.add(name)
        })
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

/** What is a value here, or is read and written whole. */
const UNMANAGED =
  /^(?:open|stream|Session|Client|AsyncClient|get|post|put|delete|patch|request|ThreadPoolExecutor|(?:Async)?(?:(?:Azure)?OpenAI|Anthropic|Groq|Together|Mistral))$/

/** `open(path)` */
const isOpen = (node: Expression): boolean =>
  node.type === 'Call' &&
  ((node.func.type === 'Name' && node.func.id === 'open') ||
    (node.func.type === 'Attribute' && node.func.attr === 'open'))

/** Whether a `with` becomes a block: that of an object of the notebook, a function of it, a semaphore. */
function isManaged(node: Expression): boolean {
  if (node.type !== 'Call') return node.type === 'Name' || node.type === 'Attribute'
  const { func } = node
  if (func.type === 'Attribute') return func.attr === 'suppress'
  return func.type === 'Name' && !UNMANAGED.test(func.id)
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
  collect(body, { block: newRoot(), uses, outer: new Set(), changed: new Set() })
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
  collect(body, { block: newRoot(), uses, outer, changed: new Set() })
  return [...uses].flatMap(([name, all]) => {
    const isLocal = params.has(name) || all.some(({ form }) => form !== 'reads')
    return isLocal && !outer.has(name) ? [] : [name]
  })
}
