/** Methods of dicts. */
import type { Method } from './arguments'
import { ANY, dictOf, join, listOf, NONE, optional, present, STR, valueOf, type Type } from '../facts/types'
import { primary, type Code } from '../write/code'
import { refuse } from '../write/refusal'

const held = (target: Code): Type => {
  const value = valueOf(present(target.type))
  return value === undefined || value.kind === 'never' ? ANY : value
}

export const DICT_METHODS: Readonly<Record<string, Method>> = {
  get: (target, args, { context, node }) => {
    const first = node.args[0]
    const type = present(target.type)
    const word = first?.type === 'Constant' ? String(first.value) : ''
    const known = type.kind === 'record' && Object.hasOwn(type.fields, word) ? type.fields[word] : undefined
    const key = args.need('key')
    const otherwise = args.code('default')
    if (known && key.type.kind === 'str' && /^"\w+"$/.test(key.text))
      return primary(`${target.text}.${JSON.parse(key.text)}`, known)
    const value = held(target)
    const given = otherwise ? join(value, otherwise.type) : optional(value)
    const more = otherwise && otherwise.type.kind !== 'none' ? `, ${otherwise.text}` : ''
    return primary(
      `${context.helper('get')}(${target.text}, ${key.text}${more})`,
      given.kind === 'never' ? ANY : given,
    )
  },
  keys: (target) => primary(`Object.keys(${target.text})`, listOf(STR)),
  values: (target) => primary(`Object.values(${target.text})`, listOf(held(target))),
  items: (target) =>
    primary(`Object.entries(${target.text})`, listOf({ kind: 'tuple', items: [STR, held(target)] })),
  copy: (target) => primary(`{ ...${target.text} }`, target.type),
  pop: (target, args, { context }) => {
    const [key, otherwise] = [args.need('key'), args.code('default')]
    const more = otherwise ? `, ${otherwise.text}` : ''
    const type = otherwise ? join(held(target), otherwise.type) : held(target)
    return primary(`${context.helper('pop')}(${target.text}, ${key.text}${more})`, type)
  },
  update: (target, args, { context, node }) => {
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
    if (func.type === 'Attribute')
      context.grow(func.value, (type) =>
        dictOf(more.reduce((all, each) => join(all, each), valueOf(type) ?? ANY)),
      )
    return primary(`Object.assign(${[target, ...parts].map(({ text }) => text).join(', ')})`, NONE)
  },
  setdefault: (_target, _args, { node }) => refuse('setdefault', node, 'Use ??=.'),
}
