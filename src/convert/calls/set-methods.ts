/** Methods of sets, and their operators. */
import { itemOf, join } from '../facts/join'
import { BOOL, NONE } from '../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../write/code'
import { newSet } from '../write/dict-from'
import { asIterated } from '../write/iteration'
import { refuse } from '../write/refusal'
import type { Arguments, CallParts, Method } from './arguments'

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
    case 'BitXor':
      return `new Set([...[...${a}].filter((each) => !${b}.has(each)), ...[...${operand(right, BINDS.arrow)}].filter((each) => !${operand(left, BINDS.call)}.has(each))])`
    default:
      return undefined
  }
}

/** `set.union(a, b)` and the like, of sets or of other lists. */
const combine =
  (op: string): Method =>
  (target, args, parts) => {
    let result = target
    while (args.count > 0) {
      const other = asSet(args, parts)
      const item = op === 'BitOr' || op === 'BitXor' ? join(itemOf(result.type), itemOf(other.type)) : itemOf(result.type) // prettier-ignore
      result = primary(setOperation(op, [result, other])!, { kind: 'set', item })
    }
    return result
  }

/** An argument as a set. */
function asSet(args: Arguments, { context, node }: CallParts): Code {
  const code = args.need('other')
  if (code.type.kind === 'set') return code
  const values = asIterated(code, { context, node })
  if (values.isAsync || !['str', 'int'].includes(values.item.kind))
    refuse('a set combined with what may be no texts or ints', node)
  return primary(`${newSet(values.item, values.text)}(${values.text})`, { kind: 'set', item: values.item })
}

/** Whether all of one set are in another, or none. */
const related =
  (test: (each: string, own: string, other: string) => string): Method =>
  (target, args, parts) =>
    primary(test('each', operand(target, BINDS.arrow), operand(asSet(args, parts), BINDS.call)), BOOL)

/** `a <= b` and the like, of sets. */
export function comparedSets(op: string, [left, right]: readonly [Code, Code]): Code | undefined {
  if (left.type.kind !== 'set' || right.type.kind !== 'set') return undefined
  const [small, large] = op.startsWith('Lt') ? [left, right] : [right, left]
  const isWithin = `[...${operand(small, BINDS.arrow)}].every((each) => ${operand(large, BINDS.call)}.has(each))`
  if (op.endsWith('E')) return primary(isWithin, BOOL)
  const isSmaller = `${operand(small, BINDS.call)}.size < ${operand(large, BINDS.call)}.size`
  return operation(`${isSmaller} && ${isWithin}`, BOOL, BINDS.and)
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
  symmetric_difference: combine('BitXor'),
  issubset: related((each, own, other) => `[...${own}].every((${each}) => ${other}.has(${each}))`),
  issuperset: (target, args, parts) => {
    const other = asSet(args, parts)
    return primary(
      `[...${operand(other, BINDS.arrow)}].every((each) => ${operand(target, BINDS.call)}.has(each))`,
      BOOL,
    )
  },
  isdisjoint: related((each, own, other) => `![...${own}].some((${each}) => ${other}.has(${each}))`),
  remove: (target, args, { context }) =>
    primary(`${context.helper('removeFrom')}(${target.text}, ${itemText(args)})`, NONE),
  update: (target, args, parts) => {
    const { context, node } = parts
    const other = asSet(args, parts)
    const { func } = node
    if (func.type === 'Attribute')
      context.grow(func.value, (type) =>
        type.kind === 'set' ? { kind: 'set', item: join(type.item, itemOf(other.type)) } : type,
      )
    return primary(`${operand(other, BINDS.call)}.forEach((each) => ${target.text}.add(each))`, NONE)
  },
}
