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
import { isNone, typeParts } from './type-parts'

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
    parts.push(
      `${doc}const ${name} = z.${isStrict ? 'strictObject' : 'object'}(${list(fields, { open: '{', close: '}', isTall: true })})`,
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
      const others = args.filter((each) => !isNone(each)).map((each) => zodOf(each, context, owner))
      const text = others.length === 1 ? others[0]! : `z.union([${others.join(', ')}])`
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
