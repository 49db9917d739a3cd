/** `value.name = …`, `value[key] = …`, `del value[key]`, `name += …`. */
import { methodOf, ownerOf, staticIn } from '../facts/classes'
import type { Field } from '../facts/facts'
import { withValue } from '../facts/grown'
import { itemOf, join, valueOf } from '../facts/join'
import { isOpen, listOf, missingOf, NEVER, NUMBER, present, record, type Type } from '../facts/types'
import type { Expression, Slice, Subscript } from '../python/ast'
import type { AugAssign } from '../python/statements'
import { arithmetic, METHODS } from './arithmetic'
import { BINDS, type Code, isWord, operand, primary } from './code'
import type { Context } from './context'
import { isEnvironment, take } from '../calls/library/environment'
import { moduleSetting } from '../calls/sdk/module-client'
import { moduleOf, nameText } from './names'
import { operatorCall } from './operator-methods'
import { refuse } from './refusal'
import { checkKey, isOtherKey } from './subscript'

const isFloat = (field: Field | undefined): boolean =>
  field !== undefined && present(field.type).kind === 'float'

/** Writes an assignment to a part of a value. */
export function setPart(target: Expression, value: Code, context: Context): string {
  if (target.type === 'Attribute') {
    if (moduleOf(target.value, context) === 'openai') return moduleSetting(target, value, context)
    const base = context.write(target.value)
    if (base.type.kind === 'instance') {
      const facts = context.facts.classes.get(base.type.name)
      if (!facts || facts.kind === 'enum' || staticIn(facts, target.attr))
        return refuse(`.${target.attr} as a target`, target)
      const setter = methodOf(facts, `${target.attr}=`)
      if (setter) context.facts.passArgument(setter, setter.node.args.args[0]!.arg, value.type)
      else if (methodOf(facts, target.attr)) refuse(`the method ${target.attr} as a target`, target)
      else {
        // Pydantic leaves what is assigned as it is: a field for floats may hold an int from then on.
        const type = facts.kind === 'model' && value.type.kind === 'any' ? NUMBER : value.type
        const isNumber = type.kind === 'int' || type.kind === 'number'
        if (facts.kind !== 'model' || (isNumber && isFloat(facts.fields.get(target.attr))))
          context.widenField(ownerOf(facts, target.attr), target.attr, type)
      }
      return `${operand(base, BINDS.call)}.${target.attr} = ${value.text}`
    }
    if (base.type.kind === 'class') {
      const facts = context.facts.classes.get(base.type.name)
      const known = facts?.statics.get(target.attr)
      if (!facts || !known) refuse(`.${target.attr} of a class as a target`, target)
      facts.statics.set(target.attr, join(known, value.type))
      return `${operand(base, BINDS.call)}.${target.attr} = ${value.text}`
    }
    if (!['any', 'instance', 'sdk'].includes(base.type.kind))
      refuse(`.${target.attr} of a ${base.type.kind}`, target)
    return `${operand(base, BINDS.call)}.${target.attr} = ${value.text}`
  }
  if (target.type !== 'Subscript') return refuse('this target', target)
  if (target.value.type === 'Attribute' && target.value.attr === 'environ')
    return setEnvironment(target.slice, value, context)
  if (target.slice.type === 'Slice') return setSlice(target, target.slice, { value, context })
  const key = context.write(target.slice)
  const base = context.write(target.value)
  const type = present(base.type)
  if (type.kind === 'map' || isOtherKey(target.value, key.type, context))
    return setEntry(target, { base, key, value, context })
  if (!['dict', 'record', 'list', 'any'].includes(type.kind) || (type.kind === 'list' && type.isTuple))
    refuse(`an item of a ${type.kind} as a target`, target)
  const isKnown = context.grow(
    target.value,
    (held) => grown(held, { key: target.slice, value: value.type }),
    value.type,
  )
  if (!context.isPlain(value.type) && !isKnown && !['sdk', 'instance', 'function'].includes(value.type.kind))
    refuse('a float or tuple in a value that is not of this function', target)
  if (type.kind !== 'list' && type.kind !== 'any' && !['str', 'any', 'sdk'].includes(present(key.type).kind))
    refuse('a key that is no string', target, 'Use a Map.')
  const word =
    target.slice.type === 'Constant' && target.slice.kind === 'str' ? String(target.slice.value) : undefined
  if (word !== undefined && !/^(0|[1-9]\d*)$|^__proto__$/.test(word))
    return `${operand(base, BINDS.call)}${isWord(word) ? `.${word}` : `[${key.text}]`} = ${value.text}`
  return `${context.helper('setItem')}(${base.text}, ${key.text}, ${value.text})`
}

