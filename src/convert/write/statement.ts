/** Statements: which writer takes which, where comments and blank lines go. */
import type { Assign, AugAssign, Expression, Statement } from '../python/ast'
import {
  ANY,
  dictOf,
  itemOf,
  join,
  listOf,
  NEVER,
  present,
  STR,
  typeText,
  valueOf,
  type Type,
} from '../facts/types'
import { BINDS, indent, isWord, operand, type Code } from './code'
import { commentText, takeComments } from './comments'
import { paramOf } from './comprehension'
import type { Context } from './context'
import { moduleOf, nameText } from './names'
import { bind, block } from './body'
import { classDefinition } from './class-definition'
import { forLoop, whileLoop } from './loops'
import { functionDefinition } from './function-definition'
import { importFrom, importModule } from './imports'
import { arithmetic, test } from './operators'
import { refuse } from './refusal'
import { tryStatement } from './try'
import { withStatement } from './with'

/** Writes a statement. */
export function writeStatement(node: Statement, context: Context): string {
  switch (node.type) {
    case 'Expr':
      return expressionStatement(node.value, context)
    case 'Assign':
      return assignment(node, context)
    case 'AnnAssign':
      if (!node.value) return ''
      return assign({ targets: [node.target], value: node.value }, context, node)
    case 'AugAssign':
      return augmented(node, context)
    case 'If':
      return ifStatement(node, context)
    case 'While':
      return whileLoop(node, context)
    case 'For':
    case 'AsyncFor':
      return forLoop(node, context)
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return functionDefinition(node, context)
    case 'ClassDef':
      return classDefinition(node, context)
    case 'Return': {
      const code = node.value ? context.write(node.value) : undefined
      context.scope.returns = join(context.scope.returns, code?.type ?? { kind: 'none' })
      // A function without a value gives None.
      return code ? `return ${code.text}` : context.scope.yields ? 'return' : 'return null'
    }
    case 'Import':
      return importModule(node, context)
    case 'ImportFrom':
      return importFrom(node, context)
    case 'Try':
      return tryStatement(node, context)
    case 'With':
    case 'AsyncWith':
      return withStatement(node, context)
    case 'Raise':
      return raise(node.exc, context, node)
    case 'Assert': {
      const condition = test(node.test, context)
      const message = node.msg ? context.write(node.msg).text : '"assertion failed"'
      return `if (!${operand(condition, BINDS.unary)}) throw new Error(${message})`
    }
    case 'Delete':
      return node.targets.map((target) => deletion(target, context)).join('\n')
    case 'Global':
    case 'Nonlocal':
      for (const name of node.names) context.scope.outer.add(name)
      return ''
    case 'Pass':
      return ''
    case 'Break':
      return 'break'
    case 'Continue':
      return 'continue'
    default:
      return refuse(`${node.type} of Python's syntax`, node)
  }
}

