/** `json.loads` and `json.dumps`. */
import { ANY, NONE, plainDicts, STR } from '../facts/types'
import type { Expression } from '../python/ast'
import type { Context } from '../write/context'
import { primary } from '../write/code'
import { formOf } from '../write/form'
import { refuse } from '../write/refusal'
import type { ModuleCall } from './arguments'
import { fileOf, readFile, writeFile } from './library/open'

export const JSON_CALLS: Readonly<Record<string, ModuleCall>> = {
  'json.loads': (args, { context }) => {
    const { text, type } = args.need('s')
    const read = type.kind === 'bytes' ? `${context.helper('decoded')}(${text})` : text
    return primary(`${context.helper('parseJson')}(${read})`, ANY)
  },
  'json.load': (args, { context, node }) => {
    const given = args.take('fp')!
    const file = fileOf(given, context)
    const text = file
      ? readFile(file, { context, node: given }).text
      : `${ownFile(given, context) ?? refuse('json.load of this file', node, 'Use JSON.parse.')}.read()`
    return primary(`${context.helper('parseJson')}(${text})`, ANY)
  },
  'json.dump': (args, parts) => {
    const value = args.take('obj')!
    const given = args.take('fp')!
    const file = fileOf(given, parts.context)
    args.put(value)
    if (!file) {
      const own = ownFile(given, parts.context)
      if (own === undefined) return refuse('json.dump to this file', parts.node, 'Use JSON.stringify.')
      return primary(`${own}.write(${dumps(args, parts).text})`, NONE)
    }
    return writeFile(file, dumps(args, parts).text, parts.context)
  },
  'json.dumps': (args, parts) => dumps(args, parts),
}

/** A file of texts that has a name. */
function ownFile(node: Expression, context: Context): string | undefined {
  const { type, text } = context.write(node)
  return type.kind === 'sdk' && type.of === 'text-file' && /^[\w.]+$/.test(text) ? text : undefined
}

const dumps: ModuleCall = (args, { context, node }) => {
  const value = args.need('obj')
  const options: string[] = []
  // Values that JSON has are not handed to it.
  const otherwise = args.named('default')
  // A Counter is a dict there.
  const type = plainDicts(value.type)
  if (!context.isPlain(type)) {
    const form = formOf(type, context.facts.classes)
    if (form === undefined || /"own"|\b(?:key|deque|model|member): /.test(form))
      return refuse('json.dumps of what JSON has not', node, 'Use JSON.stringify.')
    if (otherwise && form.includes('"part"'))
      refuse('json.dumps with a default, of what may be an object of an answer', otherwise)
    if (form.includes('"part"')) context.note('a whole float in an answer, such as 1.0, is an int here')
    if (form !== '"part"' && form !== '"any"') options.push(`as: ${form}`)
  }
  for (const [name, key] of [
    ['indent', 'indent'],
    ['ensure_ascii', 'ascii'],
    ['sort_keys', 'sort'],
  ] as const) {
    const option = args.named(name)
    if (option) options.push(`${key}: ${context.write(option).text}`)
  }
  const separators = args.named('separators')
  if (separators) {
    const texts = separators.type === 'Tuple' ? separators.elts.map((each) => context.write(each)) : []
    if (texts.length !== 2 || texts.some(({ type }) => type.kind !== 'str'))
      refuse('json.dumps with these separators', separators)
    options.push(`separators: [${texts.map(({ text }) => text).join(', ')}]`)
  }
  const more = options.length > 0 ? `, { ${options.join(', ')} }` : ''
  return primary(`${context.helper('dumps')}(${value.text}${more})`, STR)
}
