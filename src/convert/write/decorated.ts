/**
 * Functions with decorators: those of the notebook that give the function back, or one that hands all it gets on to it,
 * and caches. Such a function is called as its definition says.
 */
import type { FunctionFacts } from '../facts/facts'
import { join } from '../facts/join'
import { ANY, MURKY, NEVER, NONE, type Type } from '../facts/types'
import { walk } from '../facts/walk'
import type { Call, Expression } from '../python/ast'
import type { FunctionDef, Return, Statement } from '../python/statements'
import type { Context } from './context'
import { alwaysReturns, factsOf } from './definition'
import { moduleOf, nameText } from './names'
import { refuse } from './refusal'
import { retryOptions } from './retry'
import { told } from './signature'

/** Whether a function hands all that it gets on, and does nothing else with it. */
export function handsOn({ args, body }: FunctionDef): boolean {
  const { vararg, kwarg } = args
  if (!vararg || !kwarg || args.args.length + args.kwonlyargs.length + args.posonlyargs.length > 0)
    return false
  let [uses, calls] = [0, 0]
  walk(body, (node) => {
    if (node.type === 'Name' && (node.id === vararg.arg || node.id === kwarg.arg)) uses++
    if (node.type === 'Call' && isHandedOn(node, args)) calls++
  })
  return calls > 0 && uses === calls * 2
}

/** `f(*args, **kwargs)` */
function isHandedOn({ args, keywords }: Call, { vararg, kwarg }: FunctionDef['args']): boolean {
  const [first, ...others] = args
  const [named, ...more] = keywords
  const isRest = first?.type === 'Starred' && first.value.type === 'Name' && first.value.id === vararg?.arg
  const isNamed = named?.arg === null && named.value.type === 'Name' && named.value.id === kwarg?.arg
  return isRest && isNamed && others.length + more.length === 0
}

/** Whether a call hands on what the function around it gets. */
export const isHandOver = (node: Call, { scope }: Context): boolean =>
  scope.function !== undefined && handsOn(scope.function.node) && isHandedOn(node, scope.function.node.args)

/** What a decorator makes of a function. */
type Decorator =
  | { readonly kind: 'same' }
  | { readonly kind: 'cache'; readonly size: string }
  | { readonly kind: 'retry'; readonly options: string }
  | { readonly kind: 'wrapper'; readonly wrapper: FunctionDef; readonly outer: FunctionDef }

/** Writes the decorators of a function around its text. `write` gives the function with the name or without. */
export function decorated(
  node: FunctionDef,
  facts: FunctionFacts,
  { context, write }: { context: Context; write: (name: string) => string },
): string {
  const all = node.decorator_list.map((each) => decoratorOf(each, { node, context }))
  const calls = node.decorator_list.map((each) => () => calleeText(each, context))
  // It waits before it is called again.
  if (all.some(({ kind }) => kind === 'retry') && facts.isGenerator)
    refuse(`retry of ${node.name}, a generator`, node)
  if (all.every(({ kind }) => kind === 'same')) {
    context.facts.set(facts, 'isValue', true)
    const text = write(` ${nameText(node.name)}`) + renamed(node.name, facts, context) + told(facts, context)
    const after = calls.map((call) => `${call()}(${nameText(node.name)})`).reverse()
    return [text, ...after].join('\n')
  }
  noteWrapper(facts, all, context)
  const isRecursive = readsName(node.body, node.name)
  if (isRecursive && all.some((each) => each.kind === 'wrapper' && readsName(each.outer, '__name__')))
    refuse(`the decorator of ${node.name}, which calls itself by its name`, node)
  const bare = write(isRecursive ? ' ' : ` ${nameText(node.name)}`)
  const isRenamed = context.readsNames && nameText(node.name) !== node.name
  const inner = isRenamed ? named(bare, node.name) : bare
  const whole = all.reduceRight((text, each, index) => {
    if (each.kind === 'retry')
      return `${context.helper('retried')}(${text}${each.options === '' ? '' : `, ${each.options}`})`
    if (each.kind !== 'cache') return `${calls[index]!()}(${text})`
    return `${context.helper('cached')}(${text}${each.size === '' ? '' : `, ${each.size}`})`
  }, inner)
  const isDeclared = context.scope.plan.declaredBy.get(node)?.has(node.name)
  if (context.scope.plan.changing.has(node.name) && isDeclared)
    refuse(`the decorator of ${node.name}, which is defined twice`, node)
  return `${isDeclared ? 'const ' : ''}${nameText(node.name)} = ${whole}`
}

/** A line that gives a function its name in Python, where it is another here and the notebook reads it. */
export const renamed = (name: string, { isValue }: FunctionFacts, { readsNames }: Context): string =>
  isValue && readsNames && nameText(name) !== name ? `\n${named(nameText(name), name)}` : ''

/** A function with the name that it has in Python. */
const named = (text: string, name: string): string =>
  `Object.defineProperty(${text}, "name", { value: "${name}" })`

/** A decorator as what is called with the function. */
function calleeText(node: Expression, context: Context): string {
  if (node.type === 'Call') return context.write(node).text
  return node.type === 'Name' ? nameText(node.id) : refuse('this decorator', node)
}

