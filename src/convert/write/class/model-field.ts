/** What is said of a field of a model: its default, its limits, how it is described. */
import { walk } from '../../facts/walk'
import type { Expression } from '../../python/ast'
import type { Context } from '../context'
import { moduleOf } from '../names'
import { refuse } from '../refusal'
import { nameOfType } from './type-parts'

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
    return { default: jsonOf(node, context), isRequired: false, limits: [] }
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
  if (!isOpen) given = jsonOf(first, context)
  for (const { arg, value } of node.keywords) {
    if (arg === 'default' && value.type === 'Constant' && value.kind === 'ellipsis') continue
    if (arg === 'description' || arg === 'title') {
      const text = jsonOf(value)
      if (typeof text !== 'string') refuse(`${arg} of a field that is worked out`, value)
      if (arg === 'title') title = text as string
      else description = text as string
    } else if (arg === 'default') given = jsonOf(value, context)
    else if (arg === 'examples') limits.push(['examples', jsonOf(value, context)])
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

export function jsonOf(node: Expression, context?: Context): Json {
  const inner = (each: Expression) => jsonOf(each, context)
  if (node.type === 'Constant') {
    if (node.kind === 'none') return null
    if (node.kind === 'int' || node.kind === 'float') return Number(node.value)
    if (node.kind === 'str') return String(node.value)
    if (node.kind === 'bool') return node.value as boolean
  }
  if (node.type === 'UnaryOp' && node.op === 'USub') return -(inner(node.operand) as number)
  if (node.type === 'List') return node.elts.map(inner)
  if (node.type === 'Dict')
    return Object.fromEntries(
      node.keys.map((key, index) => {
        if (key?.type !== 'Constant' || key.kind !== 'str' || /^\d+$|^__proto__$/.test(String(key.value)))
          return refuse('this key of a value of a field', node, 'Write the model by hand.')
        return [String(key.value), inner(node.values[index]!)]
      }),
    )
  const member = context && memberOf(node, context)
  return member ? inner(member) : refuse('this value of a field', node, 'Write the model by hand.')
}

/** What `Color.RED` holds. */
function memberOf(node: Expression, context: Context): Expression | undefined {
  if (node.type !== 'Attribute' || node.value.type !== 'Name') return undefined
  const facts = context.facts.classes.get(node.value.id)
  const found = facts?.node.body.find(
    (each) => each.type === 'Assign' && each.targets[0]!.type === 'Name' && each.targets[0].id === node.attr,
  )
  return facts?.kind === 'enum' && found?.type === 'Assign' ? found.value : undefined
}

/** Whether a value has a float that JSON of Python writes with a point, and that of JavaScript without. */
export function hasWholeFloat(value: Expression): boolean {
  let found = false
  walk(value, (node) => {
    if (node.type === 'Constant' && node.kind === 'float' && Number.isInteger(Number(node.value)))
      found = true
  })
  return found
}
