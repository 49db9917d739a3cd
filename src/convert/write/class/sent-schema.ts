/** What clients make of the schema of a model before they send it. */
import { refuse } from '../refusal'
import type { Json } from './model-field'

interface Schema {
  readonly [key: string]: Json
}

/** What OpenAI's client for Python makes of the schema of a model: all keys are required, no others are taken. */
export function strictSchema(schema: Json, root: Json = schema): Json {
  if (Array.isArray(schema)) return schema.map((each) => strictSchema(each as Json, root))
  if (schema === null || typeof schema !== 'object') return schema
  const all = schema as { readonly [key: string]: Json }
  if ('$ref' in all && Object.keys(all).length > 1) {
    const { $ref, ...rest } = all
    const name = String($ref).replace('#/$defs/', '')
    const defined = (root as { $defs: Record<string, Json> }).$defs[name] as object
    return strictSchema({ ...defined, ...rest } as Json, root)
  }
  const result = Object.fromEntries(
    Object.entries(all).flatMap(([key, each]) => {
      if (key === 'default' && each === null) return []
      if (key === 'properties' || key === '$defs')
        return [
          [
            key,
            Object.fromEntries(
              Object.entries(each as object).map(([name, one]) => [name, strictSchema(one as Json, root)]),
            ),
          ],
        ]
      return [[key, ['items', 'anyOf', 'allOf'].includes(key) ? strictSchema(each, root) : each]]
    }),
  ) as { [key: string]: Json }
  if (all['type'] === 'object' && !('additionalProperties' in all)) result['additionalProperties'] = false
  if (typeof all['properties'] === 'object') result['required'] = Object.keys(all['properties'] as object)
  return result
}

/** What Mistral's client makes of the schema of a model. */
export function mistralSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map((each) => mistralSchema(each as Json))
  if (schema === null || typeof schema !== 'object') return schema
  const all = Object.entries(schema).map(([key, each]) => [key, mistralSchema(each as Json)] as const)
  const isObject = (schema as { readonly [key: string]: Json })['type'] === 'object'
  return Object.fromEntries(isObject ? [...all, ['additionalProperties', false]] : all)
}

/** What Google's schemas have; `$ref` and `const` are taken out of them. */
const OF_GOOGLE =
  /^(?:\$ref|const|title|description|default|enum|items|properties|required|type|nullable|anyOf|minimum|maximum|minItems|maxItems|minLength|maxLength|pattern)$/

/** What Google's client makes of it: definitions stand where they are used, and types have other names. */
export function googleSchema(
  schema: Json,
  definitions = (schema as Schema)['$defs'] as Schema | undefined,
): Json {
  const { $defs: _definitions, ...all } = schema as Schema
  const other = Object.keys(all).find((key) => !OF_GOOGLE.test(key))
  if (other !== undefined) refuse(`${other} in a schema for Google`)
  const inner = (each: Json) => googleSchema(each, definitions ?? {})
  const isNull = (each: Json) => (each as Schema)['type'] === 'null'
  if (all['anyOf'] !== undefined) {
    const { anyOf, ...rest } = all
    const kinds = (anyOf as readonly Json[]).filter((each) => !isNull(each))
    const more = kinds.length < (anyOf as readonly Json[]).length ? { ...rest, nullable: true } : rest
    return kinds.length === 1
      ? inner({ ...more, ...(kinds[0] as Schema) })
      : withoutNull({ ...more, anyOf: kinds.map(inner) })
  }
  const { $ref, ...rest } = all
  if ($ref !== undefined) {
    const defined = inner(definitions![String($ref).replace('#/$defs/', '')]!)
    // Python's client takes what stands beside a reference only where it may be missing.
    return rest['nullable'] === true ? withoutNull({ ...rest, ...(defined as Schema) }) : defined
  }
  const { const: only, type, properties, items, ...others } = rest
  const names = Object.keys((properties ?? {}) as Schema)
  return withoutNull({
    ...others,
    ...(only === undefined ? {} : { enum: [only] }),
    ...(items === undefined ? {} : { items: inner(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties as Schema).map(([name, each]) => [name, inner(each)]),
          ),
        }),
    ...(names.length > 1 ? { propertyOrdering: names } : {}),
    ...(type === undefined ? {} : { type: String(type).toUpperCase() }),
  })
}

const withoutNull = (schema: Schema): Json =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== null))
