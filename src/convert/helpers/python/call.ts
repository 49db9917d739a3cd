/** Calls of functions by the names of their parameters, which a function of JavaScript does not tell. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { failure } from './failure'

/** `f(*values, **named)` of a function whose parameters stand in `f.parameters` */
export function callNamed(f: any, values: any[], named: any): any {
  const names: string[] | undefined = f?.parameters
  if (names === undefined)
    throw failure('NotConverted', 'The parameters of this function are not known here: call it by position.')
  const given = [...values]
  for (const [name, value] of Object.entries(named)) {
    const at = names.indexOf(name)
    if (at < 0) throw new TypeError(`${f.name}() got an unexpected keyword argument '${name}'`)
    if (at < values.length) throw new TypeError(`${f.name}() got multiple values for argument '${name}'`)
    given[at] = value
  }
  const missing = names.find((_name, at) => at < f.length && !(at in given))
  if (missing !== undefined)
    throw new TypeError(`${f.name}() missing 1 required positional argument: '${missing}'`)
  if (given.length > names.length)
    throw new TypeError(
      `${f.name}() takes ${names.length} positional arguments but ${given.length} were given`,
    )
  return f(...given)
}

/** `object.name` as a value: a method that knows its object, and its name */
export function bound(object: any, name: string): any {
  return Object.defineProperty(object[name].bind(object), 'name', { value: name })
}

/** `functools.lru_cache(size)(f)`: what it gave for the same values, of which it keeps as many as it may */
export function cached(f: any, size = 128): any {
  const results = new Map<string, any>()
  return (...values: any[]) => {
    if (
      values.some(
        (each) =>
          each !== null && typeof each === 'object' && Object.getPrototypeOf(each) !== Object.prototype,
      )
    )
      throw failure('NotConverted', 'A cache of a function that takes lists or objects.')
    const key = JSON.stringify(values)
    const isKnown = results.has(key)
    const result = isKnown ? results.get(key) : f(...values)
    results.delete(key)
    results.set(key, result)
    if (results.size > size) results.delete(results.keys().next().value!)
    // What failed is asked for again.
    if (result instanceof Promise && !isKnown) result.catch(() => results.delete(key))
    return result
  }
}
