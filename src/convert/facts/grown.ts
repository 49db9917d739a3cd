/** What a value is after it got more. */
import { ANY, join, missingOf, recordsOf, type Type, valueOf } from './types'

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
