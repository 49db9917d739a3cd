/** What Python's clients do with an answer, which is an object of a class there and a plain one here. */
import { ANY, SDK_VALUE, STR } from '../../facts/types'
import { BINDS, operand, operation, primary, type Code } from '../../write/code'
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
  if (isPlain) context.note('fields stand in the order of the server')
  else if (!isAsSent)
    context.note('fields that the server did not send are left out, which Python gives as None')
  const whole = isPlain ? primary(`${context.helper('withoutNone')}(${target.text})`, ANY) : target
  if (!isText) return { ...whole, type: ANY }
  const text = operand(whole, BINDS.arrow)
  return primary(`JSON.stringify(${spaces === undefined ? text : `${text}, null, ${spaces}`})`, STR)
}

/** `stream.get_final_message()` of Anthropic's client. */
export function finalMessage(target: Code, args: Arguments, { context }: CallParts): Code | undefined {
  const name = { '.get_final_message': 'finalMessage', '.get_final_text': 'finalText' }[args.parts.name]
  if (name === undefined) return undefined
  args.end()
  const call = context.wait(`${operand(target, BINDS.call)}.${name}()`)
  return operation(call, name === 'finalText' ? STR : SDK_VALUE, BINDS.unary)
}
