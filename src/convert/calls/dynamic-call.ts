/** Calls of values: functions that are used as values take their arguments alike, or know their parameters by name. */
import { ANY, MURKY } from '../facts/types'
import type { Expression } from '../python/ast'
import { BINDS, type Code, operand, operation, primary } from '../write/code'
import { refuse } from '../write/refusal'
import { type CallParts, entries, objectOf } from './arguments'

/** Writes a call of a value. */
export function dynamicCall(target: Code, parts: CallParts): Code {
  const { node, context } = parts
  const { facts } = context
  const isNamed = node.keywords.length > 0
  if (isNamed && !facts.isCalledByName) {
    facts.isCalledByName = true
    facts.changes++
  }
  if (node.args.length > 0 && !facts.isCalledByPosition) {
    facts.isCalledByPosition = true
    facts.changes++
  }
  const text = operand(target, BINDS.call)
  const values = positions(parts)
  const code =
    isNamed && facts.isCalledByPosition
      ? `${context.helper('callNamed')}(${target.text}, [${values}], ${namedArguments(parts)})`
      : `${text}(${isNamed ? namedArguments(parts) : values})`
  const type = facts.hasUntold ? MURKY : ANY
  return facts.hasAsyncValue ? operation(context.wait(code), type, BINDS.unary) : primary(code, type)
}

/**
 * A call of a function that a cell without a counterpart would have given: as one of the notebook's own would be called,
 * so that it can be written by hand.
 */
export function callOfMissing(target: Code, parts: CallParts): Code {
  const named = parts.node.keywords.length > 0 ? [namedArguments(parts)] : []
  const values = positions(parts)
  return primary(`${target.text}(${[...(values === '' ? [] : [values]), ...named].join(', ')})`, ANY)
}

const positions = ({ node, context }: CallParts): string =>
  node.args
    .map((each) =>
      each.type === 'Starred'
        ? `...${operand(context.write(each.value), BINDS.arrow)}`
        : operand(context.write(each), BINDS.arrow),
    )
    .join(', ')

/** Named arguments as one object. */
export function namedArguments(parts: CallParts): string {
  const { node, context } = parts
  const spread = node.keywords.filter(({ arg }) => arg === null)
  const named = node.keywords.flatMap(({ arg, value }) =>
    arg === null ? [] : [[arg, value] as [string, Expression]],
  )
  if (spread.length > 1) refuse('** twice in a call', node)
  if (spread.length === 1 && named.length === 0) return context.write(spread[0]!.value).text
  const texts = spread.map(({ value }) => `...${operand(context.write(value), BINDS.arrow)}`)
  return objectOf([...texts, ...entries(named, parts)], node)
}
