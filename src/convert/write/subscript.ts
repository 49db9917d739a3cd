/** `value[key]` and slices. */
import { join, itemOf, valueOf } from '../facts/join'
import {
  ANY,
  COUNT,
  FLOAT,
  isNumeric,
  dictOf,
  listOf,
  type Missing,
  missingOf,
  NEVER,
  optional,
  present,
  SDK_VALUE,
  STR,
  tuplesOf,
  type Type,
} from '../facts/types'
import { isNamespace } from '../calls/builtins/namespace'
import type { Expression, Subscript } from '../python/ast'
import { BINDS, type Code, isWord, operand, primary, quoted } from './code'
import type { Context } from './context'
import { moduleOf, neededVariable } from './names'
import { operatorCall } from './operator-methods'
import { refuse } from './refusal'
import { view } from './told-display'

/** Writes `value[key]`. */
export function subscript(node: Subscript, context: Context): Code {
  const module = moduleOf(node.value, context)
  if (module === 'os.environ') return neededVariable(node.slice, context)
  if (node.slice.type === 'Slice') return sliceOf(node, context)
  if (isNamespace(node.value, context)) {
    if (node.slice.type === 'Constant')
      return context.write({ ...node, type: 'Name', id: String(node.slice.value) })
    context.isTable.add(node.value)
  }
  const own = operatorCall(node.value, '__getitem__', { args: [node.slice], context, node })
  if (own) return own
  const target = context.write(node.value)
  const key = context.write(node.slice)
  const type = present(target.type)
  if (type.kind === 'instance') refuse(`an item of a ${type.name}`, node)
  const base = operand(target, BINDS.call)
  if (type.kind === 'record' && node.slice.type === 'Constant' && node.slice.kind === 'str') {
    const word = String(node.slice.value)
    const field = Object.hasOwn(type.fields, word) ? type.fields[word] : undefined
    if (field) return primary(isWord(word) ? `${base}.${word}` : `${base}[${quoted(word)}]`, field)
  }
  if (type.kind === 'tuple' && node.slice.type === 'Constant' && type.items[Number(node.slice.value)])
    return primary(`${base}[${key.text}]`, type.items[Number(node.slice.value)]!)
  if (type.kind === 'sdk' && type.of === 'match') {
    const isWordKey = /^"[A-Za-z_]\w*"$/.test(key.text)
    return primary(
      isWordKey ? `${base}.groups.${JSON.parse(key.text)}` : `${base}[${key.text}]`,
      type.mayMiss === false || key.text === '0' ? STR : optional(STR),
    )
  }
  if (type.kind === 'sdk' && type.of === 'environment')
    return primary(`${context.helper('item')}(${target.text}, ${key.text})`, STR)
  if (type.kind === 'sdk' && type.of === 'headers')
    return primary(
      `${context.helper('item')}(Object.fromEntries(${target.text}), ${/^"[^\\]*"$/.test(key.text) ? key.text.toLowerCase() : `${operand(key, BINDS.call)}.toLowerCase()`})`,
      STR,
    )
  if (type.kind === 'sdk' || (type.kind === 'list' && type.item.kind === 'sdk')) {
    const isKept = type.kind === 'list' || type.of === 'genai-value'
    const given = !isKept ? SDK_VALUE : type.kind === 'list' ? type.item : type
    return /^-\d+$/.test(key.text)
      ? primary(`${base}.at(${key.text})`, given)
      : primary(`${base}[${key.text}]`, given)
  }
  if (type.kind === 'class' && context.facts.classes.get(type.name)?.kind === 'enum') {
    const word = node.slice.type === 'Constant' ? String(node.slice.value) : ''
    const isMember = context.facts.classes.get(type.name)!.fields.has(word)
    const text = isMember ? `${base}.${word}` : `${context.helper('item')}(${target.text}, ${key.text})`
    return primary(text, { kind: 'instance', name: type.name })
  }
  const missing = missingOf(type)
  if (missing !== undefined && missing !== 'none') return missingItem(target, key, { missing, context, node })
  if (type.kind === 'map') {
    checkKey(key, { held: type.key, node: node })
    return primary(`${context.helper('item')}(${target.text}, ${key.text})`, type.value)
  }
  if (type.kind === 'tuple') {
    const index = /^-\d+$/.test(key.text) ? type.items.length + Number(key.text) : NaN
    if (type.items[index]) return primary(`${base}[${index}]`, type.items[index])
  }
  if (['set', 'generator', 'int', 'float', 'bool', 'date'].includes(type.kind))
    refuse(`an item of a ${type.kind}`, node)
  view(type, context)
  const given =
    type.kind === 'list' ? type.item : (valueOf(type) ?? (type.kind === 'str' ? STR : itemOf(type)))
  if (
    type.kind === 'dict' &&
    present(key.type).kind !== 'str' &&
    key.type.kind !== 'any' &&
    key.type.kind !== 'sdk'
  )
    refuse('a key that is no string', node)
  return primary(
    `${context.helper('item')}(${target.text}, ${key.text})`,
    given.kind === 'never' ? ANY : given,
  )
}

