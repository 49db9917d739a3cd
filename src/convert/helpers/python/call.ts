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