/** `map[key] = value` */
function setEntry(
  target: Subscript,
  { base, key, value, context }: { base: Code; key: Code; value: Code; context: Context },
): string {
  const more = (held: Type): Type => {
    const [keys, values] = held.kind === 'map' ? [held.key, held.value] : [NEVER, NEVER]
    const missing = missingOf(held)
    return {
      kind: 'map',
      key: join(keys, key.type),
      value: join(values, value.type),
      ...(missing === undefined ? {} : { missing }),
    }
  }
  const isKnown = context.grow(target.value, more, value.type)
  if (!isKnown) refuse('an item of a dict that has no name, whose keys are no texts', target)
  if (base.type.kind === 'map') checkKey(key, { held: base.type.key, node: target })
  return `${operand(base, BINDS.call)}.set(${key.text}, ${operand(value, BINDS.arrow)})`
}

function grown(held: Type, { key, value }: { key: Expression; value: Type }): Type {
  if (held.kind === 'list') return listOf(join(held.item, value))
  const isNew =
    held.kind === 'record' && !(key.type === 'Constant' && Object.hasOwn(held.fields, String(key.value)))
  if (held.kind === 'record' && !isNew && key.type === 'Constant')
    return {
      ...held,
      fields: { ...held.fields, [String(key.value)]: join(held.fields[String(key.value)]!, value) },
    }
  if (isNew && key.type === 'Constant') return record(held.fields, join(held.more ?? NEVER, value))
  return valueOf(held) ? withValue(held, value) : held
}

function setEnvironment(key: Expression, value: Code, context: Context): string {
  const name =
    key.type === 'Constant' ? String(key.value) : refuse('a variable whose name is worked out', key)
  if (!['str', 'any', 'sdk', 'optional'].includes(value.type.kind))
    refuse('a variable of the environment that is no text', key)
  context.givenEnvironment.add(name)
  return `process.env.${name} = ${value.text}`
}

/** Writes `name += value` and the like. */
export function augmented(node: AugAssign, context: Context): string {
  const name = METHODS[node.op]
  const own =
    name && node.target.type === 'Name'
      ? operatorCall(node.target, name, { args: [node.value], context, node: node.target })
      : undefined
  if (own && node.target.type === 'Name') {
    context.assign(node.target.id, own.type)
    return `${nameText(node.target.id)} = ${own.text}`
  }
  const [left, right] = [context.write(node.target), context.write(node.value)]
  const inPlace = changed(node, { left, right, context })
  if (inPlace !== undefined) return inPlace
  const added = arithmetic(left, right, { op: node.op, context, node: node.target })
  const mayBeLists = [left, right].every(({ type }) => isOpen(type) || type.kind === 'list')
  const isList = mayBeLists && added.text.startsWith('add(')
  const isTimes = node.op === 'Mult' && added.text.startsWith('multiply(')
  const other = isList ? 'addTo' : isTimes ? 'multiplyBy' : undefined
  const result = other ? { ...added, text: added.text.replace(/^\w+/, context.helper(other)) } : added
  if (isList && right.type.kind === 'list') context.grow(node.target, (held) => held, right.type.item)
  if (node.target.type !== 'Name') return setPart(node.target, result, context)
  context.assign(node.target.id, result.type)
  const sign = { Add: '+', Sub: '-', Mult: '*' }[node.op as string]
  const isPlain = sign !== undefined && result.text.startsWith(`${left.text} ${sign} `)
  return isPlain ? `${left.text} ${sign}= ${right.text}` : `${left.text} = ${result.text}`
}

