/** Classes of the notebook: how objects of them are made, what is called on them, and how they are shown. */
import type { ClassFacts } from '../facts/facts'
import { NEVER, present, type Type } from '../facts/types'
import type { Attribute, Expression } from '../python/ast'
import { BINDS, type Code, operand, primary } from '../write/code'
import { nameText } from '../write/names'
import { refuse } from '../write/refusal'
import { textOf } from '../write/text'
import { type CallParts, objectOf } from './arguments'
import { ownCall } from './functions'
import { modelCall, modelClassCall } from './models'

/** `Name(…)` */
export function construct(name: string, parts: CallParts): Code {
  const { context, node } = parts
  const facts = classOf(name, parts)
  const instance: Type = { kind: 'instance', name }
  const text = nameText(name)
  switch (facts.kind) {
    case 'plain': {
      const init = facts.methods.get('__init__')
      if (init) return { ...ownCall(init, parts, `new ${text}`), type: instance }
      if (node.args.length + node.keywords.length > 0) refuse(`${name} with arguments`, node)
      return primary(`new ${text}()`, instance)
    }
    case 'error': {
      if (node.keywords.length > 0 || node.args.length > 1) refuse(`${name} with several arguments`, node)
      const [message] = node.args
      return primary(`new ${text}(${message ? textOf(context.write(message), context, message) : ''})`, {
        kind: 'exception',
      })
    }
    case 'enum': {
      const [value] = node.args
      if (!value) return refuse(`${name} without a value`, node)
      return primary(`${context.helper('memberOf')}(${text}, ${context.write(value).text})`, instance)
    }
    case 'dataclass':
      return primary(`new ${text}(${fieldsText(facts, parts)})`, instance)
    case 'model':
      context.facts.use(facts, 'checked')
      return primary(`${text}.parse(${fieldsText(facts, parts)})`, instance)
    case 'typed': {
      const types = [...facts.fields].map(([field, { type }]) => [field, type] as const)
      return primary(fieldsText(facts, parts), { kind: 'record', fields: Object.fromEntries(types) })
    }
  }
}

function classOf(name: string, { context, node }: CallParts): ClassFacts {
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
  const method = facts.methods.get(name)
  if (method && facts.kind !== 'enum') return ownCall(method, parts, `${text}.${name}`)
  if (facts.kind === 'model') return modelCall(target, { facts, name, parts })
  if (facts.fields.has(name)) return refuse(`a call of the field ${name}`, node)
  // The class may be written later, in a pass.
  if (!context.isLate) return primary(`${text}.${name}()`, NEVER)
  return refuse(`${parts.name}() of a ${facts.node.name}`, node)
}

/** `Name.method(…)` */
export function classCall(name: string, parts: CallParts): Code {
  const facts = classOf(name, parts)
  const called = (parts.node.func as Attribute).attr
  const method = facts.methods.get(called)
  const definition = facts.node.body.find((each) => 'name' in each && each.name === called)
  const isStatic = definition && 'decorator_list' in definition && definition.decorator_list.length > 0
  if (method && isStatic) return ownCall(method, parts, `${nameText(name)}.${called}`)
  if (facts.kind === 'model') return modelClassCall(facts, parts)
  return refuse(`${name}.${called}()`, parts.node)
}
