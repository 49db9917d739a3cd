/** Methods of values: by the type of the value, or by the name of the method where only one type has it. */
import { ANY, listOf, present, STR, type Type } from '../facts/types'
import type { Attribute } from '../python/ast'
import { type Code, primary } from '../write/code'
import { errorMethod } from '../write/error-parts'
import { refuse } from '../write/refusal'
import { view } from '../write/told-display'
import { Arguments, type CallParts, type Method } from './arguments'
import { classCall, instanceCall } from './classes'
import { DICT_METHODS } from './dict-methods'
import { dateMethod } from './library/date-methods'
import { checkEncoding, pathMethod } from './library/paths'
import { libraryMethod } from './library/methods'
import { poolMethod, result } from './library/threads'
import { DEQUE_METHODS } from './deque-methods'
import { LIST_METHODS } from './list-methods'
import { matchMethod, regexMethod } from './regex/calls'
import { contentMethod, dumpedAnswer, finalMessage, rawMethod } from './sdk/answer'
import { headersMethod, responseMethod } from './sdk/requests'
import { sessionMethod } from './sdk/session'
import { modelValueMethod } from './model-values'
import { SET_METHODS } from './set-methods'
import { STRING_METHODS } from './string-methods'

/** Writes `target.name(…)`. */
export function method(target: Code, parts: CallParts): Code {
  const func = parts.node.func as Attribute
  const type = present(target.type)
  const name = func.attr
  const args = new Arguments({ ...parts, name: `.${name}` })
  const finish = (code: Code) => {
    args.end()
    return code
  }
  switch (type.kind) {
    case 'str':
      return finish(find(STRING_METHODS, name, { type, func })(target, args, parts))
    case 'list':
      return finish(
        find(type.isDeque ? DEQUE_METHODS : LIST_METHODS, name, { type, func })(target, args, parts),
      )
    case 'dict':
    case 'record':
    case 'map':
      if (/^(?:values|items|pop)$/.test(name) || (name === 'get' && parts.node.args[0]?.type !== 'Constant'))
        view(type, parts.context)
      return finish(find(DICT_METHODS, name, { type, func })(target, args, parts))
    case 'bytes':
      if (name === 'hex') return finish(primary(`Buffer.from(${target.text}).toString("hex")`, STR))
      if (name === 'splitlines')
        return finish(primary(`${parts.context.helper('byteLines')}(${target.text})`, listOf(type)))
      if (name !== 'decode') refuse(`.${name}() of bytes`, func)
      checkEncoding(args.take('encoding'))
      return finish(primary(`${parts.context.helper('decoded')}(${target.text})`, STR))
    case 'set':
      return finish(find(SET_METHODS, name, { type, func })(target, args, parts))
    case 'class':
      return classCall(type.name, parts)
    case 'instance':
      return instanceCall(target, parts)
    case 'promise':
      return finish(result(target, args))
    case 'any':
    case 'sdk':
      return open(target, { args, func, parts, type })
    case 'exception':
      return finish(errorMethod(target, name, parts.context) ?? refuse(`.${name}() of an error`, func))
    default:
      return refuse(`.${name}() of a ${type.kind}`, func)
  }
}

/** Methods that more than one type has are told apart when they run. */
function open(
  target: Code,
  { args, func, parts, type }: { args: Arguments; func: Attribute; parts: CallParts; type: Type },
): Code {
  const name = func.attr
  if (type.kind === 'sdk' && type.of !== 'value' && type.of !== 'delta') {
    if (type.of === 'response' || type.of === 'http-response') return responseMethod(target, args)
    if (type.of === 'headers') return headersMethod(target, args)
    if (type.of === 'model-class') return modelValueMethod(target, args, parts)
    if (type.of === 'content') return contentMethod(target, args, parts)
    if (type.of === 'raw-response') return rawMethod(target, args)
    const library = libraryMethod(target, args)
    if (library) {
      args.end()
      return library
    }
    if (type.of === 'pool') {
      const code = poolMethod(args)
      args.end()
      return code
    }
    if (type.of === 'session' || type.of === 'http-client') return sessionMethod(target, args)
    if (/^(?:date|day|duration|(?:pytz-)?zone)$/.test(type.of)) {
      const code = dateMethod(target, args)
      args.end()
      return code
    }
    if (type.of === 'path') {
      const code = pathMethod(target, args)
      args.end()
      return code
    }
    // What `b64encode` or a line of a response gave is a text already.
    if (type.of === 'ascii' && name === 'decode') {
      args.take('encoding')
      args.end()
      return { ...target, type: STR }
    }
    if (type.of === 'match' || type.of === 'regex') {
      const code = type.of === 'match' ? matchMethod(target, args) : regexMethod(func.value, args)
      args.end()
      return code
    }
    const finished = finalMessage(target, args, parts)
    if (finished) return finished
    return refuse(`.${name}() of a ${type.of}`, func)
  }
  const dumped = dumpedAnswer(target, args)
  if (dumped) return dumped
  const found = [STRING_METHODS, LIST_METHODS, DICT_METHODS].filter((methods) => Object.hasOwn(methods, name))
  if (found.length === 1) {
    const code = found[0]![name]!(target, args, parts)
    args.end()
    return code
  }
  if (name === 'index' || name === 'count' || name === 'pop') {
    if (name === 'pop' && args.count === 0)
      return primary(`${parts.context.helper('pop')}(${target.text}, -1)`, ANY)
    const helper = name === 'index' ? 'indexOf' : name
    const values = [target.text]
    while (args.count > 0) values.push(args.need('value').text)
    args.end()
    const given: Type = name === 'pop' ? ANY : { kind: 'int', bits: 32 }
    return primary(`${parts.context.helper(helper)}(${values.join(', ')})`, given)
  }
  return refuse(`.${name}() of a value of unknown type`, func)
}

function find(
  methods: Readonly<Record<string, Method>>,
  name: string,
  { type, func }: { type: Type; func: Attribute },
): Method {
  if (!Object.hasOwn(methods, name))
    refuse(`.${name}() of a ${type.kind === 'str' ? 'text' : type.kind}`, func)
  return methods[name]!
}
