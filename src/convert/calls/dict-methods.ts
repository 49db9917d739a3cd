/** Methods of dicts. */
import { withValue } from '../facts/grown'
import { join, valueOf } from '../facts/join'
import {
  ANY,
  COUNT,
  dictOf,
  listOf,
  mapOf,
  missingOf,
  MURKY,
  NEVER,
  NONE,
  optional,
  present,
  STR,
  type Type,
} from '../facts/types'
import { BINDS, type Code, operand, primary } from '../write/code'
import { entriesText } from '../write/dict-from'
import { asIterated } from '../write/iteration'
import { refuse } from '../write/refusal'
import { putAll } from '../write/set-part'
import type { Method } from './arguments'

const held = (target: Code): Type => heldOr(target, ANY)

/** What the values of a dict are; of an empty one nothing is known. */
function heldOr(target: Code, empty: Type): Type {
  const type = present(target.type)
  const value = type.kind === 'map' ? type.value : valueOf(type)
  return value === undefined ? ANY : value.kind === 'never' ? empty : value
}

/** Type of the keys of a Map; `undefined` for an object. */
function keyTypeOf(target: Code): Type | undefined {
  const type = present(target.type)
  return type.kind === 'map' ? type.key : undefined
}

/** Whether nothing is known of a value, so that its keys may be no texts. */
const isMurky = ({ type }: Code): boolean => type.kind === 'any' && type.isMurky === true

/** `map.update(other)` */
const updatedMap: Method = (target, args, { context, node }) => {
  const other = args.need('mapping')
  const { func } = node
  if (other.type.kind !== 'map' || func.type !== 'Attribute')
    return refuse('update of a dict whose keys are no texts', node, 'Use set in a loop.')
  return primary(putAll(target, other, { target: func.value, context }), NONE)
}

export const DICT_METHODS: Readonly<Record<string, Method>> = {
  get: (target, args, { context, node }) => {
    const first = node.args[0]
    const type = present(target.type)
    const word = first?.type === 'Constant' ? String(first.value) : ''
    const known = type.kind === 'record' && Object.hasOwn(type.fields, word) ? type.fields[word] : undefined
    const key = args.need('key')
    const otherwise = args.code('default')
    // What the default does is done, though the key is there.
    const isPlainDefault = !otherwise || /^(?:[\w$.]+|"[^"]*"|\[\]|\{\})$/.test(otherwise.text)
    if (known && isPlainDefault && key.type.kind === 'str' && /^"\w+"$/.test(key.text))
      return primary(`${target.text}.${JSON.parse(key.text)}`, known)
    const value = otherwise ? heldOr(target, NEVER) : held(target)
    const given = otherwise ? join(value, otherwise.type) : optional(value)
    const more = otherwise && otherwise.type.kind !== 'none' ? `, ${otherwise.text}` : ''
    return primary(
      `${context.helper('get')}(${target.text}, ${key.text}${more})`,
      given.kind === 'never' ? ANY : given,
    )
  },
  keys: (target, _args, { context }) => {
    const key = keyTypeOf(target)
    if (isMurky(target))
      return primary(`${context.helper('entriesOf')}(${target.text}).map(([key]) => key)`, listOf(MURKY))
    return key
      ? primary(`[...${target.text}.keys()]`, listOf(key))
      : primary(`Object.keys(${target.text})`, listOf(STR))
  },
  values: (target, _args, { context }) => {
    if (isMurky(target))
      return primary(
        `${context.helper('entriesOf')}(${target.text}).map(([, value]) => value)`,
        listOf(MURKY),
      )
    return keyTypeOf(target)
      ? primary(`[...${target.text}.values()]`, listOf(held(target)))
      : primary(`Object.values<any>(${target.text})`, listOf(held(target)))
  },
  items: (target, _args, { context }) => {
    const key = isMurky(target) ? MURKY : keyTypeOf(target)
    const value = isMurky(target) ? MURKY : held(target)
    const text = keyTypeOf(target) ? `[...${target.text}]` : entriesText(target, context)
    return primary(text, listOf({ kind: 'tuple', items: [key ?? STR, value] }))
  },
  copy: (target) =>
    primary(keyTypeOf(target) ? `new Map(${target.text})` : `{ ...${target.text} }`, target.type),
  clear: (target, _args, { node }) => {
    if (!keyTypeOf(target)) refuse('clear of a dict', node, 'Delete its keys in a loop.')
    return primary(`${target.text}.clear()`, NONE)
  },
  pop: (target, args, { context }) => {
    const [key, otherwise] = [args.need('key'), args.code('default')]
    const more = otherwise ? `, ${otherwise.text}` : ''
    const type = otherwise ? join(held(target), otherwise.type) : held(target)
    return primary(`${context.helper('pop')}(${target.text}, ${key.text}${more})`, type)
  },
  update: (target, args, call) => {
    const { context, node } = call
    const held0 = present(target.type)
    if (held0.kind === 'map') return updatedMap(target, args, call)
    if (missingOf(held0) === 'counter') {
      const given = args.need('iterable')
      if (['dict', 'record'].includes(present(given.type).kind)) refuse('counts that are added', node)
      const values = asIterated(given, { context, node })
      return primary(`${context.helper('countEach')}(${values.text}, ${target.text})`, NONE)
    }
    const more: Type[] = []
    const parts = args.count > 0 ? [args.need('mapping')] : []
    for (const code of parts) more.push(valueOf(present(code.type)) ?? ANY)
    const named = args.rest.map(([name, value]) => {
      const code = context.write(value)
      args.named(name)
      more.push(code.type)
      return `${name}: ${code.text}`
    })
    if (named.length > 0) parts.push(primary(`{ ${named.join(', ')} }`, dictOf(ANY)))
    if (parts.some(({ type }) => !['dict', 'record', 'any'].includes(type.kind)))
      refuse('update of what is no dict', node)
    const func = node.func
    const given = more.reduce((all, each) => join(all, each), NEVER)
    if (func.type === 'Attribute') context.grow(func.value, (type) => withValue(type, given), given)
    return primary(`Object.assign(${[target, ...parts].map(({ text }) => text).join(', ')})`, NONE)
  },
  setdefault: (target, args, { context, node }) => {
    const [key, value] = [args.need('key'), args.code('default') ?? primary('null', NONE)]
    const { func } = node
    const more = (type: Type): Type => {
      if (type.kind === 'map')
        return { ...type, key: join(type.key, key.type), value: join(type.value, value.type) }
      if (type.kind === 'dict' && type.value.kind === 'never' && ['int', 'tuple'].includes(key.type.kind))
        return mapOf(key.type, value.type)
      return withValue(type, value.type)
    }
    if (func.type === 'Attribute') context.grow(func.value, more, value.type)
    const now =
      func.type === 'Attribute' && func.value.type === 'Name' ? context.typeOf(func.value.id) : undefined
    return primary(
      `${context.helper('setDefault')}(${target.text}, ${key.text}, ${operand(value, BINDS.arrow)})`,
      now ? held({ ...target, type: now }) : held(target),
    )
  },
  most_common: (target, args, { context, node }) => {
    const type = present(target.type)
    if (missingOf(type) !== 'counter') refuse('.most_common() of what is no Counter', node)
    const size = args.code('n')
    const key = keyTypeOf(target) ?? STR
    return primary(
      `${context.helper('mostCommon')}(${target.text}${size ? `, ${size.text}` : ''})`,
      listOf({ kind: 'tuple', items: [key, COUNT] }),
    )
  },
}
