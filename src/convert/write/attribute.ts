/** `value.name`: fields of answers, of objects, of modules. */
import { moduleAttribute } from '../calls/modules'
import { ANY, BOOL, COUNT, present, SDK_VALUE, STR, type Type } from '../facts/types'
import type { Attribute } from '../python/ast'
import { BINDS, type Code, operand, primary } from './code'
import type { Context } from './context'
import { answerField, moduleOf } from './names'
import { refuse } from './refusal'

/** Writes `value.name`. */
export function attribute(node: Attribute, context: Context): Code {
  const value = moduleOf(node.value, context)
  if (value !== undefined) {
    const given = moduleAttribute(`${value}.${node.attr}`)
    if (given) return given
    refuse(`${value}.${node.attr}`, node)
  }
  const target = context.write(node.value)
  const type = present(target.type)
  const text = `${operand(target, BINDS.call)}.${node.attr}`
  switch (type.kind) {
    case 'sdk':
      if (type.of === 'client')
        return primary(text.replace(/\.base_url$/, '.baseURL'), node.attr === 'base_url' ? STR : type)
      if (type.of === 'response') return responseAttribute(target, node)
      if (type.of === 'value' || type.of === 'delta' || type.of === 'stream')
        return primary(text, answerField(type, node.attr))
      return refuse(`.${node.attr} of a ${type.of}`, node)
    case 'any':
      return primary(text, answerField(SDK_VALUE, node.attr))
    case 'instance': {
      const facts = context.facts.classes.get(type.name)
      const field = facts?.fields.get(node.attr)
      if (field) return primary(text, field.type)
      return refuse(`.${node.attr} of a ${type.name}`, node)
    }
    case 'exception':
      return primary(text, ANY)
    default:
      return refuse(`.${node.attr} of a ${type.kind}`, node)
  }
}

function responseAttribute(target: Code, node: Attribute): Code {
  const text = operand(target, BINDS.call)
  const found = {
    text: primary(`${text}.text`, STR),
    status_code: primary(`${text}.status`, COUNT),
    ok: primary(`${text}.ok`, BOOL),
    content: primary(`${text}.content`, { kind: 'bytes' } as Type),
    headers: primary(`${text}.headers`, ANY),
    url: primary(`${text}.url`, STR),
  }[node.attr]
  return found ?? refuse(`.${node.attr} of a response`, node)
}
