/** `Enum` as an object of its values, `TypedDict` as a type. */
import type { ClassFacts } from '../../facts/facts'
import { COUNT } from '../../facts/types'
import { indent, list, primary } from '../code'
import type { Context } from '../context'
import { docComment, isDocstring } from '../function-definition'
import { moduleOf, nameText } from '../names'
import { refuse } from '../refusal'
import { noteFields } from './data-class'
import { fieldType } from './plain-class'

/** Writes an enumeration. */
export function enumClass(facts: ClassFacts, context: Context): string {
  const { node } = facts
  const values = new Set<string>()
  let next = 1
  const parts = node.body.flatMap((each) => {
    if (each.type === 'Pass' || isDocstring(each)) return []
    if (each.type !== 'Assign' || each.targets[0]?.type !== 'Name')
      return refuse(`a ${each.type} in an Enum`, each)
    const isAuto = each.value.type === 'Call' && moduleOf(each.value.func, context) === 'enum.auto'
    const code = isAuto ? primary(String(next++), COUNT) : context.write(each.value)
    if (!/^(?:"[^"]*"|\d+)$/.test(code.text) || values.has(code.text)) refuse('this value of an Enum', each)
    values.add(code.text)
    facts.fields.set(each.targets[0].id, { annotation: null, default: null, type: code.type })
    return [`${each.targets[0].id}: ${code.text}`]
  })
  const text = list(parts, { open: '{', close: '}', isTall: true })
  const name = nameText(node.name)
  return `${docComment(node)}const ${name} = ${text} as const\ntype ${name} = (typeof ${name})[keyof typeof ${name}]`
}

/** Writes a `TypedDict`. */
export function typedClass(facts: ClassFacts, context: Context): string {
  noteFields(facts, context)
  const fields = [...facts.fields].map(([name, { type }]) => `${name}: ${fieldType(type)}`)
  return `${docComment(facts.node)}interface ${nameText(facts.node.name)} {\n${indent(fields.join('\n'))}\n}`
}
