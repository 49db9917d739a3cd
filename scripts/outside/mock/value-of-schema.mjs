// A value that fits a JSON schema: what a mock model answers when it is asked for structured output or tool arguments.
// Covers what zod, pydantic and hand-written schemas send; it is not a validator.

const LAST_WORDS = /^(finish|finished|end|done|stop|__end__)$/i
const MAX_DEPTH = 8

/**
 * @param {object | boolean | undefined} schema
 * @param {{ finished?: boolean, text?: string }} [context] `finished`: prefer the choice that ends an agent (`FINISH`,
 * `__end__`). `text`: what strings say.
 */
export function valueOfSchema(schema, context = {}) {
  // No schema at all: LangChain 1 sends a tool itself when it is asked for its arguments. Fields that tools often have.
  if (typeof schema === 'object' && 'lc' in schema)
    return Object.fromEntries(
      ['city', 'location', 'query', 'answer'].map((key) => [key, context.text ?? 'text']),
    )
  return valueOf(schema, schema, context, 0, undefined)
}

function valueOf(schema, whole, context, depth, name) {
  if (schema === undefined || typeof schema === 'boolean' || depth > MAX_DEPTH) return context.text ?? 'text'
  if (schema.$ref) return valueOf(follow(schema.$ref, whole), whole, context, depth + 1, name)
  if ('const' in schema) return schema.const
  if (schema.enum) return choose(schema.enum, context)
  const options = schema.anyOf ?? schema.oneOf
  if (options) return valueOfOptions(options, whole, context, depth, name)
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((part) => valueOf(part, whole, context, depth + 1, name)))
  const type = [schema.type].flat().find((one) => one !== 'null') ?? (schema.properties ? 'object' : 'string')
  switch (String(type).toLowerCase()) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, part]) => [
          key,
          valueOf(part, whole, context, depth + 1, key),
        ]),
      )
    case 'array': {
      const items = schema.prefixItems ?? Array(Math.max(1, schema.minItems ?? 1)).fill(schema.items)
      return items.map((item) => valueOf(item, whole, context, depth + 1, name))
    }
    case 'number':
    case 'integer':
      return Math.min(
        schema.maximum ?? Infinity,
        Math.max(schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1, 1),
      )
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return stringOf(schema, context, name)
  }
}

function valueOfOptions(options, whole, context, depth, name) {
  const constants = options.filter((option) => 'const' in option).map((option) => option.const)
  if (constants.length === options.length) return choose(constants, context)
  const plain = options.find((option) => option.type !== 'null') ?? options[0]
  return valueOf(plain, whole, context, depth + 1, name)
}

/** The first choice, or the last word once the conversation has gone on; never the last word before. */
function choose(values, { finished = false }) {
  const ends = (value) => LAST_WORDS.test(String(value))
  return values.find((value) => ends(value) === finished) ?? values[0]
}

function stringOf(schema, context, name) {
  switch (schema.format) {
    case 'date-time':
      return '2026-01-01T00:00:00Z'
    case 'date':
      return '2026-01-01'
    case 'uri':
    case 'url':
      return 'https://example.com/'
    case 'email':
      return 'ada@example.com'
    case 'uuid':
      return '00000000-0000-4000-8000-000000000000'
  }
  if (/url|link/i.test(name ?? '')) return 'https://example.com/'
  const text = context.text ?? 'text'
  return text.length >= (schema.minLength ?? 0)
    ? text.slice(0, schema.maxLength)
    : text.padEnd(schema.minLength, '.')
}

function follow(reference, whole) {
  return reference
    .split('/')
    .slice(1)
    .reduce((at, key) => at?.[decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')], whole)
}
