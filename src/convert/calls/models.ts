/** Models of pydantic: what is checked, and what an object of one gives. */
import type { ClassFacts } from '../facts/facts'
import { join } from '../facts/join'
import {
  ANY,
  isNumeric,
  isPlain,
  listOf,
  MURKY,
  NEVER,
  NONE,
  optional,
  present,
  record,
  STR,
  type Type,
} from '../facts/types'
import type { Attribute, Expression } from '../python/ast'
import { BINDS, type Code, operand, primary, quoted } from '../write/code'
import type { Context } from '../write/context'
import { formOf } from '../write/form'
import { nameOfType } from '../write/class/type-parts'
import { moduleOf, nameText } from '../write/names'
import { refuse } from '../write/refusal'
import { Arguments, type CallParts, isTrue } from './arguments'

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
      return finish(primary(validatedText(facts, args.need('obj').text, context), instance))
    case 'model_validate_json':
    case 'parse_raw':
      context.facts.use(facts, 'checked')
      return finish(
        primary(
          `${context.helper('validatedJson')}(${name}, ${args.need('json_data').text}, ${quoted(facts.node.name)})`,
          instance,
        ),
      )
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

/** `TypeAdapter(list[Model]).validate_python(data)` */
export function adapterCall(parts: CallParts): Code | undefined {
  const { node, context } = parts
  const { func } = node
  const made = func.type === 'Attribute' && func.value.type === 'Call' ? func.value : undefined
  const [type] = made?.args ?? []
  if (!made || !type || moduleOf(made.func, context) !== 'pydantic.TypeAdapter') return undefined
  const called = (func as Attribute).attr
  const helper = { validate_python: 'validated', validate_json: 'validatedJson' }[called]
  const item = nameOfType(type) === 'list' && type.type === 'Subscript' ? type.slice : undefined
  const facts = item?.type === 'Name' ? context.facts.classes.get(item.id) : undefined
  if (!helper || facts?.kind !== 'model')
    return refuse(`TypeAdapter.${called}()`, node, 'Use z.array of zod.')
  context.facts.use(facts, 'checked')
  context.import('z', 'zod')
  const args = new Arguments({ ...parts, name: `TypeAdapter.${called}` })
  const data = args.need('data')
  args.end()
  const { name } = facts.node
  return primary(
    `${context.helper(helper)}(z.array(${nameText(name)}), ${data.text}, ${quoted(`list[${name}]`)})`,
    listOf({ kind: 'instance', name }),
  )
}

/** A value that is checked by a model. */
export const validatedText = ({ node: { name } }: ClassFacts, value: string, context: Context): string =>
  `${context.helper('validated')}(${nameText(name)}, ${value === '' ? '{}' : value}, ${quoted(name)})`

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
    case 'dict': {
      const type: Type = { kind: 'record', fields: types }
      const mode = args.named('mode')
      if (mode?.type === 'Constant' && mode.value !== 'python' && Object.values(types).some(holdsMembers))
        return refuse('model_dump with members of an Enum as values', node)
      const kept = keptFields(primary(`structuredClone(${target.text})`, type), args)
      args.end()
      return kept
    }
    case 'model_dump_json':
    case 'json': {
      const indent = args.named('indent')
      const kept = keptFields({ ...target, type: { kind: 'record', fields: types } }, args)
      args.end()
      const { context } = parts
      const written = indent && context.write(indent).text
      const isData = Object.values(types).every((type) => isPlain(type) || holdsMembers(type))
      if (isData) return primary(`JSON.stringify(${kept.text}${written ? `, null, ${written}` : ''})`, STR)
      const form = formOf(kept.type, context.facts.classes)
      if (form === undefined) return refuse(`${name} of what JSON has not`, node, 'Use JSON.stringify.')
      const options = [`as: ${form}`, 'ascii: false', 'isPlain: true']
      options.push(written ? `indent: ${written}` : 'separators: [",", ":"]')
      return primary(`${context.helper('dumps')}(${kept.text}, { ${options.join(', ')} })`, STR)
    }
    case 'model_copy': {
      const update = args.named('update')
      args.end()
      const type: Type = { kind: 'instance', name: facts.node.name }
      if (!update) return primary(`{ ...${operand(target, BINDS.arrow)} }`, type)
      const keys = update.type === 'Dict' ? update.keys : []
      const isKnown = (key: Expression | null) =>
        key?.type === 'Constant' && facts.fields.has(String(key.value))
      // What is put in there is not checked.
      for (const [index, key] of keys.entries()) {
        const value = update.type === 'Dict' ? parts.context.write(update.values[index]!) : undefined
        if (value && isNumeric(value.type) && key?.type === 'Constant')
          parts.context.widenField(facts, String(key.value), value.type)
      }
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

/** Whether a value is a member of an enumeration, or may hold one. */
const holdsMembers = (type: Type): boolean =>
  type.kind === 'instance' ||
  (type.kind === 'optional' && holdsMembers(type.of)) ||
  (type.kind === 'list' && holdsMembers(type.item))

/** `exclude_none=True`, `exclude={"name"}`, `include={"name"}` */
function keptFields(target: Code, args: Arguments): Code {
  const { context, node } = args.parts
  const { type } = target
  let fields = type.kind === 'record' ? type.fields : {}
  let { text } = target
  for (const [option, isLeft] of [
    ['exclude', false],
    ['include', true],
  ] as const) {
    const given = args.named(option)
    if (!given) continue
    const names = given.type === 'Set' || given.type === 'List' ? given.elts : refuse(`this ${option}`, given)
    const keys = names.map((each) =>
      each.type === 'Constant' ? String(each.value) : refuse(`this ${option}`, each),
    )
    fields = Object.fromEntries(Object.entries(fields).filter(([name]) => keys.includes(name) === isLeft))
    const kept = Object.keys(fields).map(quoted).join(', ')
    text = `${context.helper('withoutSome')}(${text}, [${kept}])`
  }
  const isShort = args.named('exclude_none')
  if (!isShort) return primary(text, { kind: 'record', fields })
  if (!isTrue(isShort)) refuse('exclude_none that is worked out', node)
  const all = Object.entries(fields)
  const sure = all.filter(([, each]) => each.kind !== 'optional' && each.kind !== 'any')
  const others = all.filter(([, each]) => each.kind === 'optional' || each.kind === 'any')
  const more = others.reduce<Type>((one, [, each]) => join(one, present(each)), NEVER)
  return primary(`${context.helper('withoutNone')}(${text})`, record(Object.fromEntries(sure), more))
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
