/** Expressions: which writer takes which node. */
import type { Attribute, Expression, Lambda, Name, NamedExpr, Subscript } from '../python/ast'
import {
  ANY,
  BOOL,
  COUNT,
  itemOf,
  join,
  listOf,
  NONE,
  present,
  SDK_VALUE,
  STR,
  valueOf,
  type Type,
} from '../facts/types'
import { BINDS, isWord, operand, operation, primary, quoted, type Code } from './code'
import { comprehension, dictComprehension } from './comprehension'
import type { Context } from './context'
import { display, sequence } from './display'
import { binary, boolean, comparison, test } from './operators'
import { answerField, moduleOf, nameText, neededVariable } from './names'
import { refuse } from './refusal'
import { joinedString, plainText } from './text'
import { call } from '../calls/call'
import { moduleAttribute } from '../calls/modules'

/** Writes an expression. */
export function writeExpression(node: Expression, context: Context): Code {
  switch (node.type) {
    case 'Constant':
      return constant(node, context)
    case 'Name':
      return name(node, context)
    case 'JoinedStr':
      return joinedString(node, context)
    case 'List':
    case 'Tuple':
    case 'Set':
      return sequence(node, context)
    case 'Dict':
      return display(node, context)
    case 'ListComp':
    case 'GeneratorExp':
    case 'SetComp':
      return comprehension(node, context)
    case 'DictComp':
      return dictComprehension(node, context)
    case 'BinOp':
      return binary(node, context)
    case 'BoolOp':
      return boolean(node, context)
    case 'Compare':
      return comparison(node, context)
    case 'UnaryOp':
      return unary(node, context)
    case 'IfExp': {
      const condition = test(node.test, context)
      const [body, orelse] = [context.write(node.body), context.write(node.orelse)]
      const text = `${operand(condition, BINDS.choice + 1)} ? ${operand(body, BINDS.choice + 1)} : ${operand(orelse, BINDS.choice)}`
      return operation(text, join(body.type, orelse.type), BINDS.choice)
    }
    case 'Attribute':
      return attribute(node, context)
    case 'Subscript':
      return subscript(node, context)
    case 'Call':
      return call(node, context)
    case 'Lambda':
      return lambda(node, context)
    case 'NamedExpr':
      return namedExpression(node, context)
    case 'Await': {
      const inner = context.write(node.value)
      if (inner.text.startsWith('await ')) return inner
      return operation(context.wait(operand(inner, BINDS.unary)), inner.type, BINDS.unary)
    }
    case 'Yield':
      return refuse('yield in an expression', node)
    default:
      return refuse(`${node.type} of Python's syntax`, node)
  }
}

function constant(node: Expression & { type: 'Constant' }, context: Context): Code {
  const value = String(node.value)
  switch (node.kind) {
    case 'none':
      return primary('null', NONE)
    case 'bool':
      return primary(value, BOOL)
    case 'str':
      return plainText(value, node)
    case 'int': {
      const number = Number(value)
      if (!Number.isSafeInteger(number)) refuse('an int beyond 2 to the power of 53', node, 'Use a BigInt.')
      const source = context.source[node.line - 1]?.slice(node.col, node.endCol) ?? ''
      const text =
        node.line === node.endLine &&
        /^[0-9][0-9_]*$/.test(source) &&
        Number(source.replaceAll('_', '')) === number
          ? source
          : value
      return primary(text, { kind: 'int', bits: Math.max(1, Math.ceil(Math.log2(Math.abs(number) + 1))) })
    }
    case 'float': {
      const number = Number(value)
      if (!Number.isFinite(number)) refuse('an infinite float', node)
      return primary(value, { kind: 'float', hasFraction: !Number.isInteger(number) })
    }
    default:
      return refuse(`a value of ${node.kind}`, node)
  }
}

