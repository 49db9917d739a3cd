/** Lists, tuples, sets and dicts that are written out. */
import { itemOf, join, valueOf } from '../facts/join'
import { dictOf, listOf, NEVER, present, tuplesOf, type Type } from '../facts/types'
import type { Dict, Expression, Sequence } from '../python/ast'
import { BINDS, type Code, keyText, list, operand, primary } from './code'
import { commentsBefore } from './comments'
import type { Context } from './context'
import { dictFrom, pairsOf } from './dict-from'
import { asIterated } from './iteration'
import { refuse } from './refusal'
import { typeKey } from './signature'
import { itemText } from './told-display'

/** `[…]`, `(…)`, `{…}` of items. */
export function sequence(node: Sequence, context: Context): Code {
  const types: Type[] = []
  const parts = node.elts.map((each) => {
    const before = commentsBefore(each, context)
    if (each.type !== 'Starred') {
      const code = itemText(each, context)
      types.push(code.type)
      return before + operand(code, BINDS.arrow)
    }
    const written = context.write(each.value)
    const code = written.type.kind === 'instance' ? asIterated(written, { context, node: each }) : written
    const { type } = code
    types.push(itemOf(type))
    if (type.kind === 'dict' || type.kind === 'record') return `${before}...Object.keys(${code.text})`
    if (type.kind === 'any') return `${before}...${context.helper('iterate')}(${code.text})`
    if (!['list', 'tuple', 'str', 'set', 'generator', 'sdk', 'never'].includes(type.kind))
      return refuse(`* of a ${type.kind}`, each)
    if (type.kind === 'set' && node.type !== 'Set')
      return refuse('* of a set, whose order Python does not tell', each)
    return `${before}...${operand(code, BINDS.arrow)}`
  })
  const isTall = node.endLine > node.line && node.elts.some((each) => each.line > node.line)
  const text = list(parts, { open: '[', close: ']', isTall })
  const item = types.reduce((all, each) => join(all, each), NEVER)
  if (node.type === 'Tuple' && node.elts.some((each) => each.type === 'Starred'))
    return primary(text, tuplesOf(item))
  if (node.type === 'Tuple') return primary(text, { kind: 'tuple', items: types })
  if (node.type === 'List') return primary(text, listOf(item))
  if (!['str', 'int'].includes(item.kind)) refuse('a set of what are no texts or ints', node)
  return primary(`new Set(${text})`, { kind: 'set', item })
}

/** `{key: value}` */
export function display(node: Dict, context: Context): Code {
  const isRecord = node.keys.every((key) => key?.type === 'Constant' && key.kind === 'str')
  const isKnown = node.keys.every((key) => key === null || (key.type === 'Constant' && key.kind === 'str'))
  if (!isKnown || node.keys.some((key, index) => key === null && isMap(node.values[index]!, context)))
    return computed(node, context)
  const fields: Record<string, Type> = {}
  let spread: Type = NEVER
  const spreads: Record<string, Type> = {}
  let isOpen = false
  const parts = node.values.map((value, index) => {
    const key = node.keys[index]!
    const before = commentsBefore(key ?? value, context)
    const code = key === null ? context.write(value) : itemText(value, context)
    if (key === null) {
      if (code.type.kind === 'record' && !code.type.more) Object.assign(spreads, code.type.fields)
      else isOpen = true
      spread = join(spread, valueOf(present(code.type)) ?? { kind: 'any' })
      return `${before}...${operand(code, BINDS.arrow)}`
    }
    const name = String((key as { value: unknown }).value)
    checkKey(name, key)
    if (Object.hasOwn(fields, name)) refuse(`a dict with the key "${name}" twice`, key)
    fields[name] = code.type
    spreads[name] = code.type
    const text = keyText(name)
    return before + (text === code.text ? text : `${text}: ${operand(code, BINDS.arrow)}`)
  })
  const isTall = node.endLine > node.line && node.values.some((each) => each.line > node.line)
  const text = list(parts, { open: '{', close: '}', isTall })
  if (isRecord) return primary(text, parts.length === 0 ? dictOf(NEVER) : { kind: 'record', fields })
  if (!isOpen) return primary(text, { kind: 'record', fields: spreads })
  return primary(text, dictOf(Object.values(fields).reduce((all, each) => join(all, each), spread)))
}

/** Whether the keys of a dict are no texts. */
const isMap = (node: Expression, context: Context): boolean =>
  present(context.write(node).type).kind === 'map'

function computed(node: Dict, context: Context): Code {
  let [key, item]: [Type, Type] = [NEVER, NEVER]
  const parts = node.values.map((value, index) => {
    const given = node.keys[index]
    const before = commentsBefore(given ?? value, context)
    if (!given) {
      const pairs = pairsOf(context.write(value), { context, node: value })
      key = join(key, pairs.key)
      item = join(item, pairs.value)
      return `${before}...${pairs.text}`
    }
    const written = typeKey(given, context) ?? context.write(given)
    const code = itemText(value, context)
    key = join(key, written.type)
    item = join(item, code.type)
    return `${before}[${written.text}, ${operand(code, BINDS.arrow)}]`
  })
  const text = list(parts, { open: '[', close: ']', isTall: node.endLine > node.line })
  return dictFrom(text, { key, value: item, context, node })
}

/** Refuses a key that an object would put elsewhere. */
function checkKey(name: string, place: Expression): void {
  if (name === '__proto__' || /^(0|[1-9]\d*)$/.test(name))
    refuse(`the key "${name}", which an object does not keep in its place`, place, 'Use a Map.')
}
