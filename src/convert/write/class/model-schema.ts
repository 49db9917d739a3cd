/**
 * The JSON Schema that pydantic gives for a model, with its titles, in its order.
 * @see https://docs.pydantic.dev/latest/concepts/json_schema/
 */
import type { ClassFacts } from '../../facts/facts'
import type { Expression } from '../../python/ast'
import type { ClassDef } from '../../python/statements'
import { isWord, list, quoted } from '../code'
import type { Context } from '../context'
import { isDocstring } from '../function-definition'
import { moduleOf } from '../names'
import { refuse } from '../refusal'
import { nameOfType, typeParts } from './type-parts'

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What is said of a field beside its type. */
export interface ModelField {
  readonly description?: string
  readonly title?: string
  readonly default?: Json
  readonly isRequired: boolean
  /** Whether its default is made anew, which the schema does not tell. */
  readonly isFactory?: boolean
  readonly limits: readonly (readonly [string, Json])[]
}

const LIMITS: Readonly<Record<string, string>> = {
  ge: 'minimum',
  gt: 'exclusiveMinimum',
  le: 'maximum',
  lt: 'exclusiveMaximum',
  min_length: 'minLength',
  max_length: 'maxLength',
  pattern: 'pattern',
}

/** Reads `= value` or `= Field(…)`. */
export function fieldOf(
  node: Expression | null,
  { annotation, context }: { annotation: Expression; context: Context },
): ModelField {
  if (!node) return { isRequired: true, limits: [] }
  if (node.type !== 'Call' || moduleOf(node.func, context) !== 'pydantic.Field')
    return { default: jsonOf(node), isRequired: false, limits: [] }
  const isList = /^(?:list|List)$/.test(nameOfType(annotation))
  const limits: [string, Json][] = []
  let isFactory = false
  let [given, description, title]: [Json | undefined, string | undefined, string | undefined] = [
    undefined,
    undefined,
    undefined,
  ]
  const [first, ...more] = node.args
  if (more.length > 0) refuse('Field with several arguments by position', node)
  const isOpen = first === undefined || (first.type === 'Constant' && first.kind === 'ellipsis')
  if (!isOpen) given = jsonOf(first)
  for (const { arg, value } of node.keywords) {
    if (arg === 'default' && value.type === 'Constant' && value.kind === 'ellipsis') continue
    if (arg === 'description' || arg === 'title') {
      const text = jsonOf(value)
      if (typeof text !== 'string') refuse(`${arg} of a field that is worked out`, value)
      if (arg === 'title') title = text as string
      else description = text as string
    } else if (arg === 'default') given = jsonOf(value)
    else if (arg === 'default_factory') {
      const isKnown = value.type === 'Name' && (value.id === 'list' || value.id === 'dict')
      if (!isKnown) refuse('this default_factory', value)
      given = value.id === 'list' ? [] : {}
      isFactory = true
    } else if (arg !== null && Object.hasOwn(LIMITS, arg)) {
      const key = LIMITS[arg]!
      limits.push([isList ? key.replace('Length', 'Items') : key, jsonOf(value)])
    } else refuse(`${arg ?? '**'} of a field`, value, 'Write the model by hand.')
  }
  return {
    isRequired: given === undefined,
    isFactory,
    limits,
    ...(given === undefined ? {} : { default: given }),
    ...(description === undefined ? {} : { description }),
    ...(title === undefined ? {} : { title }),
  }
}

function jsonOf(node: Expression): Json {
  if (node.type === 'Constant') {
    if (node.kind === 'none') return null
    if (node.kind === 'int') return Number(node.value)
    if (node.kind === 'str') return String(node.value)
    if (node.kind === 'bool') return node.value as boolean
    if (node.kind === 'float' && !Number.isInteger(Number(node.value))) return Number(node.value)
  }
  if (node.type === 'UnaryOp' && node.op === 'USub') return -(jsonOf(node.operand) as number)
  if (node.type === 'List') return node.elts.map(jsonOf)
  return refuse('this value of a field', node, 'Write the model by hand.')
}

/** The schema of a model. */
export function modelSchema(facts: ClassFacts, context: Context): Json {
  const definitions: Record<string, Json> = {}
  const schema = objectSchema(facts, { context, definitions })
  return Object.keys(definitions).length === 0
    ? schema
    : sorted({ $defs: sorted(definitions), ...(schema as object) })
}

interface Making {
  readonly context: Context
  readonly definitions: Record<string, Json>
}

function objectSchema({ node, fields }: ClassFacts, making: Making): Json {
  const required: string[] = []
  const properties: Record<string, Json> = {}
  for (const [name, { annotation, default: value }] of fields) {
    const field = fieldOf(value, { annotation: annotation!, context: making.context })
    if (field.isRequired) required.push(name)
    const type = typeSchema(annotation!, making)
    const isReference = '$ref' in (type as object)
    properties[name] = sorted({
      ...(type as object),
      ...Object.fromEntries(field.limits),
      ...(field.default === undefined || field.isFactory ? {} : { default: field.default }),
      ...(field.description === undefined ? {} : { description: field.description }),
      ...(isReference && field.title === undefined ? {} : { title: field.title ?? titleOf(name) }),
    })
  }
  const [first] = node.body
  const doc = isDocstring(first) ? docText(node) : undefined
  return sorted({
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
  const type = typeSchema(annotation, { context, definitions })
  return { $defs: definitions, ...(type as object) }
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
      return { additionalProperties: args.length > 1 ? inner(1) : true, type: 'object' }
    case 'Optional':
      return { anyOf: [inner(0), { type: 'null' }] }
    case 'Union':
      return { anyOf: args.map((each) => typeSchema(each, making)) }
    case 'Literal': {
      const values = args.map(jsonOf)
      if (!values.every((each) => typeof each === 'string')) refuse('a Literal of what are no texts', node)
      return values.length === 1 ? { const: values[0]!, type: 'string' } : { enum: values, type: 'string' }
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
  const parts = Object.entries(value).map(
    ([key, each]) => `${isWord(key) ? key : quoted(key)}: ${jsonText(each as Json)}`,
  )
  return list(parts, { open: '{', close: '}', isTall: false })
}
