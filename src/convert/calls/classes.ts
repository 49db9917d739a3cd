/** Classes of the notebook: how objects of them are made, what is called on them, and how they are shown. */
import { fieldIn, instanceOf, lineage, methodOf, overridesOf } from '../facts/classes'
import type { ClassFacts, FunctionFacts } from '../facts/facts'
import { join } from '../facts/join'
import { NEVER, present, type Type } from '../facts/types'
import type { Attribute, Expression } from '../python/ast'
import { isNamedTuple } from '../write/class/named-tuple'
import { BINDS, type Code, operand, operation, primary, quoted } from '../write/code'
import type { Context } from '../write/context'
import { nameText } from '../write/names'
import { errorArguments } from '../write/raise'
import { refuse } from '../write/refusal'
import { type CallParts, objectOf } from './arguments'
import { ownCall } from './functions'
import { modelCall, modelClassCall, validatedText } from './models'

/** `Name(…)` */
export function construct(name: string, parts: CallParts): Code {
  const { context, node } = parts
  const facts = classOf(name, parts)
  const instance = instanceOf(facts)
  const text = nameText(name)
  switch (facts.kind) {
    case 'plain': {
      const init = methodOf(facts, '__init__')
      const open = abstractMethods(facts)
      if (open[0] !== undefined) refuse(`an object of ${name}, whose ${open[0]} is abstract`, node)
      if (init) return { ...ownCall(init, parts, `new ${text}`), type: instance }
      if (node.args.length + node.keywords.length > 0) refuse(`${name} with arguments`, node)
      return primary(`new ${text}()`, instance)
    }
    case 'error': {
      const init = methodOf(facts, '__init__')
      if (init) return { ...ownCall(init, parts, `new ${text}`), type: instance }
      if (node.keywords.length > 0) refuse(`${name} with named arguments`, node)
      const { text: message, args } = errorArguments(node.args, { context, node, name })
      const made = `new ${text}(${message ?? ''})`
      return primary(args === undefined ? made : `Object.assign(${made}, { args: ${args} })`, instance)
    }
    case 'enum': {
      const [value] = node.args
      if (!value) return refuse(`${name} without a value`, node)
      return primary(
        `${context.helper('memberOf')}(${text}, ${context.write(value).text}, ${quoted(name)})`,
        instance,
      )
    }
    case 'dataclass':
      return primary(`new ${text}(${fieldsText(facts, parts)})`, instance)
    case 'model':
      context.facts.use(facts, 'checked')
      return primary(validatedText(facts, fieldsText(facts, parts), context), instance)
    case 'typed': {
      const types = [...facts.fields].map(([field, { type }]) => [field, type] as const)
      return primary(fieldsText(facts, parts), { kind: 'record', fields: Object.fromEntries(types) })
    }
  }
}

/** The class that a name means. */
export function classOf(name: string, { context, node }: CallParts): ClassFacts {
  return context.facts.classes.get(name) ?? refuse(`the class ${name}, whose cell is not converted`, node)
}

/** The arguments as an object of fields. */
function fieldsText(facts: ClassFacts, parts: CallParts): string {
  const { node, context } = parts
  const names = [...facts.fields.keys()]
  const pass = (name: string, value: Expression): [string, Expression] => {
    if (!facts.fields.has(name) && facts.kind !== 'model')
      refuse(`${name}, which ${facts.node.name} does not have`, node)
    return [name, value]
  }
  if (node.args.length > names.length || (facts.kind !== 'dataclass' && node.args.length > 0))
    refuse(`${facts.node.name} with arguments by position`, node)
  const given = [
    ...node.args.map((value, index) => pass(names[index]!, value)),
    ...node.keywords.flatMap(({ arg, value }) => (arg === null ? [] : [pass(arg, value)])),
  ]
  const spread = node.keywords.filter(({ arg }) => arg === null)
  for (const [name, field] of facts.fields)
    if (
      !field.default &&
      spread.length === 0 &&
      !given.some(([each]) => each === name) &&
      facts.kind !== 'model'
    )
      refuse(`${facts.node.name} without ${name}`, node)
  const texts = given.map(([name, value]) => {
    const code = context.write(value)
    if (facts.kind !== 'model') context.widenField(facts, name, code.type)
    return code.text === name ? name : `${name}: ${operand(code, BINDS.arrow)}`
  })
  const spreads = spread.map(({ value }) => `...${operand(context.write(value), BINDS.arrow)}`)
  const all = [...spreads, ...texts]
  if (all.length === 0) return ''
  if (all.length === 1 && spreads.length === 1) return spreads[0]!.slice(3)
  return objectOf(all, node)
}

