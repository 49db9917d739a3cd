/** Methods of lists. */
import { itemOf, join } from '../facts/join'
import { ANY, COUNT, NONE, present, type Type } from '../facts/types'
import { BINDS, type Code, operand, primary } from '../write/code'
import { asIterated } from '../write/iteration'
import { refuse } from '../write/refusal'
import type { Arguments, CallParts, Method } from './arguments'
import { keyOf } from './builtins/key'

const given = (target: Code): Type => {
  const type = present(target.type)
  return type.kind === 'list' ? type.item : ANY
}

/** Notes that a list now holds this as well. */
function grow(target: Code, item: Type, { context, node }: CallParts): void {
  if (node.func.type !== 'Attribute') return
  const isKnown = context.grow(
    node.func.value,
    (type) => (type.kind === 'list' ? { ...type, item: join(type.item, item) } : type),
    item,
  )
  const type = present(target.type)
  const fits = context.isPlain(item) || (isKnown && type.kind === 'list') || isObject(item)
  // Who else holds the list would take a float in it for an int.
  if (!fits) refuse('a float or tuple in a list that is not of this function', node)
}

/** What prints as itself wherever it is. */
const isObject = (type: Type) => type.kind === 'sdk' || type.kind === 'instance' || type.kind === 'function'

export const LIST_METHODS: Readonly<Record<string, Method>> = {
  append: (target, args, parts) => {
    const code = args.need('object')
    grow(target, code.type, parts)
    return primary(`${operand(target, BINDS.call)}.push(${code.text})`, NONE)
  },
  extend: (target, args, parts) => {
    const values = asIterated(args.need('iterable'), parts)
    grow(target, values.item, parts)
    return primary(`${operand(target, BINDS.call)}.push(...${operand(values, BINDS.arrow)})`, NONE)
  },
  insert: (target, args, parts) => {
    const [index, code] = [args.need('index'), args.need('object')]
    grow(target, code.type, parts)
    return primary(`${operand(target, BINDS.call)}.splice(${index.text}, 0, ${code.text})`, NONE)
  },
  pop: (target, args, { context }) => {
    const index = args.code('index')?.text ?? '-1'
    return primary(`${context.helper('pop')}(${target.text}, ${index})`, given(target))
  },
  index: (target, args, { context }) => {
    context.facts.compare(target.type)
    return primary(`${context.helper('indexOf')}(${target.text}, ${args.need('value').text})`, COUNT)
  },
  count: (target, args, { context }) => {
    context.facts.compare(target.type)
    return primary(`${context.helper('count')}(${target.text}, ${args.need('value').text})`, COUNT)
  },
  remove: (target, args, { context }) => {
    context.facts.compare(target.type)
    return primary(`${context.helper('removeItem')}(${target.text}, ${args.need('value').text})`, NONE)
  },
  reverse: (target) => primary(`${operand(target, BINDS.call)}.reverse()`, NONE),
  copy: (target) => primary(`[...${operand(target, BINDS.arrow)}]`, target.type),
  clear: (target) => primary(`${operand(target, BINDS.call)}.splice(0)`, NONE),
  sort: (target, args, parts) => sortInPlace(target, args, parts),
}

function sortInPlace(target: Code, args: Arguments, { context }: CallParts): Code {
  const key = keyOf(args, itemOf(target.type))
  const reverse = args.named('reverse')
  const options = [
    ...(key ? [`key: ${key}`] : []),
    ...(reverse ? [`reverse: ${context.write(reverse).text}`] : []),
  ]
  const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return primary(
    `${target.text}.splice(0, Infinity, ...${context.helper('sorted')}(${target.text}${more}))`,
    NONE,
  )
}
