/** Assignments: declarations, targets taken apart, answers of `getpass`. */
import { partialLambda } from '../calls/library/partial'
import { typeText } from '../facts/type-text'
import { itemOf, join } from '../facts/join'
import { ANY, present, STR, type Type } from '../facts/types'
import type { Expression, Lambda } from '../python/ast'
import type { Assign, FunctionDef, Statement } from '../python/statements'
import { placeOf } from '../python/place'
import { bind } from './body'
import { asNone, BINDS, type Code, operand, primary } from './code'
import { paramOf } from './comprehension'
import type { Context } from './context'
import { newMap } from './dict-from'
import { callsMore, doesMore } from './effects'
import { functionDefinition } from './function-definition'
import { moduleOf, nameText } from './names'
import { operatorCall } from './operator-methods'
import { refuse } from './refusal'
import { setPart } from './set-part'

/** `name = getpass()`: the answer goes into the environment, and is never shown. */
export function assignment(node: Assign, context: Context): string {
  if (node.value.type !== 'Call' || moduleOf(node.value.func, context) !== 'getpass.getpass')
    return assign(node, { context, node })
  const [target] = node.targets
  const key = target && variableOf(target)
  if (key === undefined) return refuse('getpass into this target', node, 'Use askEnv("NAME").')
  context.givenEnvironment.add(key)
  const asking = context.wait(`${context.magic('askEnv')}("${key}")`)
  if (target!.type !== 'Name') return asking
  const value: Code = { text: `process.env.${key}`, type: STR, binds: BINDS.primary }
  return `${asking}\n${assign(node, { context, node, given: value })}`
}

/** The variable of the environment that a target is, or could be. */
function variableOf(target: Expression): string | undefined {
  if (target.type === 'Name') return target.id.toUpperCase()
  const isVariable =
    target.type === 'Subscript' && target.value.type === 'Attribute' && target.value.attr === 'environ'
  return isVariable && target.slice.type === 'Constant' ? String(target.slice.value) : undefined
}

/** `Mood = Literal["good", "bad"]` as a type. */
function literalAlias(name: string, value: Expression, context: Context): string | undefined {
  if (value.type !== 'Subscript' || moduleOf(value.value, context) !== 'typing.Literal') return undefined
  const parts = value.slice.type === 'Tuple' ? value.slice.elts : [value.slice]
  if (!parts.every((each) => each.type === 'Constant' && (each.kind === 'str' || each.kind === 'int')))
    return refuse('this Literal', value)
  return `type ${nameText(name)} = ${parts.map((each) => context.write(each).text).join(' | ')}`
}

const LAMBDAS = new WeakMap<Lambda, FunctionDef>()

/** A lambda that gets a name is a function. */
function namedLambda(node: Lambda, name: string): FunctionDef {
  const { body, args } = node
  const place = placeOf(node)
  const known = LAMBDAS.get(node) ?? {
    ...place,
    type: 'FunctionDef' as const,
    name,
    args,
    body: [{ ...place, type: 'Return' as const, value: body }],
    decorator_list: [],
    returns: null,
  }
  LAMBDAS.set(node, known)
  return known
}

/** The value of an assignment: `{}` is a Map where the keys that it gets are no texts. */
function assigned({ targets, value }: Pick<Assign, 'targets' | 'value'>, context: Context): Code {
  const code = context.write(value)
  const [target] = targets
  if (code.text !== '{}' || target?.type !== 'Name') return code
  const ever = context.facts.variable(context.keyOf(target.id))
  if (ever.kind !== 'map') return code
  return primary(`${newMap(ever.key, { context, node: value })}<any, any>()`, ever)
}

/** What Python works out later, one by one, must do nothing but give values. */
function checkOnce(node: Expression, context: Context): void {
  const isLater =
    node.type === 'GeneratorExp'
      ? doesMore(node.elt, context) ||
        node.generators.some(({ ifs }) => ifs.some((each) => doesMore(each, context)))
      : node.type === 'Call' &&
        node.func.type === 'Name' &&
        (node.func.id === 'map' || node.func.id === 'filter') &&
        node.args[0] !== undefined &&
        callsMore(node.args[0], context)
  if (isLater) refuse('calls that Python makes later, one by one', node, 'Make a list of them.')
}

