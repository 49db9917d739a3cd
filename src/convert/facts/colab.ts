/**
 * What a notebook does in Google's Colab alone: `if "google.colab" in sys.modules`, `try: import google.colab`. This is
 * not Colab: what Python does elsewhere is left, before anything else looks at the notebook.
 */
import type { Expression } from '../python/ast'
import type { Parsed } from '../python/parsed'
import { placeOf } from '../python/place'
import type { Handler, Import, ImportFrom, Statement, Try } from '../python/statements'
import { boundNames, isImport, parameterNames, walk } from './walk'

/** What is left of a statement, and the lines that are not. */
interface Rest {
  readonly kept: readonly Statement[]
  readonly from: number
  readonly to: number
}
type Rewrite = (node: Statement) => Rest | undefined

/** The cells of a notebook without what is for Colab, and the numbers of those that had it. */
export function withoutColab(parsed: readonly Parsed[]): {
  readonly parsed: readonly Parsed[]
  readonly cells: ReadonlySet<number>
} {
  const cells = new Set<number>()
  const apply = (all: readonly Parsed[], rewrite: Rewrite) =>
    all.map((each, cell) => {
      const rest = rewritten(each, rewrite)
      if (rest !== each) cells.add(cell)
      return rest
    })
  const asked = new Set<string>()
  const tried = apply(parsed, (node) => triedImport(node, asked))
  const flags = flagsOf(tried, asked)
  const rest = apply(tried, (node) => branchTaken(node, flags))
  return {
    parsed: rest.map((each) => ('body' in each ? { ...each, body: answered(each.body) } : each)),
    cells,
  }
}

/** A source whose statements are rewritten, those in others too, without the comments of what is gone. */
function rewritten(source: Parsed, rewrite: Rewrite): Parsed {
  if ('error' in source) return source
  const gone: Rest[] = []
  const inBody = (body: readonly Statement[], isInner: boolean): readonly Statement[] => {
    const rest = body.flatMap((node) => {
      const found = rewrite(node)
      if (!found) return [inside(node)]
      gone.push(found)
      return inBody(found.kept, false)
    })
    const [first] = body
    return isInner && first && rest.length === 0 ? [{ ...placeOf(first), type: 'Pass' }] : rest
  }
  const inside = (node: Statement): Statement => {
    const parts = node as unknown as Record<string, unknown>
    const changed = Object.fromEntries(
      ['body', 'orelse', 'finalbody'].flatMap((name) => {
        const body = parts[name]
        return Array.isArray(body) ? [[name, inBody(body as Statement[], true)]] : []
      }),
    )
    const handlers =
      node.type === 'Try'
        ? { handlers: node.handlers.map((each) => ({ ...each, body: inBody(each.body, true) })) }
        : {}
    return { ...node, ...changed, ...handlers } as Statement
  }
  const body = inBody(source.body, false)
  if (gone.length === 0) return source
  const isGone = (line: number) => gone.some(({ from, to }) => line >= from && line <= to)
  return { body, comments: source.comments.filter(({ line }) => !isGone(line)) }
}

/** `try: import google.colab`, whose names are noted: what is done without it. */
function triedImport(node: Statement, asked: Set<string>): Rest | undefined {
  const handler = node.type === 'Try' ? importHandler(node) : undefined
  if (node.type !== 'Try' || !handler || triesSecret(node)) return undefined
  if (!importsIn(node).some((name) => name.startsWith('google.colab'))) return undefined
  for (const each of node.body) for (const name of namesOf(each)) asked.add(name)
  return {
    kept: [...handler.body, ...node.finalbody],
    from: node.line,
    to: node.body.at(-1)!.endLine,
  }
}

/** What is done where the import fails that a `try` begins with. */
export function importHandler({ body: [first], handlers }: Try): Handler | undefined {
  if (!first || !isImport(first)) return undefined
  return handlers.find(
    ({ exception }) =>
      exception === null ||
      (exception.type === 'Name' && /^(?:ImportError|ModuleNotFoundError|Exception)$/.test(exception.id)),
  )
}

