/** Operators of objects of the notebook's classes, which are methods of those. */
import { instanceCall } from '../calls/classes'
import { methodOf } from '../facts/classes'
import { present } from '../facts/types'
import type { Call, Expression } from '../python/ast'
import { placeOf } from '../python/place'
import type { Code } from './code'
import type { Context } from './context'

/** `left.__name__(right)`, where the class of `left` has such a method. */
export function operatorCall(
  left: Expression,
  name: string,
  { args, context, node }: { args: readonly Expression[]; context: Context; node: Expression },
): Code | undefined {
  const classes = [...context.facts.classes.values()]
  if (!classes.some((each) => each.methods.has(name))) return undefined
  const target = context.write(left)
  const type = present(target.type)
  const facts = type.kind === 'instance' ? context.facts.classes.get(type.name) : undefined
  if (!facts || facts.kind === 'enum' || !methodOf(facts, name)) return undefined
  const place = placeOf(node)
  const call: Call = {
    ...place,
    type: 'Call',
    func: { ...place, type: 'Attribute', value: left, attr: name },
    args,
    keywords: [],
  }
  return instanceCall(target, { node: call, context, name: `.${name}` })
}
