/** f-strings as template literals. */
import { STR } from '../facts/types'
import type { JoinedStr } from '../python/ast'
import { type Code, primary, templatePart } from './code'
import type { Context } from './context'
import { formatted } from './format'
import { refuse } from './refusal'
import { plainText } from './text'

/** An f-string. */
export function joinedString(node: JoinedStr, context: Context): Code {
  const parts = node.values.map((each) => {
    if (each.type === 'Constant') return templatePart(String(each.value))
    if (each.type !== 'FormattedValue') return refuse('this part of an f-string', each)
    if (context.isShown.has(node) && each.value.type !== 'JoinedStr') context.isShown.add(each.value)
    return `\${${formatted(each, context)}}`
  })
  if (node.values.every((each) => each.type === 'Constant'))
    return plainText(node.values.map((each) => String((each as { value: unknown }).value)).join(''), node)
  return primary(`\`${parts.join('')}\``, STR)
}