/** Whether nothing but a secret of Colab is asked for, which is a variable of the environment here. */
export function triesSecret(node: Try): boolean {
  let isRead = false
  walk(node.body, (each) => {
    if (each.type === 'Attribute' && each.value.type === 'Name' && each.value.id === 'userdata') isRead = true
  })
  return isRead && importsIn(node).every((name) => name === 'google.colab.userdata')
}

const importsIn = ({ body }: Try): string[] => body.filter(isImport).flatMap(modulesOf)

/** What an import names, in full. */
export const modulesOf = (node: Import | ImportFrom): string[] =>
  node.names.map(({ name }) => (node.type === 'Import' ? name : `${node.module ?? ''}.${name}`))

/** An `if` that asks for Colab: the branch for elsewhere. */
function branchTaken(node: Statement, flags: ReadonlySet<string>): Rest | undefined {
  if (node.type !== 'If') return undefined
  const last = node.body.at(-1)!.endLine
  const isFlag = (test: Expression) => test.type === 'Name' && flags.has(test.id)
  const { test } = node
  if (isFlag(test) || asksColab(test) === 'In') return { kept: node.orelse, from: node.line, to: last }
  const isNot = test.type === 'UnaryOp' && test.op === 'Not' && (isFlag(test.operand) || asksColab(test.operand) === 'In') // prettier-ignore
  return isNot || asksColab(test) === 'NotIn'
    ? { kept: node.body, from: last + 1, to: node.endLine }
    : undefined
}

/** Names that say whether this is Colab, and nothing else in the whole notebook. */
function flagsOf(parsed: readonly Parsed[], asked: ReadonlySet<string>): Set<string> {
  const flags = new Set(asked)
  const others = new Set<string>()
  walk(parsed, (node) => {
    if (node.type === 'Assign' && node.targets.every(({ type }) => type === 'Name')) {
      const isFalse = node.value.type === 'Constant' && node.value.value === false
      const isAsked = asksColab(node.value) === 'In'
      for (const name of node.targets.flatMap(boundNames))
        if (isAsked) flags.add(name)
        else if (!isFalse) others.add(name)
    } else for (const name of namesOf(node)) others.add(name)
  })
  return new Set([...flags].filter((name) => !others.has(name)))
}

/** Names that a statement binds. */
function namesOf(node: Statement | Expression): string[] {
  if (node.type === 'Assign') return node.targets.flatMap(boundNames)
  if (node.type === 'FunctionDef' || node.type === 'AsyncFunctionDef')
    return [node.name, ...parameterNames(node)]
  if (node.type === 'ClassDef') return [node.name]
  return 'target' in node ? boundNames(node.target) : []
}

/** `"google.colab" in sys.modules` or `in str(get_ipython())`. */
function asksColab(node: Expression): 'In' | 'NotIn' | undefined {
  if (node.type !== 'Compare' || node.left.type !== 'Constant' || node.comparators.length !== 1)
    return undefined
  const [op] = node.ops
  const [where] = node.comparators
  const isColab = /^google\.colab/.test(String(node.left.value))
  const isModules =
    where!.type === 'Attribute' &&
    where!.attr === 'modules' &&
    where!.value.type === 'Name' &&
    where!.value.id === 'sys'
  if (!isColab || !(isModules || isShell(where!))) return undefined
  return op === 'In' || op === 'NotIn' ? op : undefined
}

/** `str(get_ipython())` */
function isShell(node: Expression): boolean {
  if (node.type !== 'Call' || node.func.type !== 'Name') return false
  if (node.func.id === 'get_ipython') return node.args.length === 0
  return node.func.id === 'str' && node.args.length === 1 && isShell(node.args[0]!)
}

/** A tree whose questions for Colab are answered. */
function answered<T>(node: T): T {
  if (Array.isArray(node)) return node.map((each: unknown) => answered(each)) as T
  if (node === null || typeof node !== 'object') return node
  const asks = asksColab(node as unknown as Expression)
  if (asks) {
    const place = placeOf(node as unknown as Expression)
    return { ...place, type: 'Constant', kind: 'bool', value: asks === 'NotIn' } as T
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, answered(value)])) as T
}
