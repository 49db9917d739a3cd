/** `statistics`. */
import { ANY, FLOAT, isNumeric, NUMBER } from '../../facts/types'
import { primary } from '../../write/code'
import { asIterated } from '../../write/iteration'
import { refuse } from '../../write/refusal'
import type { ModuleCall } from '../arguments'

/** A mean or a median: an int where all values are ints and it is one. */
const middle =
  (name: 'mean' | 'median'): ModuleCall =>
  (args, { context, node }) => {
    const values = asIterated(args.need('data'), { context, node })
    const { item } = values
    if (values.isAsync || !(isNumeric(item) || item.kind === 'any'))
      refuse(`${name} of what may be no numbers`, node)
    const isFloat = item.kind === 'float'
    // Which of both a number is tells what comes of it.
    if (item.kind === 'number' || (item.kind === 'any' && item.isMurky))
      return primary(`Number(${context.helper(name)}(${values.text}, false))`, NUMBER)
    const call = `${context.helper(name)}(${values.text}, ${isFloat})`
    if (isFloat) return primary(`Number(${call})`, FLOAT)
    context.facts.note('hasTold')
    return primary(call, ANY)
  }

const spread =
  (less: '' | ', 0'): ModuleCall =>
  (args, { context, node }) => {
    const values = asIterated(args.need('data'), { context, node })
    if (values.isAsync || !(isNumeric(values.item) || values.item.kind === 'any'))
      refuse('stdev of what may be no numbers', node)
    return primary(`${context.helper('stdev')}(${values.text}${less})`, FLOAT)
  }

export const STATISTICS_CALLS: Readonly<Record<string, ModuleCall>> = {
  'statistics.mean': middle('mean'),
  'statistics.median': middle('median'),
  'statistics.stdev': spread(''),
  'statistics.pstdev': spread(', 0'),
  'statistics.mode': (args, { context, node }) => {
    const values = asIterated(args.need('data'), { context, node })
    if (values.item.kind !== 'str' && values.item.kind !== 'int') refuse('mode of these values', node)
    return primary(`${context.helper('mode')}(${values.text})`, values.item)
  },
}
