/** `random`, `uuid`: other values in each run, in both languages. */
import { itemOf } from '../../facts/join'
import { ANY, COUNT, FLOAT, listOf, NONE, STR, type Type } from '../../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import { refuse } from '../../write/refusal'
import type { Arguments, ModuleCall } from '../arguments'

const named = (args: Arguments, name: string): Code => {
  const code = args.need(name)
  if (!/^[\w.]+$/.test(code.text)) refuse(`${args.parts.name} of what has no name`, args.parts.node)
  if (!['list', 'str', 'any'].includes(code.type.kind))
    refuse(`${args.parts.name} of a ${code.type.kind}`, args.parts.node)
  return code
}

/** The type of what is drawn from a list or a text. */
function drawn({ type }: Code, args: Arguments): Type {
  if (type.kind === 'str') return STR
  if (type.kind === 'list') return type.item
  if (type.kind === 'tuple') return itemOf(type)
  return type.kind === 'any' ? ANY : refuse(`${args.parts.name} of a ${type.kind}`, args.parts.node)
}

const between = (low: Code, high: string): string =>
  low.text === '0'
    ? `Math.floor(Math.random() * ${high})`
    : `${operand(low, BINDS.plus)} + Math.floor(Math.random() * ${high})`

const uuid: ModuleCall = (_args, { context }) =>
  primary(`${context.import('randomUUID', 'node:crypto')}()`, { kind: 'sdk', of: 'uuid' })

export const RANDOM_CALLS: Readonly<Record<string, ModuleCall>> = {
  'random.seed': (_args, { node }) =>
    refuse(
      'random.seed',
      node,
      'Math.random has no seed: leave the line out, or use the npm package seedrandom.',
    ),
  'random.choice': (args, { context }) => {
    const values = args.need('seq')
    const item = drawn(values, args)
    // What has no name would be worked out twice.
    if (!/^[\w.]+$/.test(values.text))
      return primary(`${context.helper('chosen')}(${values.text}, 1)[0]`, item)
    return primary(`${values.text}[Math.floor(Math.random() * ${values.text}.length)]`, item)
  },
  'random.choices': (args, { context, node }) => {
    const values = args.need('population')
    const [weights, size] = [args.code('weights'), args.named('k')]
    if (weights && weights.type.kind !== 'list') refuse('random.choices with these weights', node)
    const more = weights ? `, ${weights.text}` : ''
    const count = size ? context.write(size).text : '1'
    return primary(
      `${context.helper('chosen')}(${values.text}, ${count}${more})`,
      listOf(drawn(values, args)),
    )
  },
  'random.sample': (args, { context }) => {
    const values = args.need('population')
    const size = args.need('k')
    return primary(
      `${context.helper('shuffled')}(${values.text}).slice(0, ${size.text})`,
      listOf(drawn(values, args)),
    )
  },
  'random.shuffle': (args, { context }) => {
    const values = named(args, 'x')
    return primary(
      `${values.text}.splice(0, Infinity, ...${context.helper('shuffled')}(${values.text}))`,
      NONE,
    )
  },
  'random.random': () => primary('Math.random()', FLOAT),
  'random.uniform': (args) => {
    const [low, high] = [args.need('a'), args.need('b')]
    return operation(
      `${operand(low, BINDS.plus)} + Math.random() * (${operand(high, BINDS.plus)} - ${operand(low, BINDS.plus + 1)})`,
      FLOAT,
      BINDS.plus,
    )
  },
  'random.randint': (args) => {
    const [low, high] = [args.need('a'), args.need('b')]
    const size = `(${operand(high, BINDS.plus)} - ${operand(low, BINDS.plus + 1)} + 1)`
    return operation(between(low, size), COUNT, BINDS.plus)
  },
  'random.randrange': (args, { node }) => {
    const first = args.need('start')
    if (args.count === 0) return primary(between(primary('0', COUNT), operand(first, BINDS.times + 1)), COUNT)
    const stop = args.need('stop')
    if (args.count > 0) refuse('random.randrange with a step', node)
    const size = `(${operand(stop, BINDS.plus)} - ${operand(first, BINDS.plus + 1)})`
    return operation(between(first, size), COUNT, BINDS.plus)
  },
  'uuid.uuid1': uuid,
  'uuid.uuid4': uuid,
}
