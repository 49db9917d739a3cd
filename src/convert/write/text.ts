/** How values become text: `str`, `repr`, f-strings, `print`, formats. */
import type { Expression, FormattedValue, JoinedStr } from '../python/ast'
import { present, STR, type Type } from '../facts/types'
import { BINDS, operand, operation, primary, quoted, templatePart, type Code } from './code'
import type { Context } from './context'
import { refuse } from './refusal'

/** `str(value)` as an expression that can stand in a template. */
export function textOf(code: Code, context: Context, node?: Expression): string {
  const { type, text } = code
  switch (type.kind) {
    case 'str':
    case 'int':
      return text
    case 'none':
      return '"None"'
    case 'bool':
      return `${operand(code, BINDS.choice + 1)} ? "True" : "False"`
    case 'float':
      return `${context.helper('floatText')}(${text})`
    case 'number':
      return `${context.helper('numberText')}(${text})`
    case 'exception':
      context.note('the text of an error is that of JavaScript')
      return `${operand(code, BINDS.call)}.message`
    case 'optional':
      if (type.of.kind === 'str' || type.of.kind === 'int')
        return `${operand(code, BINDS.coalesce + 1)} ?? "None"`
      break
    case 'list':
    case 'tuple': {
      if (context.isPlain(type)) break
      return listText(code, context, node)
    }
    case 'any':
      if (type.isMurky)
        refuse('the text of a value that may hold floats or tuples', node, 'Say how it is shown.')
      break
    case 'sdk':
      if (type.of === 'value' || type.of === 'delta') return `${context.helper('shown')}(${text})`
      refuse(`the text of a ${type.of}, which Python shows in a form of its own`, node)
  }
  if (!context.isPlain(type))
    refuse(`the text of a ${type.kind}, which Python shows in a form of its own`, node)
  return `${context.helper('str')}(${text})`
}

function listText(code: Code, context: Context, node?: Expression): string {
  const { type } = code
  if (type.kind === 'tuple') {
    if (!/^[\w.]+$/.test(code.text)) refuse('the text of a tuple that has no name', node)
    const items = type.items.map(
      (each, index) => `\${${reprOf(primary(`${code.text}[${index}]`, each), context, node)}}`,
    )
    return `\`(${items.join(', ')}${items.length === 1 ? ',' : ''})\``
  }
  if (type.kind !== 'list' || !['float', 'number'].includes(type.item.kind))
    refuse('the text of a list of values that Python shows in a form of their own', node)
  const each = context.helper(type.item.kind === 'float' ? 'floatText' : 'numberText')
  return `\`[\${${operand(code, BINDS.call)}.map(${each}).join(", ")}]\``
}

/** `repr(value)` */
export function reprOf(code: Code, context: Context, node?: Expression): string {
  const kind = present(code.type).kind
  if (
    ['int', 'none', 'bool', 'float', 'number', 'list', 'tuple'].includes(code.type.kind) &&
    !context.isPlain(code.type)
  )
    return textOf(code, context, node)
  if (code.type.kind === 'int') return code.text
  if (!context.isPlain(code.type) && kind !== 'sdk') refuse(`the repr of a ${kind}`, node)
  return `${context.helper('repr')}(${code.text})`
}

/** An f-string. */
export function joinedString(node: JoinedStr, context: Context): Code {
  const parts = node.values.map((each) => {
    if (each.type === 'Constant') return templatePart(String(each.value))
    if (each.type !== 'FormattedValue') return refuse('this part of an f-string', each)
    return `\${${formatted(each, context)}}`
  })
  if (node.values.every((each) => each.type === 'Constant'))
    return plainText(node.values.map((each) => String((each as { value: unknown }).value)).join(''), node)
  return primary(`\`${parts.join('')}\``, STR)
}

/** A string as it would be typed: between backticks where it has lines. */
export function plainText(text: string, place: { line: number; endLine: number }): Code {
  if (place.endLine > place.line && text.includes('\n')) return primary(`\`${templatePart(text)}\``, STR)
  return primary(quoted(text), STR)
}