/** Writes an assignment whose value may be written already. */
export function assign(
  parts: Pick<Assign, 'targets' | 'value'>,
  { context, node, given }: { context: Context; node: Statement; given?: Code },
): string {
  const declared = context.scope.plan.declaredBy.get(node)
  const [only] = parts.targets
  const func = parts.value.type === 'Lambda' ? parts.value : partialLambda(parts.value, context)
  if (func && only?.type === 'Name' && declared && !context.scope.plan.changing.has(only.id))
    return functionDefinition(namedLambda(func, only.id), context)
  const alias = only?.type === 'Name' ? literalAlias(only.id, parts.value, context) : undefined
  if (alias !== undefined) return alias
  const put =
    only?.type === 'Subscript' && parts.targets.length === 1
      ? operatorCall(only.value, '__setitem__', { args: [only.slice, parts.value], context, node: only })
      : undefined
  if (put) return put.text
  checkOnce(parts.value, context)
  const written = given ?? assigned(parts, context)
  const value = written.type.kind === 'none' ? asNone(written) : written
  if (parts.targets.length > 1) {
    if (!parts.targets.every((target) => target.type === 'Name'))
      refuse('several targets that are no names', node)
    for (const target of parts.targets) bind(target, value.type, context)
    return `${parts.targets.map((target) => paramOf(target)).join(' = ')} = ${value.text}`
  }
  const target = parts.targets[0]!
  if (target.type === 'Subscript' || target.type === 'Attribute') return setPart(target, value, context)
  if (target.type === 'Tuple' || target.type === 'List') {
    if (value.type.kind === 'optional' && ['tuple', 'list'].includes(value.type.of.kind))
      return fromOptional(target.elts, { value, context, declared })
    if (!['list', 'tuple', 'sdk', 'any', 'str', 'never'].includes(value.type.kind))
      refuse(`a ${value.type.kind} taken apart`, node)
    const isOpen = target.elts.some((each) => each.type === 'Starred')
    if (
      value.type.kind === 'tuple' &&
      (isOpen
        ? value.type.items.length < target.elts.length - 1
        : value.type.items.length !== target.elts.length)
    )
      refuse('a tuple of another length', node)
    const isPattern = (each: Expression): boolean =>
      each.type === 'Name' ||
      (each.type === 'Starred' && each.value.type === 'Name') ||
      (each.type === 'Tuple' && each.elts.every(isPattern))
    if (!target.elts.every(isPattern)) return elementwise(target.elts, value, context)
    const star = target.elts.findIndex((each) => each.type === 'Starred')
    if (star >= 0 && star < target.elts.length - 1 && value.type.kind !== 'tuple') {
      const names = target.elts.map((each) => paramOf(each.type === 'Starred' ? each.value : each))
      bind(target, value.type, context)
      const word = declared ? declarationWord([...declared], context) : ''
      const call = `${context.helper('unpackAround')}(${value.text}, ${star}, ${names.length - star - 1})`
      return `${word === '' ? ';' : `${word} `}[${names.join(', ')}]${word === 'let' ? ': any[]' : ''} = ${call}`
    }
    const hasFunctions =
      value.type.kind === 'tuple' && value.type.items.some(({ kind }) => kind === 'function')
    const text = `${taken(target.elts, value, context)}${hasFunctions && !value.text.startsWith('[') ? ' as any' : ''}`
    bind(target, value.type, context)
    const keyword = declared ? declarationWord([...declared], context) : ''
    const start = keyword === '' ? ';' : `${keyword} `
    return `${start}${paramOf(target)}${keyword === 'let' ? ': any[]' : ''} = ${text}`
  }
  if (target.type !== 'Name') return refuse('this target of an assignment', target)
  bind(target, value.type, context)
  context.keepConstant(target.id, parts.value)
  const name = nameText(target.id)
  if (!declared?.has(target.id)) return `${name} = ${value.text}`
  const full = context.facts.variable(context.keyOf(target.id))
  return `${declarationWord([target.id], context)} ${name}${annotation(value.type, full, { text: value.text, context, name: target.id })} = ${value.text}`
}

