/** What Python's clients do with an answer, which is an object of a class there and a plain one here. */
import { ANY, COUNT, NONE, SDK_VALUE, STR } from '../../facts/types'
import type { Attribute } from '../../python/ast'
import { BINDS, operand, operation, primary, type Code } from '../../write/code'
import { OF_VALUES } from '../../carried-notes'
import { refuse } from '../../write/refusal'
import { isTrue, type Arguments, type CallParts } from '../arguments'

/** `answer.model_dump()` and its kind; `undefined` for other methods. */
export function dumpedAnswer(target: Code, args: Arguments): Code | undefined {
  const { name, context } = args.parts
  if (!/^\.(?:model_dump|model_dump_json|to_dict|to_json|dict|json)$/.test(name)) return undefined
  const isText = name.endsWith('json')
  const isAsSent = args.named('exclude_unset') !== undefined || name === '.to_dict' || name === '.to_json'
  const without = args.named('exclude_none')
  args.named('mode')
  const indent = args.named('indent')
  const spaces = indent ? context.write(indent).text : name === '.to_json' ? '2' : undefined
  args.end()
  const isPlain = without !== undefined && isTrue(without)
  if (isPlain) context.note(OF_VALUES.order)
  else if (!isAsSent) {
    context.note(OF_VALUES.missing)
    context.facts.note('hasDumps')
  } else if (isText) context.note(OF_VALUES.order)
  const whole = isPlain ? primary(`${context.helper('withoutNone')}(${target.text})`, ANY) : target
  if (!isText) return { ...whole, type: ANY }
  const text = operand(whole, BINDS.arrow)
  return primary(`JSON.stringify(${spaces === undefined ? text : `${text}, null, ${spaces}`})`, STR)
}

/** `stream.get_final_message()` of Anthropic's client. */
export function finalMessage(target: Code, args: Arguments, { context }: CallParts): Code | undefined {
  const name = {
    '.get_final_message': 'finalMessage',
    '.get_final_text': 'finalText',
    '.get_final_response': 'finalResponse',
  }[args.parts.name]
  if (name === undefined) return undefined
  args.end()
  const call = context.wait(`${operand(target, BINDS.call)}.${name}()`)
  return operation(call, name === 'finalText' ? STR : SDK_VALUE, BINDS.unary)
}

/** `speech.write_to_file(path)`: the bytes of a file or a sound. */
export function contentMethod(target: Code, args: Arguments, { context, node }: CallParts): Code {
  const { name } = args.parts
  if (name === '.read' || name === '.aread') {
    args.end()
    return { ...target, type: { kind: 'bytes' } }
  }
  if (!/^\.(?:a?stream_to_file|write_to_file)$/.test(name))
    refuse(`${name}() of the bytes of an answer`, node, 'Use node:fs.')
  const path = args.need('file')
  args.end()
  if (path.type.kind !== 'str' && !(path.type.kind === 'sdk' && path.type.of === 'path'))
    refuse('a file whose name is no text', node)
  return primary(`${context.import('writeFileSync', 'node:fs')}(${path.text}, ${target.text})`, NONE)
}

/** `speech.content`; `undefined` for what is not there. */
export function contentField(
  target: Code,
  { node, context }: { node: Attribute; context: CallParts['context'] },
): Code | undefined {
  if (node.attr === 'content') return { ...target, type: { kind: 'bytes' } }
  if (node.attr === 'text') return primary(`${context.helper('decoded')}(${target.text})`, STR)
  return undefined
}

/** `raw.headers`; `undefined` for what is not there. */
export function rawField(target: Code, node: Attribute): Code | undefined {
  const text = `${operand(target, BINDS.call)}.response`
  if (node.attr === 'headers') return primary(`${text}.headers`, { kind: 'sdk', of: 'headers' })
  return node.attr === 'status_code' ? primary(`${text}.status`, COUNT) : undefined
}

/** `raw.parse()` */
export function rawMethod(target: Code, args: Arguments): Code {
  if (args.parts.name !== '.parse') refuse(`${args.parts.name}() of a raw answer`, args.parts.node)
  args.end()
  return primary(`${operand(target, BINDS.call)}.data`, SDK_VALUE)
}
