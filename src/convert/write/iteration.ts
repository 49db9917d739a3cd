/** What a loop goes over: `range`, `enumerate`, `zip`, lists, dicts, streams. */
import { fileOf, readFile } from '../calls/library/open'
import { methodOf } from '../facts/classes'
import { itemOf, join } from '../facts/join'
import { COUNT, listOf, NEVER, present, STR, type Type } from '../facts/types'
import type { Expression } from '../python/ast'
import { BINDS, type Code, operand, operation, primary } from './code'
import type { Context } from './context'
import { refuse } from './refusal'
import { ORDER_OF_SETS } from './text'

/** A written iterable. */
export interface Iterated extends Code {
  readonly item: Type
  /** Whether it has `map`. */
  readonly isArray: boolean
  readonly isAsync: boolean
}

/** Writes what is iterated over. */
export function iterated(node: Expression, context: Context): Iterated {
  const file = fileOf(node, context)
  if (file) {
    const lines = `${context.helper('linesOf')}(${readFile(file, { context, node: node }).text})`
    return { ...primary(lines, listOf(STR)), item: STR, isArray: true, isAsync: false }
  }
  const code = context.write(node)
  return asIterated(code, { context, node })
}

/** What a comprehension goes over: of futures that are waited for, all of them. */
export function collected(node: Expression, context: Context): Iterated {
  const values = iterated(node, context)
  if (!values.isAsync) return values
  if (values.type.kind !== 'generator')
    return refuse('a comprehension over a stream', node, 'Write a for await loop.')
  const text = context.wait(`${context.helper('collect')}(${values.text})`)
  return {
    ...operation(text, listOf(values.item), BINDS.unary),
    item: values.item,
    isArray: true,
    isAsync: false,
  }
}

/** A written value as what a loop goes over. */
export function asIterated(code: Code, { context, node }: { context: Context; node: Expression }): Iterated {
  // Of a call in a first pass nothing is known.
  if (code.type.kind === 'never') return { ...code, item: NEVER, isArray: true, isAsync: false }
  const type = present(code.type)
  const item = itemOf(type)
  switch (type.kind) {
    case 'list':
    case 'tuple':
      // Of lists in a list TypeScript takes no item for itself.
      if (/^\[[\s\S]*\]$/.test(code.text) && item.kind === 'tuple')
        return { ...primary(`(${code.text} as any[])`, type), item, isArray: true, isAsync: false }
      return { ...code, item, isArray: true, isAsync: false }
    case 'str':
      return { ...code, item: STR, isArray: false, isAsync: false }
    case 'bytes':
      return { ...code, item: COUNT, isArray: false, isAsync: false }
    case 'map':
      return {
        ...primary(`${operand(code, BINDS.call)}.keys()`, listOf(item)),
        item,
        isArray: false,
        isAsync: false,
      }
    case 'class': {
      const facts = context.facts.classes.get(type.name)
      if (facts?.kind !== 'enum') return refuse(`a loop over the class ${type.name}`, node)
      const member: Type = { kind: 'instance', name: type.name }
      return {
        ...primary(`Object.values(${code.text})`, listOf(member)),
        item: member,
        isArray: true,
        isAsync: false,
      }
    }
    case 'instance': {
      const facts = context.facts.classes.get(type.name)
      const own = facts && methodOf(facts, '__iter__')
      if (own) {
        const given = own.isGenerator ? own.gives : itemOf(own.returns)
        return {
          ...code,
          type: { kind: 'generator', item: given },
          item: given,
          isArray: false,
          isAsync: false,
        }
      }
      if (facts?.kind !== 'model') return refuse(`a loop over a ${type.name}`, node)
      const value = [...facts.fields.values()].reduce<Type>((all, field) => join(all, field.type), NEVER)
      const pair: Type = { kind: 'tuple', items: [STR, value] }
      return {
        ...primary(`Object.entries<any>(${code.text})`, listOf(pair)),
        item: pair,
        isArray: true,
        isAsync: false,
      }
    }
    case 'generator':
      return { ...code, item, isArray: false, isAsync: type.isAsync === true }
    case 'dict':
    case 'record':
      return {
        ...primary(`Object.keys(${code.text})`, listOf(STR)),
        item: STR,
        isArray: true,
        isAsync: false,
      }
    case 'sdk':
      if (type.of === 'environment')
        return {
          ...primary(`Object.keys(${code.text})`, listOf(STR)),
          item: STR,
          isArray: true,
          isAsync: false,
        }
      if (type.of === 'message-stream')
        return {
          ...primary(`${context.helper('eventsOf')}(${code.text})`, type),
          item,
          isArray: false,
          isAsync: true,
        }
      if (type.of === 'text-file') {
        const lines = primary(`${operand(code, BINDS.call)}.lines()`, {
          kind: 'generator',
          item: STR,
        } as Type)
        return { ...lines, item: STR, isArray: false, isAsync: false }
      }
      if (/stream$/.test(type.of)) return { ...code, item, isArray: false, isAsync: true }
      if (['value', 'delta', 'genai-value'].includes(type.of))
        return { ...code, item, isArray: false, isAsync: false }
      return refuse(`a loop over a ${type.of}`, node)
    case 'any':
      return {
        ...primary(`${context.helper('iterate')}(${code.text})`, listOf(type)),
        item: type,
        isArray: true,
        isAsync: false,
      }
    case 'set':
      // Python has another order in every run, but for numbers.
      if (item.kind === 'str') {
        context.note(ORDER_OF_SETS)
        return { ...code, item, isArray: false, isAsync: false }
      }
      return refuse('a loop over a set, whose order Python does not tell', node, 'Sort it first.')
    default:
      return refuse(`a loop over a ${type.kind}`, node)
  }
}