function formatted(node: FormattedValue, context: Context): string {
  const code = context.write(node.value)
  const spec = node.format_spec
  if (spec && spec.values.length > 0) {
    if (spec.values.some((each) => each.type !== 'Constant'))
      refuse('a format that is computed', node.value, 'Use toFixed, padStart or padEnd.')
    const text = spec.values.map((each) => String((each as { value: unknown }).value)).join('')
    return formatOf(code, { spec: text, context, node: node.value })
  }
  if (node.conversion === 114) return reprOf(code, context, node.value)
  if (node.conversion > 0 && node.conversion !== 115) refuse('the conversion !a', node.value)
  return textOf(code, context, node.value)
}

const SPEC = /^(?:(.)?([<>^]))?([+])?(0)?(\d+)?(,)?(?:\.(\d+))?([dfs%])?$/s

/** A value in a format such as `.2f`, `>8`, `,`. */
function formatOf(
  code: Code,
  { spec, context, node }: { spec: string; context: Context; node: Expression },
): string {
  const found = SPEC.exec(spec)
  if (!found) refuse(`the format ":${spec}"`, node, 'Use toFixed, padStart or padEnd.')
  const [, fill = ' ', align, plus, zero, width, comma, digits, letter] = found
  const type = present(code.type)
  const isNumber = ['int', 'float', 'number'].includes(type.kind)
  let text: string
  if (zero && comma) refuse(`the format ":${spec}"`, node)
  if (letter === 'f' || letter === '%') {
    if (!isNumber && type.kind !== 'any' && type.kind !== 'sdk') refuse(`":${spec}" of a ${type.kind}`, node)
    const value = letter === '%' ? `${operand(code, BINDS.times)} * 100` : code.text
    text = `${context.helper('toFixed')}(${value}, ${digits ?? 6})`
    if (letter === '%') text = `${text} + "%"`
  } else if (digits !== undefined) {
    if (type.kind !== 'str') refuse(`the format ":${spec}" of what may be a number`, node, 'Use toFixed.')
    text = `${context.helper('slice')}(${code.text}, 0, ${digits})`
  } else {
    if (letter === 'd' && type.kind !== 'int') refuse(`":d" of a ${type.kind}`, node)
    if (!isNumber && type.kind !== 'str') {
      if (width !== undefined || comma !== undefined)
        refuse(`the format ":${spec}" of a value of unknown type`, node)
    }
    text = textOf(code, context, node)
  }
  if (comma) text = `${context.helper('thousands')}(${isText(text) ? text : `String(${text})`})`
  if (plus) refuse('a format with a sign', node)
  if (width === undefined) return text
  const side = zero && align === undefined && isNumber ? '0' : (align ?? (isNumber ? '>' : '<'))
  const filling = side === '0' ? '0' : fill
  const way = side === '<' ? 'left' : side === '^' ? 'center' : 'right'
  if (side === '0' && type.kind !== 'int') refuse('zeros before a number that may be negative', node)
  const rest = [quoted(way), ...(filling === ' ' ? [] : [quoted(filling)])]
  return `${context.helper('pad')}(${isText(text) || type.kind === 'str' ? text : `String(${text})`}, ${width}, ${rest.join(', ')})`
}

const isText = (text: string) => /^(toFixed|thousands|slice|floatText|numberText|str)\([^()]*\)$/.test(text)

/** Texts in a row, as one template. */
export function template(parts: readonly (string | { code: string })[]): string {
  return `\`${parts.map((part) => (typeof part === 'string' ? templatePart(part) : `\${${part.code}}`)).join('')}\``
}

/** `a + b` of texts. */
export function concatenated(left: Code, right: Code): Code {
  return operation(
    `${operand(left, BINDS.plus)} + ${operand(right, BINDS.plus + 1)}`,
    STR as Type,
    BINDS.plus,
  )
}
