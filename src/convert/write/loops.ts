/** `for` and `while`. */
import { walk } from '../facts/walk'
import type { Expression } from '../python/ast'
import type { Branch, For, Statement } from '../python/statements'
import { assignedIn, bind, block, writeBody } from './body'
import { indent } from './code'
import { paramOf } from './comprehension'
import { callsMore, doesMore } from './effects'
import type { Context } from './context'
import { iterated, rangeParts } from './iteration'
import { nameText } from './names'
import { refuse } from './refusal'
import { testOf } from './truth'

/** What Python works out in each round, and what is worked out before the first one here, must do nothing else. */
function checkLazy(iter: Expression, context: Context): void {
  const isEager =
    iter.type === 'GeneratorExp'
      ? doesMore(iter.elt, context) ||
        iter.generators.some(({ ifs }) => ifs.some((each) => doesMore(each, context)))
      : iter.type === 'Call' &&
        iter.func.type === 'Name' &&
        ['map', 'filter'].includes(iter.func.id) &&
        iter.args[0] !== undefined &&
        callsMore(iter.args[0], context)
  if (isEager)
    refuse('a loop over calls that Python makes one by one', iter, 'Call the function in the loop.')
}

/** Writes a `for`. */
export function forLoop(node: For, context: Context): string {
  const assigned = assignedIn(node.body)
  const declared = context.scope.plan.declaredBy.get(node)
  const { target } = node
  const before = context.scope.types
  const range = target.type === 'Name' ? rangeParts(node.iter, context) : undefined
  if (target.type === 'Name' && range && declared?.has(target.id)) {
    const isStable = !assigned.includes(target.id) && !assigned.includes(range.stop.text)
    if (isStable && !isCaptured(node.body)) {
      context.scope.types = new Map(before)
      context.widenForLoop(assigned)
      const name = nameText(target.id)
      bind(target, { kind: 'int', bits: Math.max(32, bitsOf(range.stop), bitsOf(range.start)) }, context)
      const { step } = range
      const change =
        step === 1
          ? `${name}++`
          : step === -1
            ? `${name}--`
            : `${name} ${step > 0 ? '+' : '-'}= ${Math.abs(step)}`
      const head = `for (let ${name} = ${range.start.text}; ${name} ${step > 0 ? '<' : '>'} ${range.stop.text}; ${change})`
      return finish(head, node, { context, before })
    }
  }
  const iterable = iterated(node.iter, context)
  checkChanges(node)
  checkLazy(node.iter, context)
  if (isCaptured(node.body)) refuse('a function in a loop, which would keep its own variable', node)
  context.scope.types = new Map(before)
  context.widenForLoop(assigned)
  bind(target, iterable.item, context)
  if (iterable.isAsync) {
    context.awaits++
    context.scope.waits = true
  }
  const names = declared ? [...declared] : []
  const isFree =
    names.some((name) => assigned.includes(name)) ||
    names.some((name) => context.scope.plan.changing.has(name) && assigned.includes(name))
  const word = names.length === 0 ? '' : isFree ? 'let ' : 'const '
  const pattern = paramOf(target)
  // What the loop goes over may grow while it runs, in both languages.
  const text = pairsText(iterable.text) ?? iterable.text
  // A variable that another loop takes as well may hold what that gives.
  const isShared = word === 'let ' && !iterable.isAsync
  const values =
    isShared && names.some((name) => context.scope.plan.changing.has(name))
      ? `${text} as Iterable<any>`
      : text
  return finish(`for ${iterable.isAsync ? 'await ' : ''}(${word}${pattern} of ${values})`, node, {
    context,
    before,
  })
}

const bitsOf = ({ type }: { type: { kind: string; bits?: number } }) => type.bits ?? 32

/** `enumerate(list)` in a loop is what `entries` gives. */
function pairsText(text: string): string | undefined {
  const found = /^(.*)\.map\(\(each, index\) => \[index, each\] as const\)$/s.exec(text)
  return found ? `${found[1]}.entries()` : undefined
}

function finish(
  head: string,
  node: For | Branch,
  { context, before }: { context: Context; before: Map<string, import('../facts/types').Type> },
): string {
  const label = node.orelse.length > 0 ? context.fresh('search') : undefined
  context.labels.push(label)
  const body = block(node.body, context)
  context.labels.pop()
  context.merge([before, context.scope.types])
  if (label === undefined) return `${head} ${body}`
  // What stands behind the loop is left out by `break`.
  const orelse = writeBody(node.orelse, context)
  context.merge([before, context.scope.types])
  return `${label}: {\n${indent(`${head} ${body}\n${orelse}`)}\n}`
}

/** `items()` shows what is changed meanwhile, `Object.entries` does not; the item at hand has been taken by then. */
function checkChanges({ iter, target, body }: For): void {
  if (iter.type !== 'Call' || iter.func.type !== 'Attribute' || iter.func.value.type !== 'Name') return
  if (iter.func.attr !== 'items' && iter.func.attr !== 'values') return
  const { id } = iter.func.value
  const key = target.type === 'Tuple' && target.elts[0]?.type === 'Name' ? target.elts[0].id : undefined
  walk(body, (node) => {
    const targets = node.type === 'Assign' ? node.targets : node.type === 'AugAssign' ? [node.target] : []
    for (const each of targets)
      if (
        each.type === 'Subscript' &&
        each.value.type === 'Name' &&
        each.value.id === id &&
        !(each.slice.type === 'Name' && each.slice.id === key)
      )
        refuse(
          `a loop over ${id}.${iter.func.type === 'Attribute' ? iter.func.attr : ''}() that changes ${id}`,
          each,
        )
  })
}

/** Whether a function made in a loop could see its variable change. */
function isCaptured(body: readonly Statement[]): boolean {
  let found = false
  walk(body, (node) => {
    if (node.type === 'FunctionDef' || node.type === 'AsyncFunctionDef') found = true
    // The key of a sort is called at once.
    if (
      node.type === 'Call' &&
      node.keywords.some(({ arg, value }) => arg === 'key' && value.type === 'Lambda')
    )
      return false
    if (node.type === 'Lambda') found = true
    return true
  })
  return found
}

/** Writes a `while`. */
export function whileLoop(node: Branch, context: Context): string {
  const before = context.scope.types
  context.scope.types = new Map(before)
  context.widenForLoop(assignedIn(node.body))
  const condition = testOf(node.test, context)
  return finish(`while (${condition.text})`, node, { context, before })
}
