/** Comprehensions as `filter` and `map`, or as loops in turn where something is waited for. */
import { itemOf, join } from '../facts/join'
import { ANY, listOf, NEVER, present, type Type } from '../facts/types'
import type { Comprehension, DictComp, Expression, ListComp } from '../python/ast'
import { BINDS, type Code, operand, primary } from './code'
import type { Context } from './context'
import { doesMore, givesName } from './effects'
import { dictFrom, newSet } from './dict-from'
import { collected } from './iteration'
import { nameText } from './names'
import { refuse } from './refusal'
import { testOf } from './truth'

/** `[element for target in values if condition]` */
export function comprehension(node: ListComp, context: Context): Code {
  const code = mapped(node.generators, { context, element: (each) => each(node.elt) })
  if (node.type === 'SetComp') {
    if (!['str', 'int'].includes(code.item.kind)) refuse('a set of what are no texts or ints', node)
    return primary(`${newSet(code.item, code.text)}(${code.text})`, { kind: 'set', item: code.item })
  }
  const { text, item } = code
  return text.startsWith('await ')
    ? { text, type: listOf(item), binds: BINDS.unary }
    : primary(text, listOf(item))
}

/** `{key: value for …}` */
export function dictComprehension(node: DictComp, context: Context): Code {
  let [keys, values]: [Type, Type] = [ANY, ANY]
  const code = mapped(node.generators, {
    context,
    element: (each) => {
      const [key, item] = [each(node.key), each(node.value)]
      keys = key.type
      values = item.type
      return primary(`[${key.text}, ${operand(item, BINDS.arrow)}]${isLiteral(keys) ? '' : ' as const'}`, ANY)
    },
  })
  return dictFrom(code.text, { key: keys, value: values, context, node })
}

/** Whether the entries of a dict go into an object, which asks for no tuples. */
const isLiteral = (key: Type) => !['int', 'bool', 'tuple'].includes(present(key).kind)

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
  const values = collected(iter, context)
  return context.withNames(namesOf(target, values.item), () => {
    const param = paramOf(target)
    const before = context.awaits
    let text = /^[\w$.]+(\([^()]*\))?$/.test(values.text) ? values.text : operand(values, BINDS.call)
    if (!values.isArray) text = `[...${operand(values, BINDS.arrow)}]`
    if (rest.length === 0 && mayInterleave(ifs, { context, element })) {
      const conditions = ifs.map((each) => operand(testOf(each, context), BINDS.and)).join(' && ')
      const code = element((node) => context.write(node))
      if (context.awaits > before)
        refuse('a comprehension that waits and has a condition', target, 'Write a loop.')
      return { text: `${text}.flatMap((${param}) => (${conditions} ? [${code.text}] : []))`, item: code.type }
    }
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

/** Whether a condition does something that the element of the same round must see, or be seen to follow. */
function mayInterleave(ifs: readonly Expression[], { context, element }: Mapping): boolean {
  const elements: Expression[] = []
  const { awaits } = context
  if (!ifs.some((each) => doesMore(each, context))) return false
  element((node) => {
    elements.push(node)
    return context.write(node)
  })
  context.awaits = awaits
  return ifs.some(givesName) || elements.some((each) => doesMore(each, context))
}

/** The parameter of an arrow function that takes a target apart. */
export function paramOf(target: Expression): string {
  if (target.type === 'Name') return nameText(target.id)
  if (target.type === 'Tuple' || target.type === 'List') return `[${target.elts.map(partOf).join(', ')}]`
  if (target.type === 'Starred') return `...${paramOf(target.value)}`
  return refuse('this target of a loop', target)
}

/** A part of a pattern. Of a name that is there twice the last one counts. */
function partOf(target: Expression, index: number, all: readonly Expression[]): string {
  const isAgain =
    target.type === 'Name' &&
    all.slice(index + 1).some((each) => each.type === 'Name' && each.id === target.id)
  return isAgain ? '' : paramOf(target)
}

/** What the names of a target hold when it takes a value of a type. */
export function namesOf(target: Expression, type: Type): [string, Type][] {
  if (target.type === 'Name') return [[target.id, type]]
  if (target.type !== 'Tuple' && target.type !== 'List') return []
  return target.elts.flatMap((each, index) => {
    if (each.type === 'Starred') {
      const rest =
        type.kind === 'tuple'
          ? type.items.slice(index).reduce((all, one) => join(all, one), NEVER)
          : itemOf(type)
      return namesOf(each.value, listOf(rest))
    }
    const item = type.kind === 'tuple' ? (type.items[index] ?? ANY) : itemOf(type)
    return namesOf(each, item)
  })
}
