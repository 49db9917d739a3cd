/** What a value is after it got more. */
import { join, valueOf } from './join'
import { ANY, missingOf, recordsOf, type Type } from './types'

/** A dict that gets a value under a key that is not known. */
export function withValue(type: Type, value: Type): Type {
  const of = recordsOf(type)
  const missing = missingOf(type)
  return {
    kind: 'dict',
    value: join(valueOf(type) ?? ANY, value),
    ...(missing === undefined ? {} : { missing }),
    ...(of.length === 0 ? {} : { of }),
  }
}
