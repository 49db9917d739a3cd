/**
 * Compares the fields of a request with those that an exercise asks for, and names the ones that differ. Pure.
 */
import { nearestName } from '../base/nearest-name'
import { isObject, type JsonObject } from '../base/unknown'

/** Compares two values as the assertions do, so that `expect.any(Number)` may stand in what is expected. */
export type Equals = (value: unknown, expected: unknown) => boolean

const MAX_VALUE_CHARS = 80

/** What a request should have. */
export interface Wanted {
  /** Fields, a part of them, or a value that stands for others. */
  readonly expected: unknown
  /** Compares single values. */
  readonly equals: Equals
}

/**
 * Finds the fields that differ.
 *
 * @param sent - Body of the request, parsed.
 * @param wanted - The fields that it should have.
 * @returns A line for each, e.g. "`temperature` is 0.7, and should be 0.2".
 */
export function differentFields(sent: unknown, wanted: Wanted): string[] {
  return compareAt('', sent, wanted)
}

function compareAt(path: string, value: unknown, { expected, equals }: Wanted): string[] {
  if (expected instanceof RegExp)
    return typeof value === 'string' && expected.test(value)
      ? []
      : [`${name(path)} is ${print(value)}, and should match ${String(expected)}`]
  if (Array.isArray(expected)) {
    if (!Array.isArray(value)) return [different(path, value, expected)]
    if (value.length !== expected.length)
      return [`${name(path)} has ${value.length} items, and should have ${expected.length}`]
    return expected.flatMap((item, index) =>
      compareAt(`${path}[${index}]`, value[index], { expected: item, equals }),
    )
  }
  if (!isObject(expected) || 'asymmetricMatch' in expected)
    return equals(value, expected) ? [] : [different(path, value, expected)]
  if (!isObject(value)) return [different(path, value, expected)]
  return Object.keys(expected).flatMap((field) => {
    const at = path === '' ? field : `${path}.${field}`
    if (value[field] === undefined && expected[field] !== undefined)
      return [missing(at, field, { value, expected })]
    return compareAt(at, value[field], { expected: expected[field], equals })
  })
}

function missing(
  path: string,
  field: string,
  { value, expected }: { value: JsonObject; expected: JsonObject },
): string {
  const others = Object.keys(value).filter((other) => !(other in expected))
  const near = nearestName(field, others)
  const meant = near === undefined ? '' : `; \`${near}\` was: is that meant?`
  return `${name(path)} was not sent, and should be ${print(expected[field])}${meant}`
}

function different(path: string, value: unknown, expected: unknown): string {
  return `${name(path)} is ${print(value)}, and should be ${print(expected)}`
}

function name(path: string): string {
  return path === '' ? 'the body' : `\`${path}\``
}

function print(value: unknown): string {
  if (value instanceof RegExp) return String(value)
  const asymmetric = isObject(value) && typeof value['toAsymmetricMatcher'] === 'function'
  const text = asymmetric
    ? String((value as unknown as { toAsymmetricMatcher(): string }).toAsymmetricMatcher())
    : (JSON.stringify(value) ?? String(value))
  return text.length > MAX_VALUE_CHARS ? `${text.slice(0, MAX_VALUE_CHARS)}…` : text
}
