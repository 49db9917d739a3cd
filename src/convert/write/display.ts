/** Lists, tuples, sets and dicts that are written out. */
import type { Dict, Expression, Sequence } from '../python/ast'
import { dictOf, itemOf, join, listOf, NEVER, present, valueOf, type Type } from '../facts/types'
import { BINDS, isWord, list, operand, primary, quoted, type Code } from './code'
import type { Context } from './context'
import { commentsBefore } from './comments'
import { refuse } from './refusal'

/** `[…]`, `(…)`, `{…}` of items. */
export function sequence(node: Sequence, context: Context): Code {
  const types: Type[] = []
  const parts = node.elts.map((each) => {
    const before = commentsBefore(each, context)
    if (each.type !== 'Starred') {
      const code = context.write(each)
      types.push(code.type)
      return before + operand(code, BINDS.arrow)
    }
    const code = context.write(each.value)
    const { type } = code
    if (present(type).kind === 'dict' || present(type).kind === 'record' || type.kind === 'any')
      return refuse('* of a value that may be a dict', each)
    types.push(itemOf(type))
    if (node.type === 'Tuple') return refuse('* in a tuple', each)
    return `${before}...${operand(code, BINDS.arrow)}`
  })
  const isTall = node.endLine > node.line && node.elts.some((each) => each.line > node.line)
  const text = list(parts, { open: '[', close: ']', isTall })
  const item = types.reduce((all, each) => join(all, each), NEVER)
  if (node.type === 'Tuple') return primary(text, { kind: 'tuple', items: types })
  if (node.type === 'List') return primary(text, listOf(item))
  if (!['str', 'int'].includes(item.kind)) refuse('a set of what are no texts or ints', node)
  return primary(`new Set(${text})`, { kind: 'set', item })
}

/** `{key: value}` */
export function display(node: Dict, context: Context): Code {
  const isRecord = node.keys.every((key) => key?.type === 'Constant' && key.kind === 'str')
  const isKnown = node.keys.every((key) => key === null || (key.type === 'Constant' && key.kind === 'str'))
  if (!isKnown) return computed(node, context)
  const fields: Record<string, Type> = {}
  let spread: Type = NEVER
  const parts = node.values.map((value, index) => {
    const key = node.keys[index]!
    const before = commentsBefore(key ?? value, context)
    const code = context.write(value)
    if (key === null) {
      spread = join(spread, valueOf(present(code.type)) ?? { kind: 'any' })
      return `${before}...${operand(code, BINDS.arrow)}`
    }
    const name = String((key as { value: unknown }).value)
    checkKey(name, key)
    if (Object.hasOwn(fields, name)) refuse(`a dict with the key "${name}" twice`, key)
    fields[name] = code.type
    const text = isWord(name) ? name : quoted(name)
    return before + (text === code.text ? text : `${text}: ${operand(code, BINDS.arrow)}`)
  })
  const isTall = node.endLine > node.line && node.values.some((each) => each.line > node.line)
  const text = list(parts, { open: '{', close: '}', isTall })
  if (isRecord) return primary(text, parts.length === 0 ? dictOf(NEVER) : { kind: 'record', fields })
  return primary(text, dictOf(Object.values(fields).reduce((all, each) => join(all, each), spread)))
}

function computed(node: Dict, context: Context): Code {
  let item: Type = NEVER
  const parts = node.values.map((value, index) => {
    const key = node.keys[index]
    if (!key) return refuse('** in a dict whose keys are worked out', value)
    const written = context.write(key)
    const { kind } = present(written.type)
    if (kind !== 'str' && kind !== 'any' && kind !== 'sdk')
      refuse('a dict whose keys are no strings', key, 'Use a Map.')
    const code = context.write(value)
    item = join(item, code.type)
    return `[${written.text}, ${operand(code, BINDS.arrow)}]`
  })
  const text = list(parts, { open: '[', close: ']', isTall: node.endLine > node.line })
  return primary(`${context.helper('fromEntries')}(${text})`, dictOf(item))
}

/** Refuses a key that an object would put elsewhere. */
function checkKey(name: string, place: Expression): void {
  if (name === '__proto__' || /^(0|[1-9]\d*)$/.test(name))
    refuse(`the key "${name}", which an object does not keep in its place`, place, 'Use a Map.')
}
