/** Models of pydantic: what is checked, and what an object of one gives. */
import type { ClassFacts } from '../facts/facts'
import { ANY, isPlain, MURKY, NONE, optional, STR, type Type } from '../facts/types'
import type { Attribute, Expression } from '../python/ast'
import { BINDS, type Code, operand, primary } from '../write/code'
import { nameText } from '../write/names'
import { refuse } from '../write/refusal'
import { Arguments, type CallParts } from './arguments'

/** `Model.model_validate(data)` and the like. */
export function modelClassCall(facts: ClassFacts, parts: CallParts): Code {
  const { context, node } = parts
  const called = (node.func as Attribute).attr
  const name = nameText(facts.node.name)
  const instance: Type = { kind: 'instance', name: facts.node.name }
  const args = new Arguments({ ...parts, name: `${facts.node.name}.${called}` })
  const finish = (code: Code) => {
    args.end()
    return code
  }
  switch (called) {
    case 'model_validate':
    case 'parse_obj':
      context.facts.use(facts, 'checked')
      return finish(primary(`${name}.parse(${args.need('obj').text})`, instance))
    case 'model_validate_json':
    case 'parse_raw':
      context.facts.use(facts, 'checked')
      return finish(primary(`${name}.parse(JSON.parse(${args.need('json_data').text}))`, instance))
    case 'model_rebuild':
      args.end()
      return primary('', NONE)
    case 'model_json_schema':
    case 'schema':
      if (called === 'schema') refuse('schema of a model', node, 'Use model_json_schema.')
      context.facts.use(facts, 'schema')
      if (context.isOfLaterCell(facts.node.name)) context.missing.add(`${facts.node.name}Schema`)
      return finish(primary(`${name}Schema`, ANY))
    default:
      return refuse(`${facts.node.name}.${called}()`, node)
  }
}

/** `object.model_dump()` and the like: an object of a model is a plain object here. */
export function modelCall(
  target: Code,
  { facts, name, parts }: { facts: ClassFacts; name: string; parts: CallParts },
): Code {
  const { node } = parts
  const args = new Arguments({ ...parts, name: `.${name}` })
  const types = Object.fromEntries(
    [...facts.fields].map(([field, { type }]) => [field, plainType(type, parts.context)]),
  )
  switch (name) {
    case 'model_dump':
    case 'dict':
      args.end()
      return primary(`structuredClone(${target.text})`, { kind: 'record', fields: types })
    case 'model_dump_json':
    case 'json': {
      const indent = args.named('indent')
      args.end()
      if (Object.values(types).some((type) => !isPlain(type)))
        refuse(`${name} of a model with floats`, node, 'Use JSON.stringify.')
      const more = indent ? `, null, ${parts.context.write(indent).text}` : ''
      return primary(`JSON.stringify(${target.text}${more})`, STR)
    }
    case 'model_copy': {
      const update = args.named('update')
      args.end()
      const type: Type = { kind: 'instance', name: facts.node.name }
      if (!update) return primary(`{ ...${operand(target, BINDS.arrow)} }`, type)
      const keys = update.type === 'Dict' ? update.keys : []
      const isKnown = (key: Expression | null) =>
        key?.type === 'Constant' && facts.fields.has(String(key.value))
      if (keys.length === 0 || !keys.every(isKnown))
        refuse('an update of a copy that is worked out', update, 'Write { ...object, field: value }.')
      return primary(
        `{ ...${operand(target, BINDS.arrow)}, ${parts.context.write(update).text.slice(1, -1).trim()} }`,
        type,
      )
    }
    default:
      return refuse(`.${name}() of a ${facts.node.name}`, node)
  }
}

/** A model in a model is a plain object as well; a member of an enumeration stays one. */
function plainType(type: Type, context: CallParts['context'], depth = 0): Type {
  const inner = (each: Type) => plainType(each, context, depth + 1)
  if (type.kind === 'instance') {
    const facts = context.facts.classes.get(type.name)
    if (facts?.kind !== 'model') return type
    // One that holds itself.
    if (depth > 4) return MURKY
    return {
      kind: 'record',
      fields: Object.fromEntries([...facts.fields].map(([name, field]) => [name, inner(field.type)])),
    }
  }
  if (type.kind === 'optional') return optional(inner(type.of))
  if (type.kind === 'list') return { ...type, item: inner(type.item) }
  if (type.kind === 'dict') return { ...type, value: inner(type.value) }
  return type
}
