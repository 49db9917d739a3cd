/** `isinstance`. */
import { BOOL, isNumeric, isPrimitive, present } from '../../facts/types'
import type { Call, Expression } from '../../python/ast'
import { BINDS, type Code, operand, operation, quoted } from '../../write/code'
import { condition } from '../../write/caught'
import type { Context } from '../../write/context'
import { isRepeatable } from '../../write/effects'
import { isError } from '../../write/error-parts'
import { moduleOf, nameText } from '../../write/names'
import { refuse } from '../../write/refusal'
import type { CallParts, ModuleCall } from '../arguments'
import { kindOfPart } from '../sdk/objects'

export const CHECKS: Readonly<Record<string, ModuleCall>> = {
  isinstance: (args, parts) => {
    const { node } = parts
    const value = args.need('obj')
    const kinds = args.take('class')
    const [given] = node.args
    if (kinds && given && isError(present(value.type), parts.context))
      return errorTest(kinds, { value, given, parts })
    const all = kinds?.type === 'Tuple' ? kinds.elts : kinds ? [kinds] : []
    const names = new Set(all.map((each) => typeTested(each, parts)))
    if (names.has('int') && names.has('float')) {
      names.delete('float')
      names.delete('int')
      names.add('number')
    }
    if (names.has('list') && names.has('tuple')) names.delete('tuple')
    const isBoth = kinds?.type === 'Tuple' && names.has('list') && all.length > names.size
    const tests = orTests(
      [...names].map((name) => kindTest(name, value, { node, isBoth, context: parts.context })),
    )
    if (given) checkTimes(given, { value, tests, context: parts.context })
    const binds = tests.length > 1 ? BINDS.or : BINDS.and
    return operation(
      tests.map((each) => (tests.length > 1 && /[&|]/.test(each) ? `(${each})` : each)).join(' || '),
      BOOL,
      tests.length === 1 && tests[0]!.includes('||') ? BINDS.or : binds,
    )
  },
}

/** A value that the tests name twice, or not at all, must be one that matters as little. */
function checkTimes(
  given: Expression,
  { value, tests, context }: { value: Code; tests: readonly string[]; context: Context },
): void {
  const isDropped = tests.length === 1 && /^(?:true|false)$/.test(tests[0]!)
  const times = tests.join(' || ').split(value.text).length - 1
  const isFine = isDropped ? isSure(given) : times === 1 || isRepeatable(given, context)
  if (!isFine) refuse('isinstance of what has no name', given, 'Give the value a name.')
}

/** The tests of which one must hold: without those that are known. */
function orTests(tests: readonly string[]): readonly string[] {
  if (tests.includes('true')) return ['true']
  const open = tests.filter((test) => test !== 'false')
  return open.length > 0 ? open : ['false']
}

/** Whether an expression gives a value for sure, and does nothing else. */
const isSure = (node: Expression): boolean =>
  node.type === 'Name' ||
  node.type === 'Constant' ||
  (node.type === 'Attribute' && isSure(node.value)) ||
  ('elts' in node && node.elts.every(isSure))

/** Whether an error is of a kind. */
function errorTest(
  kinds: Expression,
  { value, given, parts }: { value: Code; given: Expression; parts: CallParts },
): Code {
  const { context, node } = parts
  if (given.type !== 'Name') refuse('isinstance of an error that has no name', node)
  const test = condition(kinds, { context, error: value.text, tried: '' }) ?? `${value.text} instanceof Error`
  const isSure = value.type.kind !== 'optional'
  const text = isSure || / instanceof [^|]*$/.test(test) ? test : `${value.text} != null && (${test})`
  return operation(text, BOOL, isSure && !test.includes('||') ? BINDS.equal : BINDS.or)
}

/** Types of Python that a test is written for. */
const TESTED = new Set(['str', 'list', 'tuple', 'dict', 'set', 'bool', 'int', 'float', 'bytes'])

/** What `isinstance` asks for: a type of Python, or the text of a class here. */
function typeTested(node: Expression, { context }: CallParts): string {
  if (node.type === 'Name' && TESTED.has(node.id) && !context.typeOf(node.id)) return node.id
  const name = node.type === 'Name' ? node.id : ''
  const part = kindOfPart(moduleOf(node, context) ?? '')
  if (part !== undefined) return `part ${part}`
  if (name === 'Exception' || name === 'BaseException') return 'new Error'
  const isNone = node.type === 'Call' && node.func.type === 'Name' && node.func.id === 'type'
  const [none] = isNone ? node.args : []
  if (none?.type === 'Constant' && none.kind === 'none') return 'none'
  const facts = context.typeOf(name)?.kind === 'class' ? context.facts.classes.get(name) : undefined
  if (facts && ['plain', 'dataclass', 'error'].includes(facts.kind)) return `new ${nameText(name)}`
  return refuse(`isinstance of ${name || 'this type'}`, node)
}

