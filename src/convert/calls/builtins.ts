/** Python's own functions. */
import {
  ANY,
  BOOL,
  COUNT,
  dictOf,
  FLOAT,
  INT,
  itemOf,
  join,
  listOf,
  NEVER,
  NONE,
  NUMBER,
  present,
  STR,
  type Type,
} from '../facts/types'
import { BINDS, operand, operation, primary, type Code } from '../write/code'
import { asTest } from '../write/operators'
import { asIterated, enumerateCall, rangeCall } from '../write/iteration'
import { refuse } from '../write/refusal'
import { reprOf, textOf } from '../write/text'
import { Arguments, type CallParts } from './arguments'
import { print } from './print'

type Writer = (args: Arguments, parts: CallParts) => Code

const isNumber = (type: Type) => ['int', 'float', 'number'].includes(type.kind)

const WRITERS: Readonly<Record<string, Writer>> = {
  print,
  len: (args, { context, node }) => {
    const code = args.need('obj')
    const type = present(code.type)
    if (type.kind === 'list' || type.kind === 'tuple' || type.kind === 'bytes')
      return primary(`${operand(code, BINDS.call)}.length`, COUNT)
    if (type.kind === 'dict' || type.kind === 'record')
      return primary(`Object.keys(${code.text}).length`, COUNT)
    if (type.kind === 'set') return primary(`${operand(code, BINDS.call)}.size`, COUNT)
    if (!['any', 'sdk', 'str'].includes(type.kind)) refuse(`len of a ${type.kind}`, node)
    return primary(`${context.helper('len')}(${code.text})`, COUNT)
  },
  str: (args, { context, node }) => {
    if (args.count === 0) return primary('""', STR)
    const code = args.need('object')
    if (code.type.kind === 'str') return code
    if (code.type.kind === 'int') return primary(`String(${code.text})`, STR)
    return operation(textOf(code, context, node), STR, BINDS.choice)
  },
  repr: (args, { context, node }) => {
    const code = args.need('obj')
    if (code.type.kind === 'int') return primary(`String(${code.text})`, STR)
    return primary(reprOf(code, context, node), STR)
  },
  int: (args, { context, node }) => {
    const code = args.need('x')
    if (code.type.kind === 'int') return code
    if (code.type.kind === 'bool') return primary(`Number(${code.text})`, COUNT)
    if (code.type.kind === 'float' || code.type.kind === 'number')
      return primary(`${context.helper('int')}(${code.text})`, INT)
    if (args.count > 0) refuse('int with a base', node, 'Use parseInt.')
    return primary(`${context.helper('int')}(${code.text})`, INT)
  },
  float: (args, { context }) => {
    const code = args.need('x')
    if (code.type.kind === 'float') return code
    if (code.type.kind === 'int') return { ...code, type: FLOAT }
    return primary(`${context.helper('float')}(${code.text})`, FLOAT)
  },
  bool: (args, { context, node }) => {
    const code = args.need('x')
    const condition = asTest(code, { context, node: node.args[0]! })
    return condition.type.kind === 'bool' ? condition : primary(`Boolean(${condition.text})`, BOOL)
  },
  list: (args, { context, node }) => {
    if (args.count === 0) return primary('[]', listOf(NEVER))
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.isAsync) refuse('a list of a stream', node, 'Write a for await loop.')
    return primary(`[...${operand(values, BINDS.arrow)}]`, listOf(values.item))
  },
  tuple: (_args, { node }) => refuse('tuple', node, 'Use an array.'),
  dict: (args, { node, context }) => {
    if (args.count > 0 || args.spreads.length > 0) {
      const code = args.need('mapping')
      const type = present(code.type)
      if (type.kind === 'dict' || type.kind === 'record')
        return primary(`{ ...${operand(code, BINDS.arrow)} }`, type)
      if (type.kind === 'list' && type.item.kind === 'tuple')
        return primary(`${context.helper('fromEntries')}(${code.text})`, dictOf(type.item.items[1] ?? ANY))
      return refuse('dict of a value of unknown type', node)
    }
    if (args.rest.length === 0) return primary('{}', dictOf(NEVER))
    const fields: Record<string, Type> = {}
    const written = args.rest.map(([name, value]) => {
      const code = context.write(value)
      fields[name] = code.type
      args.named(name)
      return `${name}: ${operand(code, BINDS.arrow)}`
    })
    return primary(`{ ${written.join(', ')} }`, { kind: 'record', fields })
  },
  set: (args, { node, context }) => {
    if (args.count === 0) return primary('new Set()', { kind: 'set', item: NEVER })
    const values = asIterated(args.need('iterable'), { context, node })
    if (!['str', 'int'].includes(values.item.kind)) refuse('a set of what may be no texts or ints', node)
    return primary(`new Set(${values.text})`, { kind: 'set', item: values.item })
  },
  range: (args, { context, node }) => {
    const codes = [
      args.need('stop'),
      ...[args.code('stop'), args.code('step')].flatMap((code) => (code ? [code] : [])),
    ]
    if (codes.some(({ type }) => type.kind !== 'int' && type.kind !== 'any'))
      refuse('range of what are no ints', node)
    return rangeCall(codes, context)
  },
  enumerate: (args, { context, node }) =>
    enumerateCall(asIterated(args.need('iterable'), { context, node }), args.code('start')),
  zip: (args, { context, node }) => {
    const all = []
    while (args.count > 0) all.push(asIterated(args.need('iterable'), { context, node }))
    if (all.some(({ isAsync }) => isAsync)) refuse('zip of a stream', node)
    const type = listOf({ kind: 'tuple', items: all.map(({ item }) => item) })
    return primary(`${context.helper('zip')}(${all.map(({ text }) => text).join(', ')})`, type)
  },
  sorted: (args, { context, node }) => sortedCall(args, { context, node }),
  reversed: (args, { context, node }) => {
    const values = asIterated(args.need('sequence'), { context, node })
    return primary(`[...${operand(values, BINDS.arrow)}].reverse()`, listOf(values.item))
  },
  sum: (args, { context, node }) => {
    const values = asIterated(args.need('iterable'), { context, node })
    const start = args.code('start')
    const type = values.item
    if (!isNumber(type) && type.kind !== 'any' && type.kind !== 'bool' && type.kind !== 'never')
      refuse(`sum of what may be no numbers`, node)
    if (type.kind === 'any' && !type.isMurky) {
      const begin =
        start && start.type.kind === 'int' ? start.text : start ? refuse('sum with this start', node) : '0'
      return primary(`${operand(values, BINDS.call)}.reduce(${context.helper('add')}, ${begin})`, ANY)
    }
    const result: Type = type.kind === 'int' || type.kind === 'bool' ? INT : NUMBER
    const more = start ? `, ${start.text}` : ''
    return primary(
      `${context.helper('sum')}(${values.text}${more})`,
      start && start.type.kind !== 'int' ? NUMBER : result,
    )
  },
  min: (args, parts) => extreme(args, parts, -1),
  max: (args, parts) => extreme(args, parts, 1),
  abs: (args, { node }) => {
    const code = args.need('x')
    if (!isNumber(code.type)) refuse('abs of what may be no number', node)
    return primary(`Math.abs(${code.text})`, code.type)
  },
  round: (args, { context, node }) => {
    const code = args.need('number')
    const digits = args.code('ndigits')
    if (!isNumber(code.type)) refuse('round of what may be no number', node)
    if (!digits)
      return code.type.kind === 'int' ? code : primary(`${context.helper('round')}(${code.text})`, INT)
    if (code.type.kind === 'int') refuse('round of an int to digits', node)
    return primary(
      `${context.helper('round')}(${code.text}, ${digits.text})`,
      code.type.kind === 'number' ? NUMBER : FLOAT,
    )
  },
  any: (args, parts) => quantifier(args, parts, 'some'),
  all: (args, parts) => quantifier(args, parts, 'every'),
  isinstance: (args, { node, context }) => {
    const value = args.need('obj')
    const kinds = args.take('class')
    const names = kinds?.type === 'Tuple' ? kinds.elts : [kinds]
    const tests = names.map((each) => {
      const name = each?.type === 'Name' ? each.id : ''
      const text = operand(value, BINDS.call)
      const found: Record<string, string> = {
        str: `typeof ${text} === "string"`,
        list: `Array.isArray(${value.text})`,
        dict: `${text} !== null && typeof ${text} === "object" && !Array.isArray(${value.text})`,
      }
      if (value.type.kind === 'sdk' || value.type.kind === 'instance') refuse('isinstance of an object', node)
      if (name === 'bool') return `typeof ${text} === "boolean"`
      return found[name] ?? refuse(`isinstance of ${name || 'this type'}`, node)
    })
    void context
    return operation(
      tests.map((each) => (tests.length > 1 ? `(${each})` : each)).join(' || '),
      BOOL,
      tests.length > 1 ? BINDS.or : BINDS.and,
    )
  },
  hasattr: (args, { node }) => {
    const value = args.need('obj')
    const name = args.need('name')
    if (value.type.kind !== 'sdk' && value.type.kind !== 'any')
      refuse(`hasattr of a ${value.type.kind}`, node)
    return operation(`${name.text} in ${operand(value, BINDS.order + 1)}`, BOOL, BINDS.order)
  },
  input: (args, { context }) => {
    const text = args.code('prompt')?.text ?? '""'
    return operation(context.wait(`${context.magic('ask')}(${text})`), STR, BINDS.unary)
  },
  ord: (args) => primary(`${operand(args.need('c'), BINDS.call)}.codePointAt(0)`, COUNT),
  chr: (args) => primary(`String.fromCodePoint(${args.need('i').text})`, STR),
  display: (args, { context }) => primary(`${context.magic('show')}(${args.need('value').text})`, NONE),
  callable: (args) =>
    operation(`typeof ${operand(args.need('obj'), BINDS.unary)} === "function"`, BOOL, BINDS.equal),
  map: (args, { context, node }) => {
    const func = args.take('function')!
    const values = asIterated(args.need('iterable'), { context, node })
    if (
      func.type === 'Name' &&
      ['str', 'int', 'float', 'len'].includes(func.id) &&
      !context.typeOf(func.id)
    ) {
      const each = builtin(
        func.id,
        { ...args.parts, node: { ...node, args: [{ ...func, id: 'each' }], keywords: [] } },
        { each: values.item },
      )
      return primary(`${operand(values, BINDS.call)}.map((each) => ${each.text})`, listOf(each.type))
    }
    return refuse('map of this function', node, 'Write a list comprehension.')
  },
}