function sliceOf(node: Subscript, context: Context): Code {
  const target = context.write(node.value)
  const { lower, upper, step } = node.slice as Expression & { type: 'Slice' }
  const parts = [lower, upper, step].map((each) => (each ? context.write(each).text : null))
  const type = present(target.type)
  if (type.kind === 'bytes') {
    const [from, to, by] = parts
    const isWhole = [lower, upper].every((each) => !each || context.write(each).type.kind === 'int')
    if (by !== null || !isWhole) refuse('this slice of bytes', node)
    return primary(
      `${operand(target, BINDS.call)}.subarray(${to === null ? (from ?? '') : `${from ?? '0'}, ${to}`})`,
      type,
    )
  }
  if (!['str', 'list', 'tuple', 'any', 'sdk'].includes(type.kind)) refuse(`a slice of a ${type.kind}`, node)
  const given: Type = type.kind === 'tuple' ? tuplesOf(itemOf(type)) : type.kind === 'sdk' ? SDK_VALUE : type
  if (type.kind === 'list' && parts[2] === null) {
    const args = parts[1] === null ? [parts[0] ?? ''] : [parts[0] ?? '0', parts[1]]
    const isNone = [lower, upper].some((each) => each && context.write(each).type.kind !== 'int')
    if (!isNone) return primary(`${operand(target, BINDS.call)}.slice(${args.join(', ')})`, given)
  }
  const args = parts.map((part) => part ?? 'null')
  if (parts[2] === null) args.pop()
  else if (parts[2] === undefined) args.pop()
  if (args.length === 2 && args[1] === 'null') args.pop()
  return primary(`${context.helper('slice')}(${[target.text, ...args].join(', ')})`, given)
}

/** Refuses a key that Python and a Map do not take for the same: `True` is 1 there. */
export function checkKey(key: Code, { held, node }: { held: Type; node: Expression }): void {
  if (key.type.kind === held.kind || key.type.kind === 'any' || held.kind === 'never') return
  refuse(`a key that is a ${key.type.kind}, of a dict whose keys are ${held.kind}s`, node)
}

const EMPTY: Readonly<Record<Exclude<Missing, object | 'none'>, string>> = {
  counter: '0',
  int: '0',
  float: '0',
  list: '[]',
  dict: '{}',
  set: 'new Set()',
  str: '""',
}

/** Whether the keys of a dict that is still empty turn out to be no texts: what others may have put in does not count. */
export function isOtherKey(node: Expression, key: Type, context: Context): boolean {
  const { awaits } = context
  const type = present((node.type === 'Name' && context.typeOf(node.id)) || context.write(node).type)
  context.awaits = awaits
  return type.kind === 'dict' && type.value.kind === 'never' && ['int', 'bool', 'tuple'].includes(key.kind)
}

/** An item of a Counter or a defaultdict, which a missing key has as well. */
function missingItem(
  target: Code,
  key: Code,
  { missing, context, node }: { missing: Exclude<Missing, 'none'>; context: Context; node: Subscript },
): Code {
  const type = present(target.type)
  const value = type.kind === 'map' || type.kind === 'dict' ? type.value : ANY
  if (isOtherKey(node.value, key.type, context))
    context.grow(node.value, () => ({ kind: 'map', key: key.type, value: NEVER, missing }))
  if (type.kind === 'map') checkKey(key, { held: type.key, node: node })
  const name = context.helper(missing === 'counter' ? 'get' : 'setDefault')
  const empty = typeof missing === 'object' ? missing : { text: EMPTY[missing], type: EMPTY_TYPES[missing] }
  // A number is put in by an assignment, which tells its type.
  if (!isNumeric(empty.type))
    context.grow(node.value, (held) =>
      held.kind === 'dict' || held.kind === 'map' ? { ...held, value: join(held.value, empty.type) } : held,
    )
  const given: Type = value.kind !== 'never' ? join(value, empty.type) : empty.type
  return primary(`${name}(${target.text}, ${key.text}, ${empty.text})`, given)
}

/** What a missing key gives. */
const EMPTY_TYPES: Readonly<Record<Exclude<Missing, object | 'none'>, Type>> = {
  counter: COUNT,
  int: COUNT,
  float: FLOAT,
  list: listOf(NEVER),
  dict: dictOf(NEVER),
  set: { kind: 'set', item: NEVER },
  str: STR,
}