/** An operator that changes a list or a dict itself, which others may hold; `undefined` for one that makes a new value. */
function changed(
  { target, op }: AugAssign,
  { left, right, context }: { left: Code; right: Code; context: Context },
): string | undefined {
  const { type } = left
  if (type.kind === 'list' && !type.isTuple && op === 'Add') {
    const item = itemOf(right.type)
    const more = (held: Type) => (held.kind === 'list' ? listOf(join(held.item, item)) : held)
    context.grow(target, more, item)
    if (target.type === 'Name') context.assign(target.id, more(type))
    return `${left.text}.push(...${operand(right, BINDS.arrow)})`
  }
  if (type.kind === 'map' && right.type.kind === 'map' && op === 'BitOr')
    return putAll(left, right, { target, context })
  const given = valueOf(right.type)
  if (valueOf(type) && given && op === 'BitOr') {
    context.grow(target, (held) => withValue(held, given), given)
    return `Object.assign(${left.text}, ${right.text})`
  }
  const isShared = target.type !== 'Name' || context.shared.has(target.id)
  if (isShared && (type.kind === 'set' || (type.kind === 'list' && !type.isTuple)))
    refuse(`an operator that changes a ${type.kind} which may have other names`, target)
  return undefined
}

/** Puts all that one Map has into another. */
export function putAll(
  left: Code,
  right: Code,
  { target, context }: { target: Expression; context: Context },
): string {
  const { type } = right
  if (type.kind === 'map') {
    if (left.type.kind === 'map') checkKey(primary('', type.key), { held: left.type.key, node: target })
    const more = (held: Type): Type =>
      held.kind === 'map'
        ? { ...held, key: join(held.key, type.key), value: join(held.value, type.value) }
        : held
    context.grow(target, more, type.value)
  }
  return `${operand(right, BINDS.call)}.forEach((value, key) => ${left.text}.set(key, value))`
}

/** Writes `del value[key]`. */
export function deletion(target: Expression, context: Context): string {
  // Python fails where the name is read after that.
  if (target.type === 'Name') return ''
  if (target.type !== 'Subscript') return refuse('del of a field', target)
  if (target.slice.type === 'Slice') {
    const base = context.write(target.value)
    if (present(base.type).kind !== 'list' || target.slice.step)
      refuse('del of a slice', target, 'Use splice.')
    return `${context.helper('setSlice')}(${base.text}, ${bounds(target.slice, context)}, [])`
  }
  if (isEnvironment(target.value, context)) take(target.slice, context)
  const [base, key] = [context.write(target.value), context.write(target.slice)]
  context.grow(target.value, (type) => (type.kind === 'record' ? withValue(type, NEVER) : type))
  const { slice } = target
  // A field of an answer that is empty is not there.
  const isField = slice.type === 'Constant' && slice.kind === 'str' && context.facts.hasDumps
  const part = isField && isWord(String(slice.value)) ? `.${slice.value}` : `[${key.text}]`
  if (isField && (base.type.kind === 'any' || base.type.kind === 'sdk'))
    return `delete ${operand(base, BINDS.call)}${part}`
  return `${context.helper('pop')}(${base.text}, ${key.text})`
}

/** Where a slice begins and ends. */
function bounds({ lower, upper }: Slice, context: Context): string {
  const codes = [lower, upper].map((each) => (each ? context.write(each) : undefined))
  for (const code of codes)
    if (code && code.type.kind !== 'int') refuse('a slice as a target', lower ?? upper!)
  return codes.map((code) => code?.text ?? 'null').join(', ')
}

/** `list[start:] = values` */
function setSlice(
  target: Subscript,
  { lower, upper, step }: Slice,
  { value, context }: { value: Code; context: Context },
): string {
  const base = context.write(target.value)
  if (base.type.kind !== 'list' || value.type.kind !== 'list' || step)
    refuse('a slice as a target', target, 'Use splice.')
  const item = itemOf(value.type)
  context.grow(target.value, (type) => (type.kind === 'list' ? listOf(join(type.item, item)) : type), item)
  if (upper || (lower && lower.type === 'UnaryOp'))
    return `${context.helper('setSlice')}(${base.text}, ${bounds(target.slice as Slice, context)}, ${value.text})`
  const start = lower ? context.write(lower) : undefined
  if (start && start.type.kind !== 'int') refuse('a slice as a target', target, 'Use splice.')
  return `${operand(base, BINDS.call)}.splice(${start?.text ?? '0'}, Infinity, ...${operand(value, BINDS.arrow)})`
}
