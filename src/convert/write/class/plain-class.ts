/** A class without a base: fields, a constructor, methods, getters. */
import { isAbstract, methodName } from '../../calls/classes'
import { parametersOf } from '../../calls/parameters'
import { fieldIn, instanceOf, methodOf, overridesOf } from '../../facts/classes'
import type { ClassFacts, FunctionFacts } from '../../facts/facts'
import { typeText } from '../../facts/type-text'
import { join } from '../../facts/join'
import { type Type } from '../../facts/types'
import { walk } from '../../facts/walk'
import type { FunctionDef, Statement } from '../../python/statements'
import { indent } from '../code'
import type { Context } from '../context'
import { shareCalls, withSuper } from './heir'
import { factsOf } from '../definition'
import { docComment, functionParts, isDocstring } from '../function-definition'
import { moduleOf, nameText } from '../names'
import { refuse } from '../refusal'

/** Methods of Python that have a place here. */
const SPECIAL = new Set([
  '__init__',
  '__str__',
  '__repr__',
  '__call__',
  '__len__',
  '__enter__',
  '__exit__',
  '__aenter__',
  '__aexit__',
  '__eq__',
  '__lt__',
  '__gt__',
  '__contains__',
  '__getitem__',
  '__setitem__',
  '__iter__',
  '__add__',
  '__sub__',
  '__mul__',
  '__truediv__',
])

const BARE = new WeakMap<FunctionDef, FunctionDef>()

const isExit = ({ name }: FunctionDef) => /^__a?exit__$/.test(name)

/** A method without `self`. */
function bareMethod(node: FunctionDef): FunctionDef {
  const known = BARE.get(node) ?? {
    ...node,
    // What ends a block is not looked at.
    args: {
      ...node.args,
      ...(isExit(node) ? { args: [], vararg: null } : { args: node.args.args.slice(1) }),
    },
  }
  BARE.set(node, known)
  return known
}

/** Writes a class. `first`: what stands before its own fields. */
export function plainClass(facts: ClassFacts, context: Context, first = ''): string {
  const { node, base, kind } = facts
  const statics = staticParts(facts, context)
  noteMethods(facts, context)
  const methods = methodsOf(facts, context)
  const isHeir = base !== undefined || kind === 'error'
  // A field that is declared anew would be emptied behind `super()`.
  const fields = [...facts.fields]
    .filter(([name]) => !facts.statics.has(name) && !(kind === 'error' && name === 'message'))
    .map(([name, { type }]) => `${isHeir ? 'declare ' : ''}${name}: ${fieldType(type)}`)
  const groups = [[first, ...statics, ...fields].filter((part) => part !== '').join('\n'), ...methods].filter(
    (part) => part !== '',
  )
  const above = base ? nameText(base.node.name) : 'Error'
  const isOpen = [...facts.methods.values()].some(isAbstract)
  const name = `${nameText(node.name)}${isHeir ? ` extends ${above}` : ''}`
  return `${docComment(node)}${isOpen ? 'abstract ' : ''}class ${name} {${groups.length > 0 ? `\n${indent(groups.join('\n\n'))}\n` : ''}}`
}

/** How a field is declared. */
export const fieldType = (type: Type): string => {
  const text = typeText(type)
  return text.includes('any') || type.kind === 'list' ? 'any' : text
}

/** Fields in the body of a class, which all objects share. */
function staticParts(facts: ClassFacts, context: Context): string[] {
  return facts.node.body.flatMap((each) => {
    if (each.type !== 'Assign' && each.type !== 'AnnAssign') return []
    const target = each.type === 'Assign' ? each.targets[0]! : each.target
    if (target.type !== 'Name') return refuse('this target in a class', each)
    if (!each.value) return []
    const code = context.write(each.value)
    facts.statics.set(target.id, join(facts.statics.get(target.id) ?? code.type, code.type))
    return [`static ${target.id}${code.text === '[]' || code.text === '{}' ? ': any' : ''} = ${code.text}`]
  })
}

/** Notes the methods before they are written: they call each other. */
export function noteMethods(facts: ClassFacts, context: Context): void {
  for (const each of facts.node.body)
    if (each.type === 'FunctionDef' || each.type === 'AsyncFunctionDef') {
      const kind = decoratorOf(each, context)
      const own = factsOf(kind === 'staticmethod' ? each : bareMethod(each), context)
      if (isExit(each)) checkExit(each)
      facts.methods.set(kind === 'setter' ? `${each.name}=` : each.name, own)
      const above = facts.base && methodOf(facts.base, each.name)
      if (above && each.name !== '__init__') shareCalls(own, above)
      if (facts.base && fieldIn(facts.base, each.name))
        refuse(`the method ${each.name}, a field of the class above`, each)
    }
}

/** Refuses a method that looks at the error which ends a block, or keeps it. */
function checkExit({ name, args, body }: FunctionDef): void {
  const given = new Set(args.args.slice(1).map(({ arg }) => arg))
  walk(body, (each) => {
    const isKept =
      each.type === 'Return' && each.value && !(each.value.type === 'Constant' && each.value.value !== true)
    if (isKept || (each.type === 'Name' && given.has(each.id)))
      refuse(`${name}, which looks at the error`, each, 'Use try and catch.')
  })
}

