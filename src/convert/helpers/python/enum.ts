/** `enum`. */
/* eslint-disable @typescript-eslint/no-explicit-any, house/positional-parameters */
import { failure } from './failure'
import { repr } from './show'

/** `member.name` */
export function keyOf(members: any, value: any): string {
  return Object.keys(members).find((key) => members[key] === value)!
}

/** `Members(value)` */
export function memberOf(members: any, value: any, name: string): any {
  if (Object.values(members).includes(value)) return value
  throw failure('ValueError', `${repr(value)} is not a valid ${name}`)
}