/** `object.name(…)` */
export function instanceCall(target: Code, parts: CallParts): Code {
  const { node, context } = parts
  const type = present(target.type)
  const name = (node.func as Attribute).attr
  const facts = classOf('name' in type ? type.name : '', parts)
  const text = operand(target, BINDS.call)
  const method = methodOf(facts, name)
  if (method && facts.kind !== 'enum') {
    const isOfClass = method.node.decorator_list.some(
      (each) => each.type === 'Name' && /^(?:static|class)method$/.test(each.id),
    )
    const owner = lineage(facts).find(({ methods }) => methods.has(name))!
    // A method of the class is none of its objects here.
    const called = isOfClass ? nameText(owner.node.name) : text
    if (isOfClass && overridesOf(context.facts, { facts, name }).length > 0)
      refuse(`${name}, which heirs of ${owner.node.name} have as well`, node)
    const code = ownCall(method, parts, `${called}.${methodName(name)}`)
    return withOverrides(code, { method, others: overridesOf(context.facts, { facts, name }), parts })
  }
  if (facts.kind === 'model') return modelCall(target, { facts, name, parts })
  if (isNamedTuple(facts) && (name === '_asdict' || name === '_replace'))
    return tupleCall(target, facts, parts)
  if (fieldIn(facts, name)) return refuse(`a call of the field ${name}`, node)
  // The class may be written later, in a pass.
  if (!context.isLate) return primary(`${text}.${name}()`, NEVER)
  return refuse(`${parts.name}() of a ${facts.node.name}`, node)
}

/** `point._asdict()`, `point._replace(x=1)` */
function tupleCall(target: Code, facts: ClassFacts, { node, context }: CallParts): Code {
  const spread = `...${operand(target, BINDS.arrow)}`
  if (node.args.length > 0) return refuse('_replace with values by position', node)
  const types = [...facts.fields].map(([field, { type }]) => [field, type] as const)
  if ((node.func as Attribute).attr === '_asdict')
    return primary(`{ ${spread} }`, { kind: 'record', fields: Object.fromEntries(types) })
  const given = node.keywords.map(({ arg, value }) => {
    if (arg === null || !facts.fields.has(arg)) return refuse('this _replace', node)
    const code = context.write(value)
    context.widenField(facts, arg, code.type)
    return `${arg}: ${operand(code, BINDS.arrow)}`
  })
  const text = `new ${nameText(facts.node.name)}({ ${[spread, ...given].join(', ')} })`
  return primary(text, target.type)
}

/** How a method is called here: `object(…)` in Python is a call of `__call__`. */
export const methodName = (name: string): string =>
  OPERATORS[name] ?? /^__a?(call|enter|exit)__$/.exec(name)?.[1] ?? name

const OPERATORS: Readonly<Record<string, string>> = {
  __eq__: 'equals',
  __lt__: 'isBelow',
  __gt__: 'isAbove',
  __contains__: 'has',
  __getitem__: 'item',
  __setitem__: 'setItem',
  __iter__: '[Symbol.iterator]',
  __add__: 'plus',
  __sub__: 'minus',
  __mul__: 'times',
  __truediv__: 'dividedBy',
}

/** A call of a method that heirs of the class have as well: which one is called is known when it runs. */
function withOverrides(
  code: Code,
  {
    method,
    others,
    parts: { node, context },
  }: { method: FunctionFacts; others: readonly FunctionFacts[]; parts: CallParts },
): Code {
  if (others.length === 0) return code
  if (node.keywords.some(({ arg }) => arg === null)) refuse('** in a call of a method that heirs have', node)
  if (code.type.kind === 'promise' || code.type.kind === 'generator') {
    if (
      others.some(
        ({ node: { type }, isGenerator }) => type !== method.node.type || isGenerator !== method.isGenerator,
      )
    )
      refuse(
        `methods of the name ${method.node.name}, of which only some are asynchronous or generators`,
        node,
      )
    const of = others.reduce<Type>(
      (all, each) => join(all, method.isGenerator ? each.gives : each.returns),
      NEVER,
    )
    return code.type.kind === 'promise'
      ? { ...code, type: { kind: 'promise', of: join(code.type.of, of) } }
      : { ...code, type: { kind: 'generator', item: join(code.type.item, of) } }
  }
  const type = others.reduce<Type>((all, each) => join(all, each.returns), code.type)
  if (method.isAsync || !others.some((each) => each.isAsync)) return { ...code, type }
  return operation(context.wait(code.text), type, BINDS.unary)
}

/** What a method gives, or that of an heir. */
export const returnsOf = (facts: ClassFacts, name: string, context: Context): Type =>
  overridesOf(context.facts, { facts, name }).reduce<Type>(
    (all, each) => join(all, each.returns),
    methodOf(facts, name)?.returns ?? NEVER,
  )

/** Methods that a class must be given by an heir. */
function abstractMethods(facts: ClassFacts): string[] {
  const names = new Set(lineage(facts).flatMap(({ methods }) => [...methods.keys()]))
  return [...names].filter((name) => isAbstract(methodOf(facts, name)!))
}

/** Whether a method is marked as one that heirs give. */
export const isAbstract = ({ node }: FunctionFacts): boolean =>
  node.decorator_list.some(
    (each) =>
      (each.type === 'Name' && each.id === 'abstractmethod') ||
      (each.type === 'Attribute' && each.attr === 'abstractmethod'),
  )

/** `Name.method(…)` */
export function classCall(name: string, parts: CallParts): Code {
  const facts = classOf(name, parts)
  const called = (parts.node.func as Attribute).attr
  const method = methodOf(facts, called)
  const isMarked = method !== undefined && method.node.decorator_list.length > 0
  if (isMarked && !facts.methods.has(called))
    refuse(`${name}.${called}(), which the class inherits`, parts.node, 'Call it on the class that has it.')
  if (isMarked) return ownCall(method, parts, `${nameText(name)}.${called}`)
  if (facts.kind === 'model') return modelClassCall(facts, parts)
  return refuse(`${name}.${called}()`, parts.node)
}
