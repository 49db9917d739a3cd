/** `pydantic`: what is checked, and what is said of what is wrong. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { failure } from './failure'
import { repr } from './show'
import { typeName } from './type-name'

/** `Model(…)`, `Model.model_validate(data)` */
export function validated<T>(schema: { parse(data: unknown): T }, data: any, name: string): T {
  const { success, data: value, error } = (schema as any).safeParse(data)
  if (success) return value
  throw validationError(
    error.issues.flatMap((issue: any) =>
      wrongParts(issue, data, { name, part: issue.path.reduce(partOf, schema) }),
    ),
    name,
  )
}

/** `Model.model_validate_json(text)` */
export function validatedJson<T>(schema: { parse(data: unknown): T }, text: string, name: string): T {
  let data: any
  try {
    data = JSON.parse(text)
  } catch {
    throw failure('ValidationError', `1 validation error for ${name}: Invalid JSON`)
  }
  return validated(schema, data, name)
}

function validationError(errors: any[], name: string): Error {
  const lines = errors.flatMap(({ loc, msg, type, input, url }) => [
    ...(loc.length > 0 ? [loc.join('.')] : []),
    `  ${msg} [type=${type}, input_value=${shortened(repr(input))}, input_type=${typeName(input, true)}]`,
    `    For further information visit ${url}`,
  ])
  const head = `${errors.length} validation error${errors.length === 1 ? '' : 's'} for ${name}`
  return Object.assign(failure('ValidationError', [head, ...lines].join('\n')), { errors })
}

/** The schema of a part of a value */
function partOf(schema: any, key: any): any {
  const bare = unwrapped(schema)
  return bare?.shape?.[key] ?? bare?.element ?? bare?.valueSchema ?? bare?.valueType
}

/** A schema without what it says of None and of a default */
function unwrapped(schema: any): any {
  if (schema?.element) return schema
  const inner = schema?.removeDefault?.() ?? schema?.unwrap?.()
  return inner ? unwrapped(inner) : schema
}

function shortened(text: string): string {
  const chars = [...text]
  return chars.length > 50 ? `${chars.slice(0, 25).join('')}...${chars.slice(-24).join('')}` : text
}

/** What pydantic says of an issue of zod, whose versions name some of its parts otherwise */
function wrongParts(issue: any, data: any, { name, part }: { name: string; part: any }): any[] {
  const path: (string | number)[] = issue.path
  const at = (size: number) => path.slice(0, size).reduce((value: any, key) => value?.[key], data)
  const one = (type: string, msg: string, more: any = {}, loc = path, input = at(path.length)) => ({
    type,
    loc,
    msg,
    input,
    ...more,
    url: `https://errors.pydantic.dev/2.13/v/${type}`,
  })
  const value = at(path.length)
  const { code } = issue
  if (value === undefined && path.length > 0)
    return [one('missing', 'Field required', {}, path, at(path.length - 1))]
  if (code === 'unrecognized_keys')
    return issue.keys.map((key: string) =>
      one('extra_forbidden', 'Extra inputs are not permitted', {}, [...path, key], value[key]),
    )
  const options = issue.options ?? issue.values ?? (code === 'invalid_literal' ? [issue.expected] : undefined)
  if (options !== undefined && code !== 'invalid_type') {
    const texts = options.map(repr)
    const expected = [texts.slice(0, -1).join(', '), texts.at(-1)].filter((each) => each !== '').join(' or ')
    // A member of an Enum is called otherwise than its value.
    const isEnum = Object.entries(unwrapped(part)?.enum ?? {}).some(([key, each]) => key !== each)
    return [one(isEnum ? 'enum' : 'literal_error', `Input should be ${expected}`, { ctx: { expected } })]
  }
  const found =
    code === 'invalid_type'
      ? wrongType(expectedOf(issue, unwrapped(part)), value, path.length === 0 ? name : undefined)
      : code === 'too_small' || code === 'too_big'
        ? outOfBounds(issue, value)
        : undefined
  if (found) return [one(...found)]
  throw failure('NotConverted', `What pydantic says of this ${code} is not known here.`)
}

function expectedOf({ expected }: any, part: any): string {
  if (part?.isInt) return 'integer'
  return part?.valueSchema || part?.valueType ? 'record' : expected
}

function wrongType(expected: string, value: any, name: string | undefined): [string, string] {
  const isText = typeof value === 'string'
  const isCast = isText
    ? /^\s*[-+]?[\d._]+(e[-+]?\d+)?\s*$|^(?:inf|nan)/i.test(value)
    : typeof value === 'boolean'
  const isBool = isText && /^(?:true|false|yes|no|on|off|y|n|t|f|0|1)$/i.test(value)
  const isNumber = ['number', 'int', 'integer', 'float'].includes(expected)
  if ((isNumber && isCast) || (expected === 'boolean' && (isBool || value === 0 || value === 1)))
    throw failure('NotConverted', `pydantic takes ${repr(value)} for a ${expected}: give it as one.`)
  switch (expected) {
    case 'string':
      return ['string_type', 'Input should be a valid string']
    case 'int':
    case 'integer':
      if (typeof value === 'number')
        return ['int_from_float', 'Input should be a valid integer, got a number with a fractional part']
      return isText
        ? ['int_parsing', 'Input should be a valid integer, unable to parse string as an integer']
        : ['int_type', 'Input should be a valid integer']
    case 'number':
      return isText
        ? ['float_parsing', 'Input should be a valid number, unable to parse string as a number']
        : ['float_type', 'Input should be a valid number']
    case 'boolean':
      return isText || typeof value === 'number'
        ? ['bool_parsing', 'Input should be a valid boolean, unable to interpret input']
        : ['bool_type', 'Input should be a valid boolean']
    case 'array':
      return ['list_type', 'Input should be a valid list']
    case 'record':
      return ['dict_type', 'Input should be a valid dictionary']
    case 'object':
      if (name !== undefined)
        return ['model_type', `Input should be a valid dictionary or instance of ${name}`]
  }
  throw failure('NotConverted', `pydantic wants another ${expected} than ${repr(value)}.`)
}

/** What is said of a number, a text or a list beyond its limits */
function outOfBounds(issue: any, value: any): [string, string, any?] | undefined {
  const isSmall = issue.code === 'too_small'
  const limit = isSmall ? issue.minimum : issue.maximum
  const kind = issue.type ?? issue.origin
  const items = `${limit} ${kind === 'string' ? 'character' : 'item'}${limit === 1 ? '' : 's'}`
  if (kind === 'string')
    return isSmall
      ? ['string_too_short', `String should have at least ${items}`, { ctx: { min_length: limit } }]
      : ['string_too_long', `String should have at most ${items}`, { ctx: { max_length: limit } }]
  if (kind === 'array')
    return isSmall
      ? ['too_short', `List should have at least ${items} after validation, not ${value.length}`, { ctx: {} }]
      : ['too_long', `List should have at most ${items} after validation, not ${value.length}`, { ctx: {} }]
  const way = isSmall ? 'greater' : 'less'
  return [
    `${way}_than${issue.inclusive ? '_equal' : ''}`,
    `Input should be ${way} than ${issue.inclusive ? 'or equal to ' : ''}${limit}`,
    { ctx: {} },
  ]
}