function sortedCall(args: Arguments, { context, node }: Pick<CallParts, 'context' | 'node'>): Code {
  const values = asIterated(withSets(args.need('iterable')), { context, node })
  const [key, reverse] = [keyOf(args, values.item), args.named('reverse')]
  const options = [
    ...(key === undefined ? [] : [`key: ${key}`]),
    ...(reverse ? [`reverse: ${context.write(reverse).text}`] : []),
  ]
  const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return primary(`${context.helper('sorted')}(${values.text}${more})`, listOf(values.item))
}

/** Sorting gives a set an order. */
const withSets = (code: Code): Code =>
  code.type.kind === 'set' ? { ...code, type: { kind: 'list', item: code.type.item } } : code

/** The function of `key=`, which gets items of a type. */
export function keyOf(args: Arguments, item: Type): string | undefined {
  const node = args.named('key')
  if (!node || (node.type === 'Constant' && node.kind === 'none')) return undefined
  const { context } = args.parts
  if (node.type !== 'Lambda' || node.args.args.length !== 1) return context.write(node).text
  const name = node.args.args[0]!.arg
  const body = context.withNames([[name, item]], () => context.write(node.body))
  return `(${name}) => ${body.text.startsWith('{') ? `(${body.text})` : body.text}`
}

function extreme(args: Arguments, { context, node }: CallParts, sign: 1 | -1): Code {
  const codes = []
  while (args.count > 0) codes.push(args.need('value'))
  if (args.rest.some(([name]) => name === 'default')) refuse('min or max with a default', node)
  const isMany = codes.length > 1
  const values = isMany ? undefined : asIterated(withSets(codes[0]!), { context, node })
  const item = values ? values.item : codes.reduce((all: Type, code) => join(all, code.type), NEVER)
  const key = keyOf(args, item)
  if (key === undefined && isMany && codes.every(({ type }) => type.kind === 'int'))
    return primary(`Math.${sign > 0 ? 'max' : 'min'}(${codes.map(({ text }) => text).join(', ')})`, item)
  const all = values ? values.text : `[${codes.map(({ text }) => text).join(', ')}]`
  return primary(`${context.helper('extreme')}(${all}, ${sign}${key === undefined ? '' : `, ${key}`})`, item)
}

