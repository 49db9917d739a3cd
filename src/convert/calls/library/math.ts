/** `math`. */
import { BOOL, FLOAT, INT, isNumeric, NUMBER } from '../../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { CallParts, ModuleCall } from '../arguments'

/** A number that a function takes; what may be none is looked at when the cell runs. */
function numberOf(code: Code, name: string, { context, node }: Pick<CallParts, 'context' | 'node'>): Code {
  if (isNumeric(code.type)) return code
  const isOpen = code.type.kind === 'any' || code.type.kind === 'bool' || code.type.kind === 'optional'
  if (!isOpen) refuse(`${name} of what is no number`, node)
  return primary(`${context.helper('realNumber')}(${code.text})`, NUMBER)
}

/** A function of `Math` that gives a float. */
const float =
  (name: string): ModuleCall =>
  (args, parts) => {
    const code = numberOf(args.need('x'), name, parts)
    return primary(`Math.${name}(${code.text})`, FLOAT)
  }

/** One that fails for numbers that it does not take, where `Math` gives NaN. */
const partial =
  (name: string, isGood: (number: number) => boolean): ModuleCall =>
  (args, parts) => {
    const code = numberOf(args.need('x'), name, parts)
    const isSafe = /^[\d.]+$/.test(code.text) && isGood(Number(code.text))
    const text = `Math.${name}(${code.text})`
    return primary(isSafe ? text : `${parts.context.helper('inDomain')}(${text})`, FLOAT)
  }

const whole =
  (name: 'floor' | 'ceil' | 'trunc'): ModuleCall =>
  (args, parts) => {
    const code = numberOf(args.need('x'), name, parts)
    if (code.type.kind === 'int') return code
    const text = `Math.${name}(${code.text})`
    // An int has no -0.
    return name === 'floor' ? primary(text, INT) : operation(`${text} + 0`, INT, BINDS.plus)
  }

export const MATH_CALLS: Readonly<Record<string, ModuleCall>> = {
  'math.floor': whole('floor'),
  'math.ceil': whole('ceil'),
  'math.trunc': whole('trunc'),
  'math.sqrt': partial('sqrt', (number) => number >= 0),
  'math.log2': partial('log2', (number) => number > 0),
  'math.log10': partial('log10', (number) => number > 0),
  'math.exp': float('exp'),
  'math.sin': float('sin'),
  'math.cos': float('cos'),
  'math.tan': float('tan'),
  'math.fabs': float('abs'),
  'math.log': (args, parts) => {
    const code = numberOf(args.need('x'), 'log', parts)
    const given = args.code('base')
    const base = given && numberOf(given, 'log', parts)
    const text = `${parts.context.helper('inDomain')}(Math.log(${code.text}))`
    return base ? operation(`${text} / Math.log(${base.text})`, FLOAT, BINDS.times) : primary(text, FLOAT)
  },
  'math.radians': (args, parts) =>
    operation(
      `${operand(numberOf(args.need('x'), 'radians', parts), BINDS.times)} * (Math.PI / 180)`,
      FLOAT,
      BINDS.times,
    ),
  'math.degrees': (args, parts) =>
    operation(
      `${operand(numberOf(args.need('x'), 'degrees', parts), BINDS.times)} * (180 / Math.PI)`,
      FLOAT,
      BINDS.times,
    ),
  'math.isnan': (args) => primary(`Number.isNaN(${args.need('x').text})`, BOOL),
  'math.prod': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.item.kind !== 'int') refuse('prod of what may be no ints', node)
    return primary(
      `${operand(values, BINDS.call)}.reduce((all, each) => ${context.helper('exact')}(all * each), 1)`,
      INT,
    )
  },
  'math.pow': (args, parts) => {
    const [base, power] = [numberOf(args.need('x'), 'pow', parts), numberOf(args.need('y'), 'pow', parts)]
    return operation(
      `${operand(base, BINDS.power + 1)} ** ${operand(power, BINDS.power)}`,
      FLOAT,
      BINDS.power,
    )
  },
}

/** Constants of modules. */
export const MATH_VALUES: Readonly<Record<string, Code>> = {
  'math.pi': primary('Math.PI', { kind: 'float', hasFraction: true }),
  'math.e': primary('Math.E', { kind: 'float', hasFraction: true }),
  'math.inf': primary('Infinity', FLOAT),
}