function expressionStatement(node: Expression, context: Context): string {
  if (node.type === 'Yield') {
    context.scope.yields = true
    return `yield ${node.value ? context.write(node.value).text : 'null'}`
  }
  if (node.type === 'Constant' && node.kind === 'ellipsis') return ''
  const { text } = context.write(node)
  // A line that begins so would go on with the one before.
  return /^[([`{/+-]/.test(text) ? (text.startsWith('{') ? `;(${text})` : `;${text}`) : text
}

/** `name = getpass()`: the answer goes into the environment, and is never shown. */
function assignment(node: Assign, context: Context): string {
  if (node.value.type !== 'Call' || moduleOf(node.value.func, context) !== 'getpass.getpass')
    return assign(node, context, node)
  const [target] = node.targets
  const key = target && variableOf(target)
  if (key === undefined) return refuse('getpass into this target', node, 'Use askEnv("NAME").')
  context.givenEnvironment.add(key)
  const asking = context.wait(`${context.magic('askEnv')}("${key}")`)
  if (target!.type !== 'Name') return asking
  const value: Code = { text: `process.env.${key}`, type: STR, binds: BINDS.primary }
  return `${asking}\n${assign(node, context, node, value)}`
}

/** The variable of the environment that a target is, or could be. */
function variableOf(target: Expression): string | undefined {
  if (target.type === 'Name') return target.id.toUpperCase()
  const isVariable =
    target.type === 'Subscript' && target.value.type === 'Attribute' && target.value.attr === 'environ'
  return isVariable && target.slice.type === 'Constant' ? String(target.slice.value) : undefined
}

function assign(
  parts: Pick<Assign, 'targets' | 'value'>,
  context: Context,
  node: Statement,
  given?: Code,
): string {
  const value = given ?? context.write(parts.value)
  const declared = context.scope.plan.declaredBy.get(node)
  if (parts.targets.length > 1) {
    if (!parts.targets.every((target) => target.type === 'Name'))
      refuse('several targets that are no names', node)
    for (const target of parts.targets) bind(target, value.type, context)
    return `${parts.targets.map((target) => paramOf(target)).join(' = ')} = ${value.text}`
  }
  const target = parts.targets[0]!
  if (target.type === 'Subscript' || target.type === 'Attribute') return setPart(target, value, context)
  if (target.type === 'Tuple' || target.type === 'List') {
    const isArray = ['list', 'tuple', 'sdk'].includes(value.type.kind)
    if (!isArray && value.type.kind !== 'any') refuse(`a ${value.type.kind} taken apart`, node)
    if (value.type.kind === 'tuple' && value.type.items.length !== target.elts.length)
      refuse('a tuple of another length', node)
    if (target.elts.some((each) => each.type !== 'Name')) {
      if (target.elts.some((each) => each.type === 'Starred')) refuse('* in a target', target)
      return elementwise(target.elts, value, context)
    }
    bind(target, value.type, context)
    const keyword = declared ? declarationWord([...declared], context) : ''
    const start = keyword === '' ? ';' : `${keyword} `
    return `${start}${paramOf(target)} = ${value.text}`
  }
  if (target.type !== 'Name') return refuse('this target of an assignment', target)
  bind(target, value.type, context)
  const name = nameText(target.id)
  if (!declared?.has(target.id)) return `${name} = ${value.text}`
  const full = context.facts.variable(context.keyOf(target.id))
  return `${declarationWord([target.id], context)} ${name}${annotation(value.type, full, { text: value.text, context, name: target.id })} = ${value.text}`
}

function elementwise(targets: readonly Expression[], value: Code, context: Context): string {
  if (!value.text.startsWith('[')) refuse('parts of values as targets', targets[0])
  const texts = targets.map((target) => {
    if (target.type === 'Name') {
      bind(target, ANY, context)
      return nameText(target.id)
    }
    if (target.type !== 'Subscript') return refuse('this target', target)
    const [base, key] = [context.write(target.value), context.write(target.slice)]
    if (present(base.type).kind !== 'list' || !/^\w+( [+-] 1)?$/.test(key.text)) refuse('this target', target)
    return `${operand(base, BINDS.call)}[${key.text}]`
  })
  return `;[${texts.join(', ')}] = ${value.text}`
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
  if (text === '[]') return `: ${ever.includes('any') || ever.endsWith('[]') === false ? 'any[]' : ever}`
  if (type.kind === 'none') return ': any'
  if (type.kind === 'dict' || type.kind === 'record') return text.startsWith('{') ? ': any' : ''
  if (type.kind === 'list' && text.startsWith('[')) {
    if (['str', 'int', 'float', 'bool', 'number'].includes(type.item.kind) && now === ever) return ''
    return ': any[]'
  }
  if (!isChanging) return ''
  return now === ever && !ever.includes('any') ? '' : ': any'
}

function setPart(target: Expression, value: Code, context: Context): string {
  if (target.type === 'Attribute') {
    const base = context.write(target.value)
    if (!['any', 'instance', 'sdk'].includes(base.type.kind))
      refuse(`.${target.attr} of a ${base.type.kind}`, target)
    return `${operand(base, BINDS.call)}.${target.attr} = ${value.text}`
  }
  if (target.type !== 'Subscript') return refuse('this target', target)
  if (target.value.type === 'Attribute' && target.value.attr === 'environ')
    return setEnvironment(target.slice, value, context)
  if (target.slice.type === 'Slice') refuse('a slice as a target', target, 'Use splice.')
  const key = context.write(target.slice)
  const base = context.write(target.value)
  const type = present(base.type)
  if (!['dict', 'record', 'list', 'any'].includes(type.kind))
    refuse(`an item of a ${type.kind} as a target`, target)
  const isKnown = context.grow(target.value, (held) => grown(held, { key: target.slice, value: value.type }))
  if (!context.isPlain(value.type) && !isKnown && !['sdk', 'instance', 'function'].includes(value.type.kind))
    refuse('a float or tuple in a value that is not of this function', target)
  if (type.kind !== 'list' && type.kind !== 'any' && !['str', 'any', 'sdk'].includes(present(key.type).kind))
    refuse('a key that is no string', target, 'Use a Map.')
  const word =
    target.slice.type === 'Constant' && target.slice.kind === 'str' ? String(target.slice.value) : undefined
  if (word !== undefined && !/^(0|[1-9]\d*)$|^__proto__$/.test(word))
    return `${operand(base, BINDS.call)}${isWord(word) ? `.${word}` : `[${key.text}]`} = ${value.text}`
  return `${context.helper('setItem')}(${base.text}, ${key.text}, ${value.text})`
}

function grown(held: Type, { key, value }: { key: Expression; value: Type }): Type {
  if (held.kind === 'list') return listOf(join(held.item, value))
  const isNew =
    held.kind === 'record' && !(key.type === 'Constant' && Object.hasOwn(held.fields, String(key.value)))
  if (held.kind === 'record' && !isNew && key.type === 'Constant')
    return {
      kind: 'record',
      fields: { ...held.fields, [String(key.value)]: join(held.fields[String(key.value)]!, value) },
    }
  const values = valueOf(held)
  return values ? dictOf(join(values, value)) : held
}

function setEnvironment(key: Expression, value: Code, context: Context): string {
  const name =
    key.type === 'Constant' ? String(key.value) : refuse('a variable whose name is worked out', key)
  context.givenEnvironment.add(name)
  return `process.env.${name} = ${value.text}`
}

function augmented(node: AugAssign, context: Context): string {
  const [left, right] = [context.write(node.target), context.write(node.value)]
  const result = arithmetic(left, right, { op: node.op, context, node: node.target })
  if (node.target.type !== 'Name') return setPart(node.target, result, context)
  if (left.type.kind === 'list') {
    const type = listOf(join(left.type.item, itemOf(right.type)))
    context.assign(node.target.id, type)
    // `+=` changes the list itself, which others may hold.
    return `${left.text}.push(...${operand(right, BINDS.arrow)})`
  }
  context.assign(node.target.id, result.type)
  const sign = { Add: '+', Sub: '-', Mult: '*' }[node.op as string]
  const isPlain = sign !== undefined && result.text.startsWith(`${left.text} ${sign} `)
  return isPlain ? `${left.text} ${sign}= ${right.text}` : `${left.text} = ${result.text}`
}

function ifStatement(node: Statement & { type: 'If' | 'While' }, context: Context): string {
  const condition = test(node.test, context)
  const before = context.scope.types
  context.scope.types = new Map(before)
  const body = block(node.body, context)
  const taken = context.scope.types
  context.scope.types = new Map(before)
  let text = `if (${condition.text}) ${body}`
  const [only] = node.orelse
  if (node.orelse.length === 1 && only?.type === 'If' && !context.scope.plan.before.has(only)) {
    const comments = takeComments(context, only.line)
    const inner = ifStatement(only, context)
    text +=
      comments.length > 0
        ? ` else {\n${indent([...comments.map((each) => commentText(each.text)), inner].join('\n'))}\n}`
        : ` else ${inner}`
  } else if (node.orelse.length > 0) text += ` else ${block(node.orelse, context)}`
  context.merge([taken, context.scope.types])
  return text
}

function raise(node: Expression | null, context: Context, place: Statement): string {
  if (!node) return 'throw error'
  if (node.type === 'Call' && node.func.type === 'Name' && /(?:Error|Exception)$/.test(node.func.id)) {
    const message = node.args[0] ? context.write(node.args[0]) : undefined
    const text = message ? operand(message, BINDS.arrow) : '""'
    const kind = node.func.id
    if (kind === 'Exception' || kind === 'RuntimeError') return `throw new Error(${text})`
    return `throw Object.assign(new Error(${text}), { name: "${kind}" })`
  }
  if (node.type === 'Name')
    return context.typeOf(node.id)?.kind === 'exception'
      ? `throw ${nameText(node.id)}`
      : refuse(`raise ${node.id}`, place)
  return refuse('raise of what is no exception', place, 'Throw an Error.')
}

function deletion(target: Expression, context: Context): string {
  if (target.type !== 'Subscript') return refuse('del of a name', target)
  const [base, key] = [context.write(target.value), context.write(target.slice)]
  context.grow(target.value, (type) => (type.kind === 'record' ? dictOf(valueOf(type) ?? NEVER) : type))
  return `${context.helper('pop')}(${base.text}, ${key.text})`
}
