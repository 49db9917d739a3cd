/** What is known of the members of an enumeration. */
import type { ClassFacts } from '../../facts/facts'
import { join } from '../../facts/join'
import { NEVER, type Type } from '../../facts/types'

/** What the members of an enumeration hold. */
export const memberType = ({ fields }: ClassFacts): Type =>
  [...fields.values()].reduce((all: Type, { type }) => join(all, type), NEVER)

/** Whether a member is equal to its value. */
export const isMixed = ({ node }: ClassFacts): boolean =>
  node.bases.some((each) =>
    /^(?:str|int|StrEnum|IntEnum)$/.test(
      each.type === 'Name' ? each.id : each.type === 'Attribute' ? each.attr : '',
    ),
  )
