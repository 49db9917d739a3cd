/** `@retry` of tenacity: how often, after how long, and for which errors. */
import { isNumeric } from '../facts/types'
import type { Call, Expression } from '../python/ast'
import { condition } from './caught'
import { list } from './code'
import type { Context } from './context'
import { moduleOf } from './names'
import { refuse } from './refusal'

/** The options of `retried`, between its brackets; nothing for none. */
export function retryOptions(node: Expression, context: Context): string {
  const given = node.type === 'Call' ? node : undefined
  if (given && given.args.length > 0) refuse('retry with values by position', node)
  const options = (given?.keywords ?? []).flatMap(({ arg, value }) => {
    switch (arg) {
      case 'stop':
        return stopText(value, context)
      case 'wait':
        return `wait: ${waitText(value, context)}`
      case 'retry':
        return `when: ${whenText(value, context)}`
      case 'reraise': {
        const code = context.write(value)
        return code.type.kind === 'bool' ? `reraise: ${code.text}` : refuse('this reraise', value)
      }
      default:
        return refuse(`${arg ?? '**'} of retry`, node)
    }
  })
  return options.length === 0 ? '' : list(options, { open: '{', close: '}', isTall: false })
}

/** What a call of tenacity is named, and the numbers that it gets. */
function callOf(node: Expression, names: readonly string[], context: Context) {
  const name = node.type === 'Call' ? moduleOf(node.func, context) : moduleOf(node, context)
  const { args = [], keywords = [] } = node.type === 'Call' ? node : {}
  const given = [
    ...args.map((value, index) => [names[index] ?? '', value] as const),
    ...keywords.map(({ arg, value }) => [arg ?? '', value] as const),
  ]
  return { name: name?.replace(/^.*\./, '') ?? '', given }
}

function numbers(given: readonly (readonly [string, Expression])[], context: Context): Map<string, string> {
  return new Map(
    given.map(([name, value]) => {
      const code = context.write(value)
      if (!isNumeric(code.type) || name === '') refuse('this time of retry', value)
      return [name, code.text]
    }),
  )
}

function stopText(node: Expression, context: Context): string[] {
  const { name, given } = callOf(node, ['value'], context)
  if (name === 'stop_never') return []
  const key = { stop_after_attempt: 'attempts', stop_after_delay: 'seconds' }[name]
  const [text] = numbers(given, context).values()
  return key === undefined || text === undefined ? refuse('this stop of retry', node) : [`${key}: ${text}`]
}

function waitText(node: Expression, context: Context): string {
  const bare = (node as Call).func
  const orders: Readonly<Record<string, readonly string[]>> = {
    wait_fixed: ['wait'],
    wait_none: [],
    wait_random: ['min', 'max'],
    wait_exponential: ['multiplier', 'max', 'exp_base', 'min'],
    wait_random_exponential: ['multiplier', 'max', 'exp_base', 'min'],
  }
  const found = bare ? moduleOf(bare, context)?.replace(/^.*\./, '') : undefined
  const order = found !== undefined && Object.hasOwn(orders, found) ? orders[found]! : undefined
  if (!order) return refuse('this wait of retry', node)
  const { name, given } = callOf(node, order, context)
  const values = numbers(given, context)
  if (values.has('exp_base')) refuse('exp_base of retry', node)
  if (name === 'wait_none') return '() => 0'
  if (name === 'wait_fixed') return `() => ${values.get('wait') ?? refuse('wait_fixed without a time', node)}`
  if (name === 'wait_random') {
    const [min, max] = [values.get('min') ?? '0', values.get('max') ?? '1']
    return `() => ${min} + Math.random() * (${max} - ${min})`
  }
  const options = [...values].map(([key, text]) => `${key}: ${text}`)
  if (name === 'wait_random_exponential') options.push('isRandom: true')
  return `${context.helper('exponentially')}(${options.length > 0 ? `{ ${options.join(', ')} }` : ''})`
}

function whenText(node: Expression, context: Context): string {
  const { name, given } = callOf(node, ['exception_types'], context)
  const [kinds] = given.map(([, value]) => value)
  const isNot = name === 'retry_if_not_exception_type'
  if (!kinds || (name !== 'retry_if_exception_type' && !isNot)) return refuse('this retry', node)
  const test = condition(kinds, { context, error: 'error', tried: '' })
  if (test === undefined) return isNot ? '() => false' : '() => true'
  return `(error) => ${isNot ? `!(${test})` : test}`
}
