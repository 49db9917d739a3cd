/** `random`, `uuid`: other values in each run, in both languages. */
import { ANY, COUNT, FLOAT, listOf, NONE, STR } from '../../facts/types'
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

const between = (low: Code, high: string): string =>
  low.text === '0'
    ? `Math.floor(Math.random() * ${high})`
    : `${operand(low, BINDS.plus)} + Math.floor(Math.random() * ${high})`

export const RANDOM_CALLS: Readonly<Record<string, ModuleCall>> = {
  'random.seed': (_args, { node }) =>
    refuse(
      'random.seed',
      node,
      'Math.random has no seed: leave the line out, or use the npm package seedrandom.',
    ),
  'random.choice': (args) => {
    const values = named(args, 'seq')
    const item = values.type.kind === 'list' ? values.type.item : values.type.kind === 'str' ? STR : ANY
    return primary(`${values.text}[Math.floor(Math.random() * ${values.text}.length)]`, item)
  },
  'random.choices': (args, { node }) => {
    const values = named(args, 'population')
    const size = args.named('k')
    if (args.rest.length > 0) refuse('random.choices with weights', node)
    const count = size ? args.parts.context.write(size).text : '1'
    const item = `${values.text}[Math.floor(Math.random() * ${values.text}.length)]`
    return primary(
      `Array.from({ length: ${count} }, () => ${item})`,
      listOf(values.type.kind === 'list' ? values.type.item : ANY),
    )
  },
  'random.sample': (args, { context }) => {
    const values = named(args, 'population')
    const size = args.need('k')
    return primary(
      `${context.helper('shuffled')}(${values.text}).slice(0, ${size.text})`,
      listOf(values.type.kind === 'list' ? values.type.item : ANY),
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
    const stop = args.need('stop')
    if (args.count > 0) refuse('random.randrange with a start', node)
    return primary(between(primary('0', COUNT), operand(stop, BINDS.times + 1)), COUNT)
  },
  'uuid.uuid4': (_args, { context }) =>
    primary(`${context.import('randomUUID', 'node:crypto')}()`, { kind: 'sdk', of: 'uuid' }),
}
