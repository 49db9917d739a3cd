/** A class without a base: fields, a constructor, methods, getters. */
import type { ClassFacts } from '../../facts/facts'
import { typeText } from '../../facts/type-text'
import { join, type Type } from '../../facts/types'
import type { FunctionDef } from '../../python/statements'
import { indent } from '../code'
import type { Context } from '../context'
import { docComment, factsOf, functionParts, isDocstring } from '../function-definition'
import { nameText } from '../names'
import { refuse } from '../refusal'

/** Methods of Python that have a place here. */
const SPECIAL = new Set(['__init__', '__str__', '__repr__'])

const BARE = new WeakMap<FunctionDef, FunctionDef>()

/** A method without `self`. */
function bareMethod(node: FunctionDef): FunctionDef {
  const known = BARE.get(node) ?? { ...node, args: { ...node.args, args: node.args.args.slice(1) } }
  BARE.set(node, known)
  return known
}

/** Writes a class. */
export function plainClass(facts: ClassFacts, context: Context): string {
  const { node } = facts
  const statics = staticParts(facts, context)
  noteMethods(facts, context)
  const methods = methodsOf(facts, context)
  const fields = [...facts.fields]
    .filter(([name]) => !facts.statics.has(name))
    .map(([name, { type }]) => `${name}: ${fieldType(type)}`)
  const groups = [[...statics, ...fields].join('\n'), ...methods].filter((part) => part !== '')
  const name = nameText(node.name)
  return `${docComment(node)}class ${name} {${groups.length > 0 ? `\n${indent(groups.join('\n\n'))}\n` : ''}}`
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
      const isStatic = decoratorOf(each) === 'staticmethod'
      facts.methods.set(each.name, factsOf(isStatic ? each : bareMethod(each), context))
    }
}

/** What a method is marked as. */
function decoratorOf(node: FunctionDef): 'property' | 'staticmethod' | 'classmethod' | undefined {
  const [decorator, ...more] = node.decorator_list
  if (!decorator) return undefined
  const name = decorator.type === 'Name' ? decorator.id : ''
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
  const kind = decoratorOf(node)
  const isDunder = /^__\w+__$/.test(node.name)
  if (isDunder && !SPECIAL.has(node.name))
    refuse(`the method ${node.name} of ${facts.node.name}`, node, 'Give it a name of its own.')
  const own = facts.methods.get(node.name)!
  const first = node.args.args[0]?.arg
  const type: Type = { kind: kind === 'classmethod' ? 'class' : 'instance', name: facts.node.name }
  const self = kind === 'staticmethod' || first === undefined ? undefined : { name: first, type }
  const written = functionParts(own.node, own, { context, ...(self ? { self } : {}) })
  if (!written) return ''
  const { params, body, isAsync } = written
  const doc = docComment(node)
  if (node.name === '__init__') {
    if (isAsync)
      refuse(`__init__ of ${facts.node.name}, which waits`, node, 'Make the object in an async function.')
    return `${doc}constructor(${params}) ${body.replace(/\n  return null\n\}$/, '\n}')}`
  }
  if (isDunder) return `${doc}toString() ${body}`
  const name = `${isAsync ? 'async ' : ''}${own.isGenerator ? '*' : ''}${node.name}`
  if (kind === 'property') {
    if (isAsync) refuse(`the property ${node.name}, which waits`, node, 'Make it a method.')
    return `${doc}get ${node.name}() ${body}`
  }
  return `${doc}${kind === undefined ? '' : 'static '}${name}(${params}) ${body}`
}