function decoratorOf(
  node: Expression,
  { node: of, context }: { node: FunctionDef; context: Context },
): Decorator {
  const func = node.type === 'Call' ? node.func : node
  const module = moduleOf(func, context)
  const advice = 'Call it by hand: const name = decorator(function).'
  if (module === 'functools.cache') return { kind: 'cache', size: 'Infinity' }
  if (module === 'functools.lru_cache') {
    if (of.type === 'AsyncFunctionDef') refuse(`a cache of ${of.name}, which is asynchronous`, node)
    const given = node.type === 'Call' ? (node.args[0] ?? node.keywords[0]?.value) : undefined
    const size =
      given && (given.type === 'Constant' && given.kind === 'none' ? 'Infinity' : context.write(given).text)
    return { kind: 'cache', size: size ?? '' }
  }
  if (module === 'tenacity.retry') return { kind: 'retry', options: retryOptions(node, context) }
  const known =
    func.type === 'Name' && module === undefined ? context.facts.functions.get(func.id) : undefined
  const outer = known && (node.type === 'Call' ? innerOf(known.node) : known.node)
  const [param, ...others] = outer?.args.args ?? []
  if (!outer || !param || others.length > 0) return refuse(`the decorator of ${of.name}`, of, advice)
  context.facts.passArgument(factsOf(outer, context), param.arg, ANY)
  const returns = returnsOf(outer.body)
  if (returns.length > 0 && returns.every(({ value }) => value?.type === 'Name' && value.id === param.arg))
    return { kind: 'same' }
  const wrapper = innerOf(outer)
  if (!wrapper || !handsOn(wrapper)) return refuse(`the decorator of ${of.name}`, of, advice)
  if (wrapper.type !== of.type)
    refuse(`the decorator of ${of.name}, of which only one is asynchronous`, of, advice)
  return { kind: 'wrapper', wrapper, outer }
}

/** The function inside of another that this gives. */
function innerOf({ body }: FunctionDef): FunctionDef | undefined {
  const [only, ...others] = returnsOf(body)
  const name = only?.value?.type === 'Name' ? only.value.id : undefined
  return others.length > 0
    ? undefined
    : body.find(
        (each): each is FunctionDef => /FunctionDef$/.test(each.type) && 'name' in each && each.name === name,
      )
}

/** `return` of a function, without those of functions inside of it. */
function returnsOf(body: readonly Statement[]): Return[] {
  const found: Return[] = []
  walk(body, (node) => {
    if (node.type === 'Return') found.push(node)
    return !/FunctionDef$|^Lambda$|^ClassDef$/.test(node.type)
  })
  return found
}

/** Notes what a call of the function gives, and whether it waits. */
function noteWrapper(facts: FunctionFacts, all: readonly Decorator[], context: Context): void {
  let type: Type = NEVER
  let waits = facts.isAsync
  for (const each of all) {
    if (each.kind === 'retry') waits = true
    if (each.kind !== 'wrapper') continue
    const { isAsync } = factsOf(each.wrapper, context)
    waits ||= isAsync
    type = join(type, givenBesides(each.wrapper))
  }
  if ((facts.isAsync || (waits && facts.isValue)) && !context.facts.hasAsyncValue) {
    context.facts.hasAsyncValue = true
    context.facts.changes++
  }
  context.facts.wrap(facts, { type, waits })
}

/** What a wrapper gives besides what the function gave. */
function givenBesides({ args, body }: FunctionDef): Type {
  const isGiven = (node: Expression | null): boolean =>
    node?.type === 'Await' ? isGiven(node.value) : node?.type === 'Call' && isHandedOn(node, args)
  const given = new Map<string, boolean>()
  walk(body, (node) => {
    if (node.type !== 'Assign') return
    for (const target of node.targets)
      if (target.type === 'Name') given.set(target.id, (given.get(target.id) ?? true) && isGiven(node.value))
  })
  return returnsOf(body).reduce<Type>(
    (all, { value }) => {
      if (value === null || (value.type === 'Constant' && value.kind === 'none')) return join(all, NONE)
      const isSame = isGiven(value) || (value.type === 'Name' && given.get(value.id) === true)
      return isSame ? all : MURKY
    },
    alwaysReturns(body.at(-1)) ? NEVER : NONE,
  )
}

/** Whether a name is read, or a field of that name. */
function readsName(node: unknown, name: string): boolean {
  let found = false
  walk(node, (each) => {
    if ((each.type === 'Name' && each.id === name) || (each.type === 'Attribute' && each.attr === name))
      found = true
  })
  return found
}

/** `@wraps(function)`: what a wrapper is called; `undefined` for other decorators. */
export function wrapsText(node: FunctionDef, context: Context): string | undefined {
  const [decorator, ...others] = node.decorator_list
  if (decorator?.type !== 'Call' || others.length > 0) return undefined
  if (moduleOf(decorator.func, context) !== 'functools.wraps') return undefined
  const [func] = decorator.args
  if (func?.type !== 'Name') return refuse('this use of wraps', node)
  if (!context.readsNames) return ''
  return `\nObject.defineProperty(${nameText(node.name)}, "name", { value: ${nameText(func.id)}.name })`
}
