/** `json.loads` and `json.dumps`. */
import type { ModuleCall } from './arguments'
import { ANY, STR } from '../facts/types'
import { primary } from '../write/code'
import { refuse } from '../write/refusal'

export const JSON_CALLS: Readonly<Record<string, ModuleCall>> = {
  'json.loads': (args, { context }) => primary(`${context.helper('parseJson')}(${args.need('s').text})`, ANY),
  'json.dumps': (args, { context, node }) => {
    const value = args.need('obj')
    if (!context.isPlain(value.type))
      refuse('json.dumps of what may hold whole floats', node, 'Use JSON.stringify.')
    const options: string[] = []
    for (const [name, key] of [
      ['indent', 'indent'],
      ['ensure_ascii', 'ascii'],
      ['sort_keys', 'sort'],
    ] as const) {
      const option = args.named(name)
      if (option) options.push(`${key}: ${context.write(option).text}`)
    }
    const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
    return primary(`${context.helper('dumps')}(${value.text}${more})`, STR)
  },
}