/** The arguments of `range` as the parts of a `for` loop, if that is what a loop goes over. */
export function rangeParts(
  node: Expression,
  context: Context,
): { start: Code; stop: Code; step: number } | undefined {
  if (
    node.type !== 'Call' ||
    node.func.type !== 'Name' ||
    node.func.id !== 'range' ||
    context.typeOf('range')
  )
    return undefined
  if (node.keywords.length > 0 || node.args.length === 0 || node.args.length > 3) return undefined
  const codes = node.args.map((each) => context.write(each))
  if (codes.some(({ type }) => type.kind !== 'int')) return undefined
  const [start, stop] = codes.length === 1 ? [primary('0', COUNT), codes[0]!] : [codes[0]!, codes[1]!]
  const step = codes[2] === undefined ? 1 : Number(codes[2].text)
  if (!Number.isInteger(step) || step === 0) return undefined
  // What is worked out again in every round must not change.
  if (!/^-?[\w]+$/.test(stop.text)) return undefined
  return { start, stop, step }
}

/** `range(…)` as a list. */
export function rangeCall(codes: readonly Code[], context: Context): Code {
  const [start, stop, step] = codes.length === 1 ? [primary('0', COUNT), codes[0]!] : codes
  const texts = [start!, stop!, ...(step ? [step] : [])].map(({ text }) => text)
  const bits = Math.max(...codes.map(({ type }) => (type.kind === 'int' ? type.bits : Infinity)))
  return primary(
    `${context.helper('range')}(${texts.join(', ')})`,
    listOf({ kind: 'int', bits: Math.max(32, bits) }),
  )
}

/** `enumerate(values, start)` */
export function enumerateCall(
  values: Iterated,
  { start, context }: { start: Code | undefined; context: Context },
): Code {
  if (values.type.kind === 'generator')
    return primary(`${context.helper('enumerated')}(${values.text}${start ? `, ${start.text}` : ''})`, {
      kind: 'generator',
      item: { kind: 'tuple', items: [COUNT, values.item] },
    })
  const type = listOf({ kind: 'tuple', items: [COUNT, values.item] })
  const all = values.isArray ? operand(values, BINDS.call) : `[...${operand(values, BINDS.arrow)}]`
  if (start === undefined || start.text === '0')
    return primary(`${all}.map((each, index) => [index, each] as const)`, type)
  return operation(
    `${all}.map((each, index) => [index + ${operand(start, BINDS.plus + 1)}, each] as const)`,
    type,
    BINDS.call,
  )
}
