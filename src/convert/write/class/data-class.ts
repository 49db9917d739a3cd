/** A dataclass: its fields go into the constructor as one object. */
import type { ClassFacts, Field } from '../../facts/facts'
import { join } from '../../facts/join'
import { ANY, FLOAT, NEVER, type Type } from '../../facts/types'
import type { Expression } from '../../python/ast'
import { placeOf } from '../../python/place'
import { annotated } from '../annotations'
import { indent, primary } from '../code'
import type { Context } from '../context'
import { docComment, functionParts } from '../function-definition'
import { moduleOf, nameText } from '../names'
import { refuse } from '../refusal'
import { reprOf } from '../text'
import { baseModel } from './model-config'
import { fieldType, methodsOf, noteMethods } from './plain-class'

/** Writes a dataclass. */
export function dataClass(facts: ClassFacts, context: Context): string {
  const { node } = facts
  noteFields(facts, context)
  noteMethods(facts, context)
  const fields = [...facts.fields]
  const after = facts.methods.get('__post_init__')
  const declared = fields.map(([name, field]) => {
    const initial = initialOf(field, context)
    return initial === undefined
      ? `${name}: ${fieldType(field.type)}`
      : `${name}: ${fieldType(field.type)} = ${initial}`
  })
  const given = fields.filter(([name]) => !isInner(facts, name))
  const types = given.map(([name, field]) => `${name}${field.default ? '?' : ''}: ${fieldType(field.type)}`)
  const isFree = given.every(([, field]) => field.default)
  const self = { name: 'self', type: { kind: 'instance' as const, name: node.name } }
  const more = after && functionParts(after.node, after, { context, self })?.body.slice(2, -2)
  const body = `Object.assign(this, fields)${more === undefined ? '' : `\n${more.replace(/^ {2}/gm, '')}`}`
  const start = `constructor(fields: { ${types.join('; ')} }${isFree ? ' = {}' : ''}) {\n${indent(body)}\n}`
  const methods = methodsOf(facts, context, new Set(['__post_init__']))
  const shown = facts.uses.has('shown') && !facts.methods.has('__str__') && !facts.methods.has('__repr__')
  const parts = [
    declared.join('\n'),
    ...(fields.length > 0 ? [start] : []),
    ...methods,
    ...(shown ? [shownAs(facts, context)] : []),
    ...(context.facts.comparesObjects && !facts.methods.has('__eq__') ? [equalsText(facts, context)] : []),
  ]
  return `${docComment(node)}class ${nameText(node.name)} {\n${indent(parts.filter((part) => part !== '').join('\n\n'))}\n}`
}

/** A field that the constructor does not take. */
const isInner = ({ fields }: ClassFacts, name: string) => {
  const given = fields.get(name)?.default
  return (
    given?.type === 'Call' &&
    given.keywords.some(
      ({ arg, value }) => arg === 'init' && value.type === 'Constant' && value.value === false,
    )
  )
}

/** Notes the fields of a dataclass or a model. */
export function noteFields(facts: ClassFacts, context: Context): void {
  for (const [name, field] of baseModel(facts, context)?.fields ?? [])
    if (!facts.fields.has(name)) facts.fields.set(name, field)
  for (const each of facts.node.body) {
    if (each.type !== 'AnnAssign' || each.target.type !== 'Name') continue
    const { id } = each.target
    const annotation = annotated(each.annotation, context) ?? ANY
    // pydantic makes a float of an int, but for a default.
    const said = facts.kind === 'model' ? withFloats(annotation) : annotation
    const given = defaultType(each.value, context)
    const known = join(facts.fields.get(id)?.type ?? NEVER, given)
    // What says `float` may hold an int: what is put in tells.
    const isOpen = said.kind === 'number' && facts.kind === 'dataclass' && known.kind !== 'never'
    facts.fields.set(id, {
      annotation: each.annotation,
      default: each.value,
      type: isOpen
        ? known
        : said.kind === 'number' && !context.isLate && facts.kind === 'dataclass'
          ? NEVER
          : join(known, said),
    })
  }
}

/** A type whose numbers are floats. */
function withFloats(type: Type): Type {
  switch (type.kind) {
    case 'number':
      return FLOAT
    case 'list':
      return { ...type, item: withFloats(type.item) }
    case 'dict':
      return { ...type, value: withFloats(type.value) }
    case 'optional':
      return { ...type, of: withFloats(type.of) }
    default:
      return type
  }
}

/** What a default is that is written out, alone or in `Field(…)`. */
function defaultType(value: Expression | null, context: Context): Type {
  if (value?.type === 'Constant') return value.kind === 'ellipsis' ? NEVER : context.write(value).type
  if (value?.type !== 'Call') return NEVER
  const given = value.args[0] ?? value.keywords.find(({ arg }) => arg === 'default')?.value
  return given?.type === 'Constant' ? defaultType(given, context) : NEVER
}

/** What a field is when nothing is given, worked out anew for each object. */
function initialOf({ default: value }: Field, context: Context): string | undefined {
  if (!value) return undefined
  if (value.type !== 'Call') {
    if (
      value.type !== 'Constant' &&
      value.type !== 'UnaryOp' &&
      value.type !== 'Name' &&
      value.type !== 'Attribute'
    )
      refuse('a default that all objects share', value)
    return context.write(value).text
  }
  const name = moduleOf(value.func, context)
  if (name !== 'dataclasses.field') return refuse('a default that is worked out once', value)
  for (const { arg, value: given } of value.keywords) {
    if (arg === 'default') return context.write(given).text
    if (arg !== 'default_factory') continue
    if (given.type === 'Name' && (given.id === 'list' || given.id === 'dict'))
      return given.id === 'list' ? '[]' : '{}'
    if (given.type === 'Lambda') return context.write(given.body).text
    const place = placeOf(given)
    return context.write({ ...place, type: 'Call', func: given, args: [], keywords: [] }).text
  }
  return undefined
}

/** `Point(x=1, y=2)` */
function shownAs({ node, fields }: ClassFacts, context: Context): string {
  const parts = [...fields].map(
    ([name, { type }]) => `${name}=\${${reprOf(primary(`this.${name}`, type), context, undefined)}}`,
  )
  return `toString() {\n  return \`${node.name}(${parts.join(', ')})\`\n}`
}

/** Whether an object of the same class has the same fields. */
function equalsText({ node, fields, methods }: ClassFacts, context: Context): string {
  if (fields.has('equals') || methods.has('equals')) refuse(`equals of the dataclass ${node.name}`, node)
  const test = `other?.constructor === this.constructor && ${context.helper('equals')}({ ...this }, { ...other })`
  return `equals(other: any): boolean {\n  return ${test}\n}`
}
