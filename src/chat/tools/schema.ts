/**
 * Schemas of answers and of tools: JSON Schema as it is, and the schemas of zod 4 and other libraries that follow
 * Standard Schema. The libraries are the user's own; none is loaded here unless a schema needs it.
 * @see https://standardschema.dev
 */
import { UsageError } from '../../errors'
import { isObject, type JsonObject, stringOf } from '../../base/unknown'
import { notebookRequire } from '../../base/notebook-require'

/** A schema that can check a value: of zod, valibot, arktype and others. */
export interface StandardSchema<Output = unknown> {
  /** What Standard Schema asks of a library. */
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    validate(value: unknown): unknown
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** A JSON Schema. */
export type JsonSchema = { readonly [field: string]: unknown }

/** What a check of a value gave. */
export type Checked = { readonly value: unknown } | { readonly problem: string }

/**
 * The JSON Schema of a schema.
 *
 * @param schema - JSON Schema or a Standard Schema.
 * @throws UsageError for a schema that has no JSON Schema.
 */
export function toJsonSchema(schema: StandardSchema | JsonSchema): JsonObject {
  if (!isStandard(schema)) {
    if (isObject(schema)) return schema
    throw new UsageError('A schema is a JSON Schema or a schema of zod 4, valibot or the like.')
  }
  const standard = schema['~standard'] as JsonObject
  const own = schema as unknown as { toJSONSchema?: () => unknown; toJsonSchema?: () => unknown }
  const made =
    fromStandard(standard) ??
    own.toJSONSchema?.() ??
    own.toJsonSchema?.() ??
    fromZod(schema, stringOf(standard['vendor']))
  if (!isObject(made)) {
    throw new UsageError(
      `The schema of ${stringOf(standard['vendor'])} cannot be written as JSON Schema. Use zod 4 (import { z } from "zod/v4"), ` +
        'or pass a JSON Schema.',
    )
  }
  const { $schema: _, ...rest } = made
  return rest
}

/**
 * Checks a value. A plain JSON Schema checks nothing: the server was asked to keep to it.
 *
 * @param schema - The schema.
 * @param value - A parsed value.
 */
export async function check(schema: StandardSchema | JsonSchema, value: unknown): Promise<Checked> {
  if (!isStandard(schema)) return { value }
  const result = (await schema['~standard'].validate(value)) as JsonObject
  const { issues } = result
  if (!Array.isArray(issues) || issues.length === 0) return { value: result['value'] }
  return { problem: issues.slice(0, 3).map(describeIssue).join('; ') }
}

function describeIssue(issue: unknown): string {
  if (!isObject(issue)) return 'does not fit'
  const path = Array.isArray(issue['path'])
    ? issue['path'].map((key) => (isObject(key) ? key['key'] : key))
    : []
  return `${path.length > 0 ? `${path.join('.')}: ` : ''}${stringOf(issue['message'])}`
}

function isStandard(schema: unknown): schema is StandardSchema {
  return (
    (typeof schema === 'object' || typeof schema === 'function') && schema !== null && '~standard' in schema
  )
}

/** Libraries that can write themselves as JSON Schema say so beside `validate`. */
function fromStandard(standard: JsonObject): unknown {
  const writer = standard['jsonSchema']
  if (!isObject(writer) || typeof writer['output'] !== 'function') return undefined
  return (writer['output'] as (options: object) => unknown)({ target: 'draft-2020-12' })
}

/** zod 4 before it could do so: a function of the user's own package. */
function fromZod(schema: object, vendor: string): unknown {
  if (vendor !== 'zod' || !('_zod' in schema)) return undefined
  const load = notebookRequire()
  for (const name of ['zod/v4', 'zod']) {
    try {
      const { toJSONSchema } = load(name) as { toJSONSchema?: (schema: unknown) => unknown }
      if (toJSONSchema) return toJSONSchema(schema)
    } catch (error) {
      if ((error as { code?: string }).code === undefined) throw error
    }
  }
  return undefined
}
