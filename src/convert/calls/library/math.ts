/** `math`. */
import { BOOL, FLOAT, INT, isNumeric } from '../../facts/types'
import { BINDS, type Code, operand, operation, primary } from '../../write/code'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

/** A function of `Math` that gives a float. */
const float =
  (name: string): ModuleCall =>
  (args, { node }) => {
    const code = args.need('x')
    if (!isNumeric(code.type)) refuse(`${name} of what may be no number`, node)
    return primary(`Math.${name}(${code.text})`, FLOAT)
  }

/** One that fails for numbers that it does not take, where `Math` gives NaN. */
const partial =
  (name: string, isGood: (number: number) => boolean): ModuleCall =>
  (args, { context, node }) => {
    const code = args.need('x')
    if (!isNumeric(code.type)) refuse(`${name} of what may be no number`, node)
    const isSafe = /^[\d.]+$/.test(code.text) && isGood(Number(code.text))
    const text = `Math.${name}(${code.text})`
    return primary(isSafe ? text : `${context.helper('inDomain')}(${text})`, FLOAT)
  }

const whole =
  (name: 'floor' | 'ceil' | 'trunc'): ModuleCall =>
  (args, { node }) => {
    const code = args.need('x')
    if (!isNumeric(code.type)) refuse(`${name} of what may be no number`, node)
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
  'math.log': (args, { context, node }) => {
    const [code, base] = [args.need('x'), args.code('base')]
    if (!isNumeric(code.type) || (base && !isNumeric(base.type))) refuse('log of what may be no number', node)
    const text = `${context.helper('inDomain')}(Math.log(${code.text}))`
    return base ? operation(`${text} / Math.log(${base.text})`, FLOAT, BINDS.times) : primary(text, FLOAT)
  },
  'math.radians': (args) =>
    operation(`${operand(args.need('x'), BINDS.times)} * (Math.PI / 180)`, FLOAT, BINDS.times),
  'math.degrees': (args) =>
    operation(`${operand(args.need('x'), BINDS.times)} * (180 / Math.PI)`, FLOAT, BINDS.times),
  'math.isnan': (args) => primary(`Number.isNaN(${args.need('x').text})`, BOOL),
  'math.prod': (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.item.kind !== 'int') refuse('prod of what may be no ints', node)
    return primary(
      `${operand(values, BINDS.call)}.reduce((all, each) => ${context.helper('exact')}(all * each), 1)`,
      INT,
    )
  },
  'math.pow': (args, { node }) => {
    const [base, power] = [args.need('x'), args.need('y')]
    if (![base, power].every(({ type }) => isNumeric(type))) refuse('pow of what may be no numbers', node)
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
