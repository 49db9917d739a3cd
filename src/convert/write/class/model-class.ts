/**
 * A model of pydantic: a schema of zod where values are checked, the JSON Schema that pydantic gives where that is asked
 * for, and else a type.
 */
import type { ClassFacts } from '../../facts/facts'
import type { Expression } from '../../python/ast'
import { indent, list, quoted } from '../code'
import type { Context } from '../context'
import { docComment, isDocstring } from '../function-definition'
import { nameText } from '../names'
import { refuse } from '../refusal'
import { noteFields } from './data-class'
import { isConfig, isStrictModel } from './model-config'
import { fieldOf } from './model-field'
import { jsonText, literalType, modelSchema } from './model-schema'
import { fieldType } from './plain-class'
import { strictSchema } from './sent-schema'
import { isNone, nameOfType, typeParts } from './type-parts'

/** Writes a model. */
export function modelClass(facts: ClassFacts, context: Context): string {
  const { node } = facts
  for (const each of node.body)
    if (
      !isConfig(each) &&
      each.type !== 'AnnAssign' &&
      each.type !== 'Pass' &&
      !isDocstring(each) &&
      each.type !== 'Expr'
    )
      refuse(
        `the model ${node.name} with ${each.type === 'FunctionDef' ? 'a method' : `a ${each.type}`}`,
        each,
        'Write it with zod.',
      )
  noteFields(facts, context)
  const name = nameText(node.name)
  const doc = docComment(node)
  const parts: string[] = []
  const isStrict = isStrictModel(facts, context)
  if (facts.uses.has('checked')) {
    context.import('z', 'zod')
    const fields = [...facts.fields].map(([field, { annotation, default: value }]) => {
      const schema = zodOf(annotation!, context, node.name)
      return `${field}: ${schema}${zodOptions(value, { annotation: annotation!, context })}`
    })
    const schema = `z.${isStrict ? 'strictObject' : 'object'}(${list(fields, { open: '{', close: '}', isTall: true })})`
    parts.push(
      `${doc}const ${name} = ${facts.uses.has('value') ? withSchemas(schema, facts, context) : schema}`,
      `type ${name} = z.infer<typeof ${name}>`,
    )
  } else {
    const fields = [...facts.fields].map(([field, { type, annotation, default: value }]) => {
      const { isRequired } = fieldOf(value, { annotation: annotation!, context })
      return `${field}${isRequired ? '' : '?'}: ${fieldType(type)}`
    })
    parts.push(`${doc}interface ${name} {\n${indent(fields.join('\n'))}\n}`)
  }
  if (facts.uses.has('schema'))
    parts.push(`const ${name}Schema = ${jsonText(modelSchema(facts, context, true))}`)
  return parts.join('\n')
}

/** A class that is a value tells its name and its schemas. */
function withSchemas(schema: string, facts: ClassFacts, context: Context): string {
  const json = modelSchema(facts, context, true)
  const more = [`title: ${quoted(facts.node.name)}`, `jsonSchema: ${jsonText(json)}`]
  if (context.facts.hasModelFormats)
    more.push(`strictSchema: ${jsonText(strictSchema(modelSchema(facts, context)))}`)
  return `Object.assign(${schema}, ${list(more, { open: '{', close: '}', isTall: true })})`
}

/** What `Field(…)` says. */
function zodOptions(
  value: Expression | null,
  { annotation, context }: { annotation: Expression; context: Context },
): string {
  const field = fieldOf(value, { annotation, context })
  const checks: string[] = []
  for (const [key, each] of field.limits) {
    const name = { minimum: 'gte', exclusiveMinimum: 'gt', maximum: 'lte', exclusiveMaximum: 'lt' }[key]
    if (key === 'examples') continue
    if (name) checks.push(`.${name}(${String(each)})`)
    else if (key.startsWith('min') || key.startsWith('max'))
      checks.push(`.${key.slice(0, 3)}(${String(each)})`)
    else refuse(`${key} of a field`, value ?? undefined, 'Write the model with zod.')
  }
  const given = JSON.stringify(field.default)
  if (given !== undefined) checks.push(`.default(${field.isFactory ? `() => (${given})` : given})`)
  if (field.description !== undefined) checks.push(`.describe(${quoted(field.description)})`)
  return checks.join('')
}