/** What may be None, which fails when it is taken apart. */
function fromOptional(
  targets: readonly Expression[],
  { value, context, declared }: { value: Code; context: Context; declared: ReadonlySet<string> | undefined },
): string {
  if (!targets.every((each) => each.type === 'Name')) refuse('parts of a value that may be None', targets[0])
  const target: Expression = { ...targets[0]!, type: 'Tuple', elts: targets }
  const type = present(value.type)
  if (type.kind === 'tuple' && type.items.length !== targets.length)
    refuse('a tuple of another length', target)
  bind(target, type, context)
  const word = declared ? declarationWord([...declared], context) : ''
  const start = word === '' ? ';' : `${word} `
  const call = `${context.helper('unpack')}(${value.text}, ${targets.length})`
  return `${start}${paramOf(target)}${word === 'let' ? ': any[]' : ''} = ${call}`
}

/** What names are taken from: as many values as there are names, which only a tuple promises. */
function taken(targets: readonly Expression[], value: Code, context: Context): string {
  if (value.type.kind === 'tuple') return value.text
  const star = targets.findIndex((each) => each.type === 'Starred')
  if (star >= 0 && star < targets.length - 1) refuse('a * that is not the last of the names', targets[star])
  const size = star < 0 ? targets.length : star
  return `${context.helper('unpack')}(${value.text}, ${size}${star < 0 ? '' : ', true'})`
}

function elementwise(targets: readonly Expression[], value: Code, context: Context): string {
  const isFields = targets.every((each) => each.type === 'Name' || each.type === 'Attribute')
  if (!isFields && !value.text.startsWith('[')) refuse('parts of values as targets', targets[0])
  const texts = targets.map((target, index) => {
    const type = value.type.kind === 'tuple' ? value.type.items[index]! : isFields ? itemOf(value.type) : ANY
    if (target.type === 'Name') {
      bind(target, type, context)
      return nameText(target.id)
    }
    if (target.type === 'Attribute') {
      const text = setPart(target, primary('$value', type), context)
      return text.endsWith(' = $value') ? text.slice(0, -' = $value'.length) : refuse('this target', target)
    }
    if (target.type !== 'Subscript') return refuse('this target', target)
    const [base, key] = [context.write(target.value), context.write(target.slice)]
    if (present(base.type).kind !== 'list' || !/^\w+( [+-] 1)?$/.test(key.text)) refuse('this target', target)
    return `${operand(base, BINDS.call)}[${key.text}]`
  })
  return `;[${texts.join(', ')}] = ${isFields ? `${taken(targets, value, context)}${value.text.startsWith('[') ? '' : ' as any'}` : value.text}`
}

function declarationWord(names: readonly string[], context: Context): string {
  return names.some((name) => context.scope.plan.changing.has(name)) ? 'let' : 'const'
}

/** The type that a declaration must say: what TypeScript would read from the value is too narrow. */
function annotation(
  type: Type,
  full: Type,
  { text, context, name }: { text: string; context: Context; name: string },
): string {
  const [now, ever] = [typeText(type), typeText(join(type, full))]
  const isChanging = context.scope.plan.changing.has(name)
  if (text === '[]' && isChanging && join(type, full).kind !== 'list') return ': any'
  if (text === '[]') return `: ${ever.includes('any') || ever.endsWith('[]') === false ? 'any[]' : ever}`
  // The types of a package know neither what its server takes besides nor which part of an answer is meant.
  if (type.kind === 'none' || (text.startsWith('new ') && type.kind === 'sdk')) return ': any'
  if (type.kind === 'dict' || type.kind === 'record')
    return /^(?:fromEntries|parseJson|get|item)\(/.test(text) ? '' : ': any'
  if (type.kind === 'list' && text.startsWith('[')) {
    if (['str', 'int', 'float', 'bool', 'number'].includes(type.item.kind) && now === ever) return ''
    return isChanging && now !== ever ? ': any' : ': any[]'
  }
  if (!isChanging) return ''
  // A member of an Enum is a literal, which takes no other.
  if (/^[A-Z]\w*\.\w+$/.test(text) && now === ever && !ever.includes('any')) return `: ${now}`
  return now === ever && !ever.includes('any') ? '' : ': any'
}