/** What is an object here and no dict there. */
const OBJECTS = new Set(['instance', 'set', 'bytes', 'exception', 'sdk', 'function', 'list', 'tuple'])

/** Whether a part of an answer is of a class of the client, which says so in its `type`. */
function partTest(part: string, value: Code, node: Call): string {
  if (value.type.kind !== 'sdk' && value.type.kind !== 'any') refuse('isinstance of an object', node)
  return `${operand(value, BINDS.call)}.type === ${quoted(part)}`
}

/** Whether a value is of a type. `isBoth`: a list and a tuple will do. */
function kindTest(
  name: string,
  value: Code,
  { node, isBoth, context }: { node: Call; isBoth: boolean; context: Context },
): string {
  const type = present(value.type)
  if (name.startsWith('part ')) return partTest(name.slice('part '.length), value, node)
  const isAnswer = type.kind === 'sdk'
  if (isAnswer && !['value', 'delta'].includes(type.of)) refuse('isinstance of an object', node)
  const text = operand(value, BINDS.call)
  const isTuple = type.kind === 'tuple' || (type.kind === 'list' && type.isTuple === true)
  const isTold = context.facts.hasTold && type.kind === 'any'
  const isMurky = type.kind === 'any' && type.isMurky === true
  switch (name) {
    case 'str':
      return `typeof ${text} === "string"`
    case 'bool':
      return `typeof ${text} === "boolean"`
    case 'list':
      if (isTuple && !isBoth) return 'false'
      if (type.kind === 'list' && type.isDeque) return 'false'
      if (isMurky && !isBoth) refuse('isinstance of list, of what may be a tuple', node)
      return `Array.isArray(${value.text})`
    case 'tuple':
      if (type.kind === 'instance') refuse('isinstance of tuple, of an object', node)
      if (isTuple) return `Array.isArray(${value.text})`
      return isMurky ? refuse('isinstance of tuple, of what may be a list', node) : 'false'
    case 'dict':
      if (isAnswer) refuse('isinstance of dict, of what may be an object of an answer', node)
      if (OBJECTS.has(type.kind)) return 'false'
      return `${text} !== null && typeof ${text} === "object" && !Array.isArray(${value.text})${isTold ? ` && !(${value.text} instanceof Number)` : ''}`
    case 'none':
      return `${operand(value, BINDS.equal)} == null`
    case 'set':
      return `${operand(value, BINDS.order)} instanceof Set`
    case 'bytes':
      return `${operand(value, BINDS.order)} instanceof Uint8Array`
    case 'number':
      return `typeof ${text} === "number" || typeof ${text} === "boolean"${isTold ? ` || ${text} instanceof Number` : ''}`
    case 'int':
    case 'float':
      if (isAnswer) refuse(`isinstance of ${name}, of a part of an answer`, node)
      return `${numberTest(name, value, node)}${isTold && name === 'float' ? ` || ${text} instanceof Number` : ''}`
    default:
      if (isPrimitive(type) || ['bool', 'list', 'tuple', 'dict', 'record', 'map', 'set'].includes(type.kind))
        return 'false'
      return `${operand(value, BINDS.order)} instanceof ${name.replace('new ', '')}`
  }
}

/** Whether a value is an int or a float, which is one type here. */
function numberTest(name: 'int' | 'float', value: Code, node: Call): string {
  const { kind } = value.type
  const text = operand(value, BINDS.call)
  if (isNumeric(value.type)) {
    if (kind === 'number') refuse(`isinstance of ${name}, of a number that may be either`, node)
    return String(kind === name)
  }
  if (value.type.kind === 'any' && value.type.isFloat)
    return `typeof ${text} === "${name === 'float' ? 'number' : 'boolean'}"`
  if (value.type.kind === 'any' && value.type.isMurky)
    refuse(`isinstance of ${name}, of what may hold floats`, node)
  return name === 'float'
    ? `typeof ${text} === "number" && !Number.isInteger(${value.text})`
    : `Number.isInteger(${value.text}) || typeof ${text} === "boolean"`
}
