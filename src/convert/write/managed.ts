/** `with` of what the notebook itself defines: objects with `__enter__`, `@contextmanager`, semaphores, `suppress`. */
import { methodOf } from '../facts/classes'
import { walk } from '../facts/walk'
import type { Call, Expression } from '../python/ast'
import type { FunctionDef, Statement, With } from '../python/statements'
import { placeOf } from '../python/place'
import { bind, block } from './body'
import { BINDS, type Code, operand } from './code'
import type { Context } from './context'
import { moduleOf, nameText } from './names'
import { refuse } from './refusal'
import { tryStatement } from './try'

/** Writes such a `with`; `undefined` for any other. */
export function managedWith(node: With, context: Context): string | undefined {
  const [{ context_expr: value, optional_vars: target }, ...others] = node.items as [
    With['items'][number],
    ...With['items'][number][],
  ]
  if (others.length > 0 || (target && target.type !== 'Name')) return undefined
  if (value.type === 'Call' && moduleOf(value.func, context) === 'contextlib.suppress')
    return suppressed(node, value, context)
  if (value.type === 'Call' && isManager(value.func, context)) return resumed(node, value, context)
  const isKnown = value.type === 'Name' || value.type === 'Attribute' || isOwnClass(value, context)
  if (!isKnown) return undefined
  const code = context.write(value)
  if (code.type.kind === 'sdk' && code.type.of === 'semaphore' && node.type === 'AsyncWith' && !target)
    return guarded(code.text, node, context)
  return code.type.kind === 'instance' ? entered(node, code, context) : undefined
}

const isOwnClass = (node: Expression, context: Context) =>
  node.type === 'Call' && node.func.type === 'Name' && context.typeOf(node.func.id)?.kind === 'class'

/** `with suppress(KeyError):` */
function suppressed({ body, ...place }: With, { args }: Call, context: Context): string {
  const at = placeOf(place)
  const exception: Expression = args.length === 1 ? args[0]! : { ...at, type: 'Tuple', elts: args }
  const handler = { ...at, type: 'ExceptHandler' as const, exception, name: null, body: [] }
  return tryStatement({ ...at, type: 'Try', body, handlers: [handler], orelse: [], finalbody: [] }, context)
}

/** `async with semaphore:`, which waits for nothing where it is free. */
function guarded(semaphore: string, { body }: With, context: Context): string {
  const turn = context.wait(`${semaphore}.turn()`)
  const inner = block(body, context)
  return `if (!${semaphore}.take()) ${turn}\ntry ${inner} finally {\n  ${semaphore}.release()\n}`
}

/** An object that is entered and left. */
function entered(node: With, code: Code, context: Context): string | undefined {
  if (code.type.kind !== 'instance') return undefined
  const facts = context.facts.classes.get(code.type.name)
  const [enter, exit] = ['enter', 'exit'].map(
    (name) => facts && methodOf(facts, node.type === 'With' ? `__${name}__` : `__a${name}__`),
  )
  if (!enter || !exit) return undefined
  const { optional_vars: target } = node.items[0]!
  const [waits, leaves] = [enter, exit].map(({ isAsync }) => isAsync)
  const isSelf = givesSelf(enter.node)
  const isNamed = /^[\w.]+$/.test(code.text)
  const lines: string[] = []
  let manager = code.text
  const call = (text: string, isAwaited: boolean | undefined) => (isAwaited ? context.wait(text) : text)
  if (target?.type === 'Name' && isSelf && !isNamed) {
    manager = nameText(target.id)
    lines.push(`${manager} = ${call(`${operand(code, BINDS.call)}.enter()`, waits)}`)
    bind(target, code.type, context)
  } else {
    if (!isNamed) {
      manager = context.fresh('manager')
      lines.push(`const ${manager} = ${code.text}`)
    }
    const start = call(`${manager}.enter()`, waits)
    lines.push(target?.type === 'Name' ? `${nameText(target.id)} = ${start}` : start)
    if (target) bind(target, isSelf ? code.type : enter.returns, context)
  }
  const inner = block(node.body, context)
  return `${lines.join('\n')}\ntry ${inner} finally {\n  ${call(`${manager}.exit()`, leaves)}\n}`
}

/** Whether a method gives its object. */
function givesSelf({ body }: FunctionDef): boolean {
  const last = body.at(-1)
  return last?.type === 'Return' && last.value?.type === 'Name' && last.value.id === 'self'
}

/** Whether a function is marked as one that is entered and left at its `yield`. */
function isManager(func: Expression, { facts }: Context): boolean {
  const known = func.type === 'Name' ? facts.functions.get(func.id) : undefined
  return known !== undefined && known.node.decorator_list.some(isManagerMark)
}

/** `@contextmanager` */
export const isManagerMark = (node: Expression): boolean =>
  (node.type === 'Name' && /^(?:async)?contextmanager$/.test(node.id)) ||
  (node.type === 'Attribute' && /^(?:async)?contextmanager$/.test(node.attr))

/** A generator that yields once: what stands behind its `yield` is done when the loop over it ends. */
function resumed(node: With, value: Call, context: Context): string {
  const { optional_vars: target } = node.items[0]!
  if (leaves(node.body)) refuse('a with that is left before its end', node, 'Use try and finally.')
  const code = context.write(value)
  const isAsync = code.type.kind === 'sdk'
  const item = code.type.kind === 'generator' ? code.type.item : { kind: 'any' as const, isMurky: true }
  const name = target?.type === 'Name' ? nameText(target.id) : `const ${context.fresh('_')}`
  if (target) bind(target, item, context)
  if (isAsync) {
    context.awaits++
    context.scope.waits = true
  }
  return `for ${isAsync ? 'await ' : ''}(${name} of ${code.text}) ${block(node.body, context)}`
}

/** Whether statements may end before their last. */
function leaves(body: readonly Statement[]): boolean {
  let found = false
  walk(body, (node) => {
    if (/^(?:Return|Break|Continue|Yield|YieldFrom)$/.test(node.type)) found = true
    return !/FunctionDef$|^Lambda$|^ClassDef$/.test(node.type)
  })
  return found
}

/** Refuses a function that is entered and left in another way than a loop over a generator does it. */
export function checkManager(node: FunctionDef): void {
  const { body } = node
  let [yields, handlers] = [0, 0]
  walk(body, (each) => {
    if (each.type === 'Yield') yields++
    if (each.type === 'Try') handlers += each.handlers.length
    if (each.type === 'For' || each.type === 'While' || each.type === 'Return') handlers++
  })
  if (yields !== 1 || handlers > 0)
    refuse(`the context manager ${node.name}, which does more than yield once`, node, 'Use try and finally.')
}