function name(node: Name, context: Context): Code {
  const type = context.typeOf(node.id)
  if (type?.kind === 'module') {
    const given = moduleAttribute(type.name)
    if (given) return given
    refuse(`${type.name} as a value`, node)
  }
  if (type?.kind === 'function') {
    const facts = context.facts.functions.get(type.name)
    if (facts) {
      context.facts.set(facts, 'isValue', true)
      if (facts.isAsync) context.facts.hasAsyncValue = true
    }
  }
  if (type === undefined) {
    if (BUILTINS.has(node.id)) return builtinValue(node, context)
    if (!context.facts.functions.has(node.id)) context.missing.add(node.id)
  }
  return primary(nameText(node.id), type ?? ANY)
}

const BUILTINS = new Set(
  'int float str len print bool list dict set tuple type object min max sum abs round sorted'.split(' '),
)

/** A builtin as a value: `key=len`. */
function builtinValue(node: Name, context: Context): Code {
  if (node.id === 'str' || node.id === 'len') return primary(context.helper(node.id), ANY)
  return refuse(`${node.id} as a value`, node, 'Write a function.')
}

function unary(node: Expression & { type: 'UnaryOp' }, context: Context): Code {
  if (node.op === 'Not') {
    const inner = test(node.operand, context)
    const found = /^(.*)\.length > 0$/.exec(inner.text)
    if (found && inner.binds === BINDS.order) return operation(`${found[1]}.length === 0`, BOOL, BINDS.equal)
    return operation(`!${operand(inner, BINDS.unary)}`, BOOL, BINDS.unary)
  }
  const inner = context.write(node.operand)
  const kind = inner.type.kind
  if (!['int', 'float', 'number'].includes(kind)) refuse(`the sign of a value that may be no number`, node)
  if (node.op === 'Invert') return refuse('~', node)
  if (node.op === 'UAdd') return inner
  if (inner.text === '0') return inner
  // An int has no -0.
  if (kind === 'int' && !/^[\d_]+$/.test(inner.text))
    return operation(`0 - ${operand(inner, BINDS.plus + 1)}`, inner.type, BINDS.plus)
  return operation(`-${operand(inner, BINDS.unary + 1)}`, inner.type, BINDS.unary)
}

function attribute(node: Attribute, context: Context): Code {
  const value = moduleOf(node.value, context)
  if (value !== undefined) {
    const given = moduleAttribute(`${value}.${node.attr}`)
    if (given) return given
    refuse(`${value}.${node.attr}`, node)
  }
  const target = context.write(node.value)
  const type = present(target.type)
  const text = `${operand(target, BINDS.call)}.${node.attr}`
  switch (type.kind) {
    case 'sdk':
      if (type.of === 'client')
        return primary(text.replace(/\.base_url$/, '.baseURL'), node.attr === 'base_url' ? STR : type)
      if (type.of === 'response') return responseAttribute(target, node)
      if (type.of === 'value' || type.of === 'delta' || type.of === 'stream')
        return primary(text, answerField(type, node.attr))
      return refuse(`.${node.attr} of a ${type.of}`, node)
    case 'any':
      return primary(text, answerField(SDK_VALUE, node.attr))
    case 'instance': {
      const facts = context.facts.classes.get(type.name)
      const field = facts?.fields.get(node.attr)
      if (field) return primary(text, field.type)
      return refuse(`.${node.attr} of a ${type.name}`, node)
    }
    case 'exception':
      return primary(text, ANY)
    default:
      return refuse(`.${node.attr} of a ${type.kind}`, node)
  }
}

function responseAttribute(target: Code, node: Attribute): Code {
  const text = operand(target, BINDS.call)
  const found = {
    text: primary(`${text}.text`, STR),
    status_code: primary(`${text}.status`, COUNT),
    ok: primary(`${text}.ok`, BOOL),
    content: primary(`${text}.content`, { kind: 'bytes' } as Type),
    headers: primary(`${text}.headers`, ANY),
    url: primary(`${text}.url`, STR),
  }[node.attr]
  return found ?? refuse(`.${node.attr} of a response`, node)
}

