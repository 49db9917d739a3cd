/** Floats that a function gives whose caller does not know what it calls: a whole one tells that it is no int. */
import { tellsItself } from '../facts/mixing'
import { ANY, type Type } from '../facts/types'
import type { Expression } from '../python/ast'
import { type Code, primary } from './code'
import type { Context } from './context'
import { formOf } from './form'

/** Whether functions are called of which only the name at the call is known. */
const isDynamic = ({ facts }: Context): boolean => facts.isCalledByName || facts.isCalledByPosition

/** What a function gives that is used as a value. */
export function told(code: Code, node: Expression, context: Context): Code {
  const { type } = code
  if (!isDynamic(context) || tellsItself(type)) return code
  const isFloat = type.kind === 'float'
  // Others may know a value that has a name.
  const form =
    isFloat || node.type === 'Dict' || node.type === 'List' ? formOf(type, context.facts.classes) : undefined
  if (form === undefined || /tuple|items|key:|model:|member:|own|murky|json/.test(form)) {
    context.facts.note('hasUntold')
    return code
  }
  context.facts.note('hasTold')
  const text = isFloat
    ? `${context.helper('asFloat')}(${code.text})`
    : `${context.helper('asFloats')}(${code.text}, ${form})`
  return primary(text, ANY)
}

/** What a parameter that is said to be a float may get from a caller that does not know it. */
export const openNumber = (type: Type | undefined, context: Context): Type | undefined =>
  type?.kind === 'number' && isDynamic(context) ? ANY : type
