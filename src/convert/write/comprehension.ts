/** Comprehensions as `filter` and `map`, or as loops in turn where something is waited for. */
import type { Comprehension, DictComp, Expression, ListComp } from '../python/ast'
import { ANY, dictOf, itemOf, listOf, present, type Type } from '../facts/types'
import { BINDS, operand, primary, type Code } from './code'
import type { Context } from './context'
import { nameText } from './names'
import { testOf } from './truth'
import { refuse } from './refusal'
import { iterated } from './iteration'

/** `[element for target in values if condition]` */
export function comprehension(node: ListComp, context: Context): Code {
  const code = mapped(node.generators, { context, element: (each) => each(node.elt) })
  if (node.type === 'SetComp') {
    if (!['str', 'int'].includes(code.item.kind)) refuse('a set of what are no texts or ints', node)
    return primary(`new Set(${code.text})`, { kind: 'set', item: code.item })
  }
  const { text, item } = code
  return text.startsWith('await ')
    ? { text, type: listOf(item), binds: BINDS.unary }
    : primary(text, listOf(item))
}

/** `{key: value for …}` */
export function dictComprehension(node: DictComp, context: Context): Code {
  let value: Type = ANY
  const code = mapped(node.generators, {
    context,
    element: (each) => {
      const [key, item] = [each(node.key), each(node.value)]
      const { kind } = present(key.type)
      if (kind !== 'str' && kind !== 'any' && kind !== 'sdk')
        refuse('a dict whose keys are no strings', node, 'Use a Map.')
      value = item.type
      return primary(`[${key.text}, ${operand(item, BINDS.arrow)}]`, ANY)
    },
  })
  return primary(`${context.helper('fromEntries')}(${code.text})`, dictOf(value))
}

interface Mapping {
  readonly context: Context
  readonly element: (each: (node: Expression) => Code) => Code
}

function mapped(
  generators: readonly Comprehension[],
  { context, element }: Mapping,
): { text: string; item: Type } {
  const [{ target, iter, ifs, is_async: isAsync }, ...rest] = generators as [
    Comprehension,
    ...Comprehension[],
  ]
  if (isAsync) refuse('an asynchronous comprehension', target, 'Write a for await loop.')
  const values = iterated(iter, context)
  if (values.isAsync) refuse('a comprehension over a stream', iter, 'Write a for await loop.')
  return context.withNames(namesOf(target, values.item), () => {
    const param = paramOf(target)
    const before = context.awaits
    let text = /^[\w$.]+(\([^()]*\))?$/.test(values.text) ? values.text : operand(values, BINDS.call)
    if (!values.isArray) text = `[...${operand(values, BINDS.arrow)}]`
    for (const condition of ifs) {
      const written = testOf(condition, context)
      text += `.filter((${param}) => ${written.text})`
    }
    if (context.awaits > before) refuse('a comprehension whose condition waits', target, 'Write a loop.')
    const inner = rest.length > 0 ? mapped(rest, { context, element }) : undefined
    const code = inner ? primary(inner.text, inner.item) : element((node) => context.write(node))
    const waits = context.awaits > before
    if (waits && inner) refuse('a nested comprehension that waits', target, 'Write a loop.')
    const body = code.text.startsWith('{') ? `(${code.text})` : code.text
    if (waits) {
      context.scope.waits = true
      return {
        text: `await ${context.helper('mapInTurn')}(${text}, async (${param}) => ${body})`,
        item: code.type,
      }
    }
    if (inner) return { text: `${text}.flatMap((${param}) => ${body})`, item: code.type }
    if (body === param) return { text: ifs.length > 0 ? text : `[...${values.text}]`, item: code.type }
    return { text: `${text}.map((${param}) => ${body})`, item: code.type }
  })
}

/** The parameter of an arrow function that takes a target apart. */
export function paramOf(target: Expression): string {
  if (target.type === 'Name') return nameText(target.id)
  if (target.type === 'Tuple' || target.type === 'List') return `[${target.elts.map(paramOf).join(', ')}]`
  return refuse('this target of a loop', target)
}

/** What the names of a target hold when it takes a value of a type. */
export function namesOf(target: Expression, type: Type): [string, Type][] {
  if (target.type === 'Name') return [[target.id, type]]
  if (target.type === 'Starred') return namesOf(target.value, listOf(itemOf(type)))
  if (target.type !== 'Tuple' && target.type !== 'List') return []
  return target.elts.flatMap((each, index) => {
    const item = type.kind === 'tuple' ? (type.items[index] ?? ANY) : itemOf(type)
    return namesOf(each, item)
  })
}
