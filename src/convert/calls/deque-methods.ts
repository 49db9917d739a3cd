/** Methods of a deque. */
import { join } from '../facts/join'
import { NONE, present, type Type } from '../facts/types'
import { BINDS, operand, primary } from '../write/code'
import { asIterated } from '../write/iteration'
import { refuse } from '../write/refusal'
import type { Method } from './arguments'
import { LIST_METHODS } from './list-methods'

const itemOf = (type: Type): Type => {
  const held = present(type)
  return held.kind === 'list' ? held.item : held
}

const { append, extend, index, count, remove, clear, reverse, pop } = LIST_METHODS

export const DEQUE_METHODS: Readonly<Record<string, Method>> = {
  ...({ append, extend, index, count, remove, clear, reverse } as Record<string, Method>),
  appendleft: (target, args, { context, node }) => {
    const code = args.need('x')
    const isKnown =
      node.func.type === 'Attribute' &&
      context.grow(
        node.func.value,
        (type) => (type.kind === 'list' ? { ...type, item: join(type.item, code.type) } : type),
        code.type,
      )
    if (!isKnown && !context.isPlain(code.type)) refuse('a float or tuple in a deque that has no name', node)
    return primary(`${operand(target, BINDS.call)}.unshift(${code.text})`, NONE)
  },
  pop: (target, args, parts) => {
    if (args.count > 0) refuse('pop of a deque with an index', parts.node)
    return pop!(target, args, parts)
  },
  popleft: (target, _args, { context }) =>
    primary(`${context.helper('pop')}(${target.text}, 0)`, itemOf(target.type)),
  rotate: (target, args, { node }) => {
    const steps = args.code('n')
    if (steps && steps.type.kind !== 'int') refuse('rotate by what may be no int', node)
    return primary(`${operand(target, BINDS.call)}.rotate(${steps?.text ?? '1'})`, NONE)
  },
  extendleft: (target, args, parts) => {
    const values = asIterated(args.need('iterable'), parts)
    if (!parts.context.isPlain(values.item)) refuse('extendleft of what is no text or int', parts.node)
    return primary(`${operand(target, BINDS.call)}.unshift(...[...${values.text}].reverse())`, NONE)
  },
}
