/** Methods of sets, and their operators. */
import { BOOL, itemOf, join, NONE } from '../facts/types'
import { BINDS, type Code, operand, primary } from '../write/code'
import { refuse } from '../write/refusal'
import type { Arguments, Method } from './arguments'

const itemText = (args: Arguments): string => args.need('item').text

/** `a & b` and the like, of written sets. */
export function setOperation(op: string, [left, right]: readonly [Code, Code]): string | undefined {
  const [a, b] = [operand(left, BINDS.arrow), operand(right, BINDS.call)]
  switch (op) {
    case 'BitOr':
      return `new Set([...${a}, ...${operand(right, BINDS.arrow)}])`
    case 'BitAnd':
      return `new Set([...${a}].filter((each) => ${b}.has(each)))`
    case 'Sub':
      return `new Set([...${a}].filter((each) => !${b}.has(each)))`
    default:
      return undefined
  }
}

const combine =
  (op: string): Method =>
  (target, args, { node }) => {
    const other = args.need('other')
    if (other.type.kind !== 'set') refuse('a set combined with what is no set', node)
    const item = op === 'BitOr' ? join(itemOf(target.type), itemOf(other.type)) : itemOf(target.type)
    return primary(setOperation(op, [target, other])!, { kind: 'set', item })
  }

export const SET_METHODS: Readonly<Record<string, Method>> = {
  add: (target, args, { context, node }) => {
    const code = args.need('item')
    if (!['str', 'int'].includes(code.type.kind)) refuse('a set of what are no texts or ints', node)
    const { func } = node
    if (func.type === 'Attribute')
      context.grow(func.value, (type) =>
        type.kind === 'set' ? { kind: 'set', item: join(type.item, code.type) } : type,
      )
    return primary(`${operand(target, BINDS.call)}.add(${code.text})`, NONE)
  },
  discard: (target, args) => primary(`${operand(target, BINDS.call)}.delete(${itemText(args)})`, NONE),
  clear: (target) => primary(`${operand(target, BINDS.call)}.clear()`, NONE),
  copy: (target) => primary(`new Set(${target.text})`, target.type),
  union: combine('BitOr'),
  intersection: combine('BitAnd'),
  difference: combine('Sub'),
  issubset: (target, args) =>
    primary(
      `[...${operand(target, BINDS.arrow)}].every((each) => ${operand(args.need('other'), BINDS.call)}.has(each))`,
      BOOL,
    ),
}