/** An annotation as a schema of zod. */
function zodOf(node: Expression, context: Context, owner: string): string {
  const [name, ...args] = typeParts(node)
  const inner = (index: number) => (args[index] ? zodOf(args[index], context, owner) : 'z.any()')
  const simple = {
    str: 'z.string()',
    int: 'z.number().int()',
    float: 'z.number()',
    bool: 'z.boolean()',
    Any: 'z.any()',
    None: 'z.null()',
  }[name]
  if (simple) return simple
  switch (name) {
    case 'list':
    case 'List':
      return `z.array(${inner(0)})`
    case 'dict':
    case 'Dict':
      return `z.record(z.string(), ${inner(1)})`
    case 'Optional':
      return `${inner(0)}.nullable()`
    case 'Union': {
      const members = args.filter((each) => !isNone(each))
      const others = members.map((each) => zodOf(each, context, owner))
      const isOfModels = members.filter((each) => isModel(each, context)).length > 1
      if (isOfModels) checkUnion(members, context)
      const union = `z.union([${others.join(', ')}])${isOfModels ? ' as any' : ''}`
      const text = others.length === 1 ? others[0]! : isOfModels ? `(${union})` : union
      return others.length < args.length ? `${text}.nullable()` : text
    }
    case 'Literal':
      return literalText(args, node)
  }
  const facts = context.facts.classes.get(name)
  if (facts?.kind === 'enum') return `z.nativeEnum(${nameText(name)})`
  if (facts?.kind !== 'model') return refuse(`the type ${name} of a model`, node, 'Write the model with zod.')
  if (name === owner) refuse('a model that holds itself', node, 'Write it with a getter of zod.')
  context.facts.use(facts, 'checked')
  return nameText(name)
}

const isModel = (node: Expression, context: Context): boolean =>
  context.facts.classes.get(nameOfType(node))?.kind === 'model'

/** Refuses models that may take the same value: pydantic picks the one that fits best, zod the first. */
function checkUnion(members: readonly Expression[], context: Context): void {
  const tags = members
    .filter((each) => isModel(each, context))
    .map((each) => tagsOf(nameOfType(each), context))
  const [first] = tags
  const isTold = [...first!.keys()].some(
    (field) =>
      new Set(tags.map((each) => each.get(field))).size === tags.length &&
      tags.every((each) => each.has(field)),
  )
  if (!isTold)
    refuse('a Union of models that no Literal tells apart', members[0], 'Write it with z.discriminatedUnion.')
}

/** The fields of a model that have one value. */
function tagsOf(name: string, context: Context): Map<string, string> {
  const fields = [...context.facts.classes.get(name)!.fields]
  return new Map(
    fields.flatMap(([field, { annotation }]): [string, string][] => {
      const [type, value, ...more] = annotation ? typeParts(annotation) : ['']
      const isOne = type === 'Literal' && more.length === 0 && value?.type === 'Constant'
      return isOne ? [[field, String(value.value)]] : []
    }),
  )
}

/** `Literal["a", "b"]` */
function literalText(args: readonly Expression[], node: Expression): string {
  const values = args.map((each) =>
    each.type === 'Constant' && each.kind === 'int'
      ? Number(each.value)
      : each.type === 'Constant' && each.kind === 'str'
        ? String(each.value)
        : null,
  )
  const texts = values.map((each) => (typeof each === 'string' ? quoted(each) : String(each)))
  if (literalType(values, node) === 'string') return `z.enum([${texts.join(', ')}])`
  const literals = texts.map((each) => `z.literal(${each})`)
  return literals.length === 1 ? literals[0]! : `z.union([${literals.join(', ')}])`
}