type Decorator = 'property' | 'setter' | 'staticmethod' | 'classmethod' | 'abstract'

/** What a method is marked as. */
function decoratorOf(node: FunctionDef, context: Context): Decorator | undefined {
  const [decorator, ...more] = node.decorator_list
  if (!decorator) return undefined
  if (more.length === 0 && moduleOf(decorator, context) === 'abc.abstractmethod') return 'abstract'
  const isSetter = decorator.type === 'Attribute' && decorator.attr === 'setter'
  if (more.length === 0 && isSetter && decorator.value.type === 'Name' && decorator.value.id === node.name)
    return 'setter'
  const name = decorator.type === 'Name' ? decorator.id : ''
  const [mark, ...others] = more
  if (name === 'property' && mark && others.length === 0 && moduleOf(mark, context) === 'abc.abstractmethod')
    return 'property'
  if (more.length === 0 && (name === 'property' || name === 'staticmethod' || name === 'classmethod'))
    return name
  return refuse(`the decorator of ${node.name}`, node)
}

/** Writes the methods of a class. */
export function methodsOf(
  facts: ClassFacts,
  context: Context,
  skip: ReadonlySet<string> = new Set(),
): string[] {
  return facts.node.body.flatMap((each) => {
    if (each.type === 'Assign' || each.type === 'AnnAssign' || each.type === 'Pass' || isDocstring(each))
      return []
    if (each.type === 'Expr' && each.value.type === 'Constant') return []
    if (each.type !== 'FunctionDef' && each.type !== 'AsyncFunctionDef')
      return refuse(`a ${each.type} in a class`, each)
    return skip.has(each.name) ? [] : [methodText(each, facts, context)]
  })
}

function methodText(node: FunctionDef, facts: ClassFacts, context: Context): string {
  const kind = decoratorOf(node, context)
  const isDunder = /^__\w+__$/.test(node.name)
  if (isDunder && !SPECIAL.has(node.name))
    refuse(`the method ${node.name} of ${facts.node.name}`, node, 'Give it a name of its own.')
  const own = facts.methods.get(kind === 'setter' ? `${node.name}=` : node.name)!
  const first = node.args.args[0]?.arg
  const type: Type = kind === 'classmethod' ? { kind: 'class', name: facts.node.name } : instanceOf(facts)
  if (kind === 'abstract') return abstractText(node, own, context)
  const self = kind === 'staticmethod' || first === undefined ? undefined : { name: first, type }
  const definition = node.name === '__init__' ? withSuper(own.node, facts) : own.node
  const written = functionParts(definition, own, { context, ...(self ? { self } : {}) })
  if (!written) return ''
  const { params, body, isAsync } = written
  const doc = docComment(node)
  if (node.name === '__init__') {
    if (isAsync)
      refuse(`__init__ of ${facts.node.name}, which waits`, node, 'Make the object in an async function.')
    return `${doc}constructor(${params}) ${body.replace(/\n  return null\n\}$/, '\n}')}`
  }
  const other = methodName(node.name)
  if (other !== node.name && (methodOf(facts, other) || fieldIn(facts, other)))
    refuse(`${node.name} and ${methodName(node.name)} of ${facts.node.name}`, node)
  if (node.name === '__repr__' && methodOf(facts, '__str__')) return `${doc}toRepr() ${body}`
  if (node.name === '__len__') {
    if (isAsync || fieldIn(facts, 'length') || methodOf(facts, 'length'))
      refuse(`the method __len__ of ${facts.node.name}`, node, 'Give it a name of its own.')
    return `${doc}get length() ${body}`
  }
  if (node.name === '__str__' || node.name === '__repr__') return `${doc}toString() ${body}`
  const name = `${isAsync ? 'async ' : ''}${own.isGenerator ? '*' : ''}${methodName(node.name)}`
  // What heirs give may be something else.
  const given =
    overridesOf(context.facts, { facts, name: node.name }).length > 0 && !own.isGenerator ? ': any' : ''
  if (kind === 'property') {
    if (isAbstract(own)) return `${doc}abstract get ${node.name}(): any`
    if (isAsync) refuse(`the property ${node.name}, which waits`, node, 'Make it a method.')
    return `${doc}get ${node.name}()${given} ${body}`
  }
  if (kind === 'setter')
    return `${doc}set ${node.name}(${params}) ${body.replace(/\n  return null\n\}$/, '\n}')}`
  const promised = isAsync ? given.replace('any', 'Promise<any>') : given
  return `${doc}${kind === undefined ? '' : 'static '}${name}(${params})${promised} ${body}`
}

/** A method that heirs give. */
function abstractText(node: FunctionDef, own: FunctionFacts, context: Context): string {
  const isBare = (each: Statement) =>
    each.type === 'Pass' || each.type === 'Raise' || (each.type === 'Expr' && each.value.type === 'Constant')
  if (!node.body.every(isBare)) refuse(`the abstract method ${node.name}, which does something`, node)
  const written = functionParts(own.node, own, { context })
  if (!written) return ''
  const names = parametersOf(own).map(
    ({ name, hasDefault }) => `${nameText(name)}${hasDefault ? '?' : ''}: any`,
  )
  return `${docComment(node)}abstract ${methodName(node.name)}(${names.join(', ')}): any`
}