function quantifier(args: Arguments, { context, node }: CallParts, name: 'some' | 'every'): Code {
  const values = args.take('iterable')!
  const code = context.write(values)
  if (code.text.startsWith('await '))
    refuse(`${name === 'some' ? 'any' : 'all'} of what waits`, node, 'Write a loop.')
  const found = values.type === 'GeneratorExp' ? /^(.*)\.map\((\(\w+\) => .*)\)$/s.exec(code.text) : null
  const item = itemOf(code.type)
  if (found && item.kind === 'bool' && !found[1]!.includes('.map('))
    return primary(`${found[1]}.${name}(${found[2]})`, BOOL)
  const iterable = asIterated(withSets(code), { context, node })
  const condition = asTest(primary('each', iterable.item), { context, node })
  return primary(`${operand(iterable, BINDS.call)}.${name}((each) => ${condition.text})`, BOOL)
}

/** Whether a name is one of Python's functions. */
export const isBuiltin = (name: string): boolean => Object.hasOwn(WRITERS, name) || KNOWN.has(name)

const KNOWN = new Set(
  'eval exec open type getattr setattr vars dir id hash iter next filter locals globals pow divmod bytes bytearray frozenset super property object complex format hex bin oct slice breakpoint exit quit'.split(
    ' ',
  ),
)

/** Writes the call of one of Python's functions. */
export function builtin(name: string, parts: CallParts, names: Record<string, Type> = {}): Code {
  const writer = Object.hasOwn(WRITERS, name) ? WRITERS[name]! : undefined
  if (!writer) return refuse(`${name}()`, parts.node, ADVICE[name])
  const args = new Arguments(parts)
  const code = parts.context.withNames(Object.entries(names), () => writer(args, parts))
  args.end()
  return code
}

const ADVICE: Readonly<Record<string, string>> = {
  eval: 'Never run what a model wrote: read the numbers and operators yourself.',
  open: 'Use readFileSync and writeFileSync of node:fs.',
  getattr: 'Use object[name].',
  locals: 'Put the functions into an object and look them up there.',
  globals: 'Put the functions into an object and look them up there.',
}
