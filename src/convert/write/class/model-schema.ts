/**
 * The JSON Schema that pydantic gives for a model, with its titles, in its order.
 * @see https://docs.pydantic.dev/latest/concepts/json_schema/
 */
import type { ClassFacts } from '../../facts/facts'
import type { Expression } from '../../python/ast'
import type { ClassDef } from '../../python/statements'
import { keyText, list, quoted } from '../code'
import type { Context } from '../context'
import { isDocstring } from '../function-definition'
import { refuse } from '../refusal'
import { isStrictModel } from './model-config'
import { fieldOf, hasWholeFloat, jsonOf, type Json } from './model-field'
import { typeParts } from './type-parts'

/** The schema of a model. `isShown`: whether the notebook may print it, not only send it. */
export function modelSchema(facts: ClassFacts, context: Context, isShown = false): Json {
  const definitions: Record<string, Json> = {}
  const schema = objectSchema(facts, { context, definitions, isShown })
  // One that holds itself.
  const { name } = facts.node
  if (Object.hasOwn(definitions, name)) return { $defs: sorted(definitions), $ref: `#/$defs/${name}` }
  return Object.keys(definitions).length === 0
    ? schema
    : sorted({ $defs: sorted(definitions), ...(schema as object) })
}

interface Making {
  readonly context: Context
  readonly definitions: Record<string, Json>
  readonly isShown: boolean
}

function objectSchema(facts: ClassFacts, making: Making): Json {
  const { node, fields } = facts
  const required: string[] = []
  const properties: Record<string, Json> = {}
  for (const [name, { annotation, default: value }] of fields) {
    if (making.isShown && value && hasWholeFloat(value))
      refuse('a whole float in a schema', value, 'Write the schema by hand.')
    const field = fieldOf(value, { annotation: annotation!, context: making.context })
    if (field.isRequired) required.push(name)
    const type = typeSchema(annotation!, making)
    properties[name] = sorted({
      ...(type as object),
      ...Object.fromEntries(field.limits),
      ...(field.default === undefined || field.isFactory ? {} : { default: field.default }),
      ...(field.description === undefined ? {} : { description: field.description }),
      ...(isReference(type) && field.title === undefined ? {} : { title: field.title ?? titleOf(name) }),
    })
  }
  const [first] = node.body
  const doc = isDocstring(first) ? docText(node) : undefined
  return sorted({
    ...(isStrictModel(facts, making.context) ? { additionalProperties: false } : {}),
    ...(doc === undefined ? {} : { description: doc }),
    properties,
    ...(required.length > 0 ? { required } : {}),
    title: node.name,
    type: 'object',
  })
}

/** The schema of a type, as pydantic gives it for a model whose field has it. */
export function schemaOfType(annotation: Expression, context: Context): Json {
  const definitions: Record<string, Json> = {}
  const type = typeSchema(annotation, { context, definitions, isShown: false })
  return { $defs: definitions, ...(type as object) }
}

/** Whether a field is of a class of its own, which may be missing: pydantic gives it no title. */
function isReference(type: Json): boolean {
  const { $ref, anyOf } = type as { readonly [key: string]: Json }
  if (!Array.isArray(anyOf)) return $ref !== undefined
  const others = (anyOf as readonly Json[]).filter((each) => (each as { type?: Json }).type !== 'null')
  return others.length === 1 && anyOf.length === 2 && isReference(others[0]!)
}

/** `first_name` is called "First Name". */
const titleOf = (name: string) =>
  name
    .replaceAll('_', ' ')
    .replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())
    .trim()

/** Python leaves no more than the shared margin of a docstring. */
function docText({ body }: ClassDef): string {
  const text = String((body[0] as { value: { value: unknown } }).value.value).trim()
  const [first, ...rest] = text.split('\n')
  const pads = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const pad = pads.length > 0 ? Math.min(...pads) : 0
  return [first!, ...rest.map((line) => line.slice(pad).trimEnd())].join('\n')
}

function typeSchema(node: Expression, making: Making): Json {
  const [name, ...args] = typeParts(node)
  const inner = (index: number) => (args[index] ? typeSchema(args[index], making) : {})
  const simple = { str: 'string', int: 'integer', float: 'number', bool: 'boolean', None: 'null' }[name]
  if (simple) return { type: simple }
  switch (name) {
    case 'Any':
      return {}
    case 'list':
    case 'List':
      return { items: inner(0), type: 'array' }
    case 'dict':
    case 'Dict':
      return { additionalProperties: isAny(inner(1)) ? true : inner(1), type: 'object' }
    case 'Optional':
      return { anyOf: [inner(0), { type: 'null' }] }
    case 'Union':
      return { anyOf: args.map((each) => typeSchema(each, making)) }
    case 'Literal': {
      const values = args.map((each) => jsonOf(each))
      const type = literalType(values, node)
      return values.length === 1 ? { const: values[0]!, type } : { enum: values, type }
    }
  }
  const facts = making.context.facts.classes.get(name)
  if (facts?.kind !== 'model' && facts?.kind !== 'enum') return refuse(`the type ${name} of a model`, node)
  if (!(name in making.definitions)) {
    making.definitions[name] = {}
    making.definitions[name] = facts.kind === 'model' ? objectSchema(facts, making) : enumSchema(facts)
  }
  return { $ref: `#/$defs/${name}` }
}

const isAny = (schema: Json) => Object.keys(schema as object).length === 0

/** Of what kind all values of a `Literal` are. */
export function literalType(values: readonly Json[], node: Expression): string {
  if (values.every((each) => typeof each === 'string')) return 'string'
  if (values.every((each) => typeof each === 'number')) return 'integer'
  return refuse('a Literal of what are no texts or ints', node)
}

function enumSchema({ node }: ClassFacts): Json {
  const values = node.body.flatMap((each) => (each.type === 'Assign' ? [jsonOf(each.value)] : []))
  const doc = isDocstring(node.body[0]) ? { description: docText(node) } : {}
  const type = values.every((each) => typeof each === 'string') ? 'string' : 'integer'
  return sorted({ ...doc, enum: values, title: node.name, type })
}

/** pydantic puts all keys but those of `properties` in their order. */
const sorted = (value: object): Json =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) as Json

/** A schema as an object of TypeScript. */
export function jsonText(value: Json): string {
  if (Array.isArray(value))
    return list(
      value.map((each) => jsonText(each as Json)),
      { open: '[', close: ']', isTall: false },
    )
  if (value === null || typeof value !== 'object')
    return typeof value === 'string' ? quoted(value) : JSON.stringify(value)
  const parts = Object.entries(value).map(([key, each]) => `${keyText(key)}: ${jsonText(each as Json)}`)
  return list(parts, { open: '{', close: '}', isTall: false })
}
