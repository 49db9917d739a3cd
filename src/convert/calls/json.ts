/** `json.loads` and `json.dumps`. */
import { ANY, STR } from '../facts/types'
import { primary } from '../write/code'
import { refuse } from '../write/refusal'
import type { ModuleCall } from './arguments'
import { fileOf, readFile, writeFile } from './library/open'

export const JSON_CALLS: Readonly<Record<string, ModuleCall>> = {
  'json.loads': (args, { context }) => primary(`${context.helper('parseJson')}(${args.need('s').text})`, ANY),
  'json.load': (args, { context, node }) => {
    const given = args.take('fp')!
    const file = fileOf(given, context) ?? refuse('json.load of this file', node, 'Use JSON.parse.')
    return primary(`${context.helper('parseJson')}(${readFile(file, { context, node: given }).text})`, ANY)
  },
  'json.dump': (args, parts) => {
    const value = args.take('obj')!
    const given = args.take('fp')!
    const file =
      fileOf(given, parts.context) ?? refuse('json.dump to this file', parts.node, 'Use JSON.stringify.')
    args.put(value)
    return writeFile(file, dumps(args, parts).text, parts.context)
  },
  'json.dumps': (args, parts) => dumps(args, parts),
}

const dumps: ModuleCall = (args, { context, node }) => {
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
}