function subscript(node: Subscript, context: Context): Code {
  const module = moduleOf(node.value, context)
  if (module === 'os.environ') return neededVariable(node.slice, context)
  if (node.slice.type === 'Slice') return sliceOf(node, context)
  const target = context.write(node.value)
  const key = context.write(node.slice)
  const type = present(target.type)
  const base = operand(target, BINDS.call)
  if (type.kind === 'record' && node.slice.type === 'Constant' && node.slice.kind === 'str') {
    const word = String(node.slice.value)
    const field = Object.hasOwn(type.fields, word) ? type.fields[word] : undefined
    if (field) return primary(isWord(word) ? `${base}.${word}` : `${base}[${quoted(word)}]`, field)
  }
  if (type.kind === 'tuple' && node.slice.type === 'Constant' && type.items[Number(node.slice.value)])
    return primary(`${base}[${key.text}]`, type.items[Number(node.slice.value)]!)
  if (type.kind === 'sdk' || (type.kind === 'list' && type.item.kind === 'sdk'))
    return /^-\d+$/.test(key.text)
      ? primary(`${base}.at(${key.text})`, SDK_VALUE)
      : primary(`${base}[${key.text}]`, SDK_VALUE)
  const given =
    type.kind === 'list' ? type.item : (valueOf(type) ?? (type.kind === 'str' ? STR : itemOf(type)))
  if (
    type.kind === 'dict' &&
    present(key.type).kind !== 'str' &&
    key.type.kind !== 'any' &&
    key.type.kind !== 'sdk'
  )
    refuse('a key that is no string', node, 'Use a Map.')
  return primary(
    `${context.helper('item')}(${target.text}, ${key.text})`,
    given.kind === 'never' ? ANY : given,
  )
}

function sliceOf(node: Subscript, context: Context): Code {
  const target = context.write(node.value)
  const { lower, upper, step } = node.slice as Expression & { type: 'Slice' }
  const parts = [lower, upper, step].map((each) => (each ? context.write(each).text : null))
  const type = present(target.type)
  if (!['str', 'list', 'tuple', 'any', 'sdk'].includes(type.kind)) refuse(`a slice of a ${type.kind}`, node)
  const given: Type = type.kind === 'tuple' ? listOf(itemOf(type)) : type.kind === 'sdk' ? SDK_VALUE : type
  if (type.kind === 'list' && parts[2] === null) {
    const args = parts[1] === null ? [parts[0] ?? ''] : [parts[0] ?? '0', parts[1]]
    const isNone = [lower, upper].some((each) => each && context.write(each).type.kind !== 'int')
    if (!isNone) return primary(`${operand(target, BINDS.call)}.slice(${args.join(', ')})`, given)
  }
  const args = parts.map((part) => part ?? 'null')
  if (parts[2] === null) args.pop()
  else if (parts[2] === undefined) args.pop()
  if (args.length === 2 && args[1] === 'null') args.pop()
  return primary(`${context.helper('slice')}(${[target.text, ...args].join(', ')})`, given)
}

function lambda(node: Lambda, context: Context): Code {
  const { args } = node
  if (args.vararg || args.kwarg || args.kwonlyargs.length > 0) refuse('a lambda with *args or **kwargs', node)
  const names = args.args.map((arg) => arg.arg)
  const defaults = args.defaults.map((each) => context.write(each).text)
  const params = names.map((each, index) => {
    const value = defaults[index - (names.length - defaults.length)]
    return value === undefined ? nameText(each) : `${nameText(each)} = ${value}`
  })
  const waits = context.awaits
  const body = context.withNames(
    names.map((each) => [each, ANY] as const),
    () => context.write(node.body),
  )
  if (context.awaits > waits) refuse('a lambda that waits', node, 'Write an async function.')
  const text = body.text.startsWith('{') ? `(${body.text})` : body.text
  return operation(`(${params.join(', ')}) => ${text}`, ANY, BINDS.arrow)
}

function namedExpression(node: NamedExpr, context: Context): Code {
  const value = context.write(node.value)
  context.assign(node.target.id, value.type)
  return operation(`${nameText(node.target.id)} = ${value.text}`, value.type, BINDS.arrow)
}
