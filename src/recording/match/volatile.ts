/**
 * What may differ between a request and its recording, by the rules of the file. Pure.
 */
import type { VolatileRule } from '../file/format'

/** What stands in the place of what may differ, on both sides. */
const VOLATILE = '(volatile)'

/** A step on the way into a value: a name, a place in a list, or any. */
type Step = string | number | typeof ANY
const ANY = Symbol('any')

/**
 * Takes out of a value what may differ.
 *
 * @param value - A request as it is compared: an object with `path`, `query`, `headers`, `body`, `parts`.
 * @param rules - The rules.
 * @returns Another value.
 */
export function withoutVolatile(value: unknown, rules: readonly VolatileRule[]): unknown {
  return rules.reduce((current, { field, pattern }) => {
    const expression = pattern === undefined ? undefined : new RegExp(pattern, 'g')
    return replaceAt(current, readSteps(field), (found) => {
      if (expression === undefined) return VOLATILE
      return typeof found === 'string' ? found.replace(expression, VOLATILE) : found
    })
  }, value)
}

/** `body.messages[0].content` in steps. */
function readSteps(field: string): Step[] {
  return [...field.matchAll(/\[(\*|\d+)\]|([^.[\]]+)/g)].map(([, place, name]) => {
    if (place === '*' || name === '*') return ANY
    return place === undefined ? (name ?? '') : Number(place)
  })
}

function replaceAt(value: unknown, steps: readonly Step[], replace: (found: unknown) => unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value === undefined ? undefined : replace(value)
  if (typeof value !== 'object' || value === null) return value
  const isStep = (name: string): boolean => step === ANY || name === String(step)
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      isStep(String(index)) ? replaceAt(item, rest, replace) : item,
    )
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isStep(name) ? replaceAt(item, rest, replace) : item]),
  )
}
