/** Models of pydantic: what is checked, and what an object of one gives. */
import type { ClassFacts } from '../facts/facts'
import { ANY, isPlain, NONE, optional, STR, type Type } from '../facts/types'
import type { Attribute } from '../python/ast'
import { type Code, primary } from '../write/code'
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
  const types = Object.fromEntries([...facts.fields].map(([field, { type }]) => [field, plainType(type)]))
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
    default:
      return refuse(`.${name}() of a ${facts.node.name}`, node)
  }
}

/** A model in a model is a plain object as well. */
function plainType(type: Type): Type {
  if (type.kind === 'instance') return ANY
  if (type.kind === 'optional') return optional(plainType(type.of))
  if (type.kind === 'list') return { ...type, item: plainType(type.item) }
  return type
}
