/** `len`, `list`, `dict`, `set`. */
import {
  ANY,
  COUNT,
  dictOf,
  listOf,
  mapOf,
  NEVER,
  present,
  STR,
  tuplesOf,
  type Type,
} from '../../facts/types'
import type { Expression } from '../../python/ast'
import { placeOf } from '../../python/place'
import { returnsOf } from '../classes'
import { methodOf } from '../../facts/classes'
import { BINDS, operand, primary } from '../../write/code'
import { dictFrom, newSet } from '../../write/dict-from'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

export const CONTAINERS: Readonly<Record<string, ModuleCall>> = {
  len: (args, { context, node }) => {
    const code = args.need('obj')
    const type = present(code.type)
    if (type.kind === 'list' || type.kind === 'tuple' || type.kind === 'bytes')
      return primary(`${operand(code, BINDS.call)}.length`, COUNT)
    if (type.kind === 'dict' || type.kind === 'record')
      return primary(`Object.keys(${code.text}).length`, COUNT)
    if (type.kind === 'set' || type.kind === 'map') return primary(`${operand(code, BINDS.call)}.size`, COUNT)
    const own = type.kind === 'instance' ? context.facts.classes.get(type.name) : undefined
    if (own && methodOf(own, '__len__'))
      return primary(`${operand(code, BINDS.call)}.length`, returnsOf(own, '__len__', context))
    if (!['any', 'sdk', 'str'].includes(type.kind)) refuse(`len of a ${type.kind}`, node)
    return primary(`${context.helper('len')}(${code.text})`, COUNT)
  },
  list: (args, { context, node }) => {
    if (args.count === 0) return primary('[]', listOf(NEVER))
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.isAsync) refuse('a list of a stream', node, 'Write a for await loop.')
    return primary(`[...${operand(values, BINDS.arrow)}]`, listOf(values.item))
  },
  tuple: (args, { context, node }) => {
    if (args.count === 0) return primary('[]', tuplesOf(NEVER))
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.isAsync) refuse('a tuple of a stream', node, 'Write a for await loop.')
    return primary(`[...${operand(values, BINDS.arrow)}]`, tuplesOf(values.item))
  },
  dict: (args, { node, context }) => {
    if (args.rest.length > 0 && args.count + args.spreads.length > 0) {
      const all = [...args.all(), ...args.spreads.splice(0)]
      const named = args.rest
      for (const [name] of named) args.named(name)
      const place = placeOf(node)
      const key = (name: string): Expression => ({ ...place, type: 'Constant', kind: 'str', value: name })
      const keys = [...all.map(() => null), ...named.map(([name]) => key(name))]
      const values = [...all, ...named.map(([, value]) => value)]
      if (all.some((each) => !['dict', 'record', 'map'].includes(context.write(each).type.kind)))
        refuse('dict of a value of unknown type', node)
      return context.write({ ...place, type: 'Dict', keys, values })
    }
    if (args.count > 0 || args.spreads.length > 0) {
      const code = args.need('mapping')
      const type = present(code.type)
      if (type.kind === 'dict' || type.kind === 'record')
        return primary(
          `{ ...${operand(code, BINDS.arrow)} }`,
          type.kind === 'dict' ? dictOf(type.value) : type,
        )
      if (type.kind === 'sdk' && ['value', 'genai-value'].includes(type.of))
        return primary(`{ ...${operand(code, BINDS.arrow)} }`, dictOf(ANY))
      if (type.kind === 'sdk' && type.of === 'environment') return primary(`{ ...${code.text} }`, dictOf(STR))
      if (type.kind === 'map') return primary(`new Map(${code.text})`, mapOf(type.key, type.value))
      if (type.kind === 'list' && type.item.kind === 'tuple') {
        const [key = ANY, value = ANY] = type.item.items
        return dictFrom(code.text, { key, value, context, node })
      }
      return refuse('dict of a value of unknown type', node)
    }
    if (args.rest.length === 0) return primary('{}', dictOf(NEVER))
    const fields: Record<string, Type> = {}
    const written = args.rest.map(([name, value]) => {
      const code = context.write(value)
      fields[name] = code.type
      args.named(name)
      return `${name}: ${operand(code, BINDS.arrow)}`
    })
    return primary(`{ ${written.join(', ')} }`, { kind: 'record', fields })
  },
  set: (args, { node, context }) => {
    if (args.count === 0) return primary('new Set<any>()', { kind: 'set', item: NEVER })
    const values = asIterated(args.need('iterable'), { context, node })
    if (values.type.kind === 'list' && values.type.item.kind === 'never')
      return primary('new Set<any>()', { kind: 'set', item: NEVER })
    if (values.isAsync || !['str', 'int'].includes(values.item.kind))
      refuse('a set of what may be no texts or ints', node)
    return primary(`${newSet(values.item, values.text)}(${values.text})`, { kind: 'set', item: values.item })
  },
}
