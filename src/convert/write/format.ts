/** Formats: `:.2f` of f-strings and of `format`. */
import { COUNT, isNumeric, present, STR } from '../facts/types'
import type { Expression, FormattedValue } from '../python/ast'
import { BINDS, type Code, operand, operation, primary, quoted } from './code'
import type { Context } from './context'
import { refuse } from './refusal'
import { reprOf, shownText, textOf } from './text'

/** A value of an f-string in its format. */
export function formatted(node: FormattedValue, context: Context): string {
  const code = context.write(node.value)
  const spec = node.format_spec
  if (spec && spec.values.length > 0) {
    const widths: string[] = []
    const text = spec.values
      .map((each) => {
        if (each.type === 'Constant') return String(each.value)
        if (each.type !== 'FormattedValue' || each.format_spec) return refuse('this format', node.value)
        const width = context.write(each.value)
        if (width.type.kind !== 'int')
          refuse('a format that is worked out', node.value, 'Use toFixed, padStart or padEnd.')
        widths.push(width.text)
        return `<${widths.length}>`
      })
      .join('')
    if (code.type.kind === 'sdk' && (code.type.of === 'date' || code.type.of === 'day')) {
      if (widths.length > 0) refuse('a format of a date that is worked out', node.value)
      return `${context.helper('strftime')}(${code.text}, ${quoted(text)})`
    }
    const value =
      node.conversion === 114
        ? primary(reprOf(code, context, node.value), STR)
        : node.conversion === 115
          ? operation(textOf(code, context, node.value), STR, BINDS.choice)
          : code
    return formatOf(value, { spec: text, widths, context, node: node.value })
  }
  if (node.conversion === 114) return reprOf(code, context, node.value)
  if (node.conversion > 0 && node.conversion !== 115) refuse('the conversion !a', node.value)
  return context.isShown.has(node.value)
    ? shownText(code, context, node.value)
    : textOf(code, context, node.value)
}

/** `<1>` is a width that is worked out. */
const SPEC = /^(?:(.)?([<>^]))?([+])?(0)?(\d+|<\d+>)?([,_])?(?:\.(\d+|<\d+>))?([dfsxXobeg%])?$/s

/** A format and where it stands. */
export interface Format {
  readonly spec: string
  /** Expressions for the widths that are worked out. */
  readonly widths?: readonly string[]
  readonly context: Context
  readonly node: Expression
}

/** A value in a format such as `.2f`, `>8`, `,`. */
export function formatOf(value: Code, { spec, widths = [], context, node }: Format): string {
  // A bool is an int in every format.
  const code = value.type.kind === 'bool' ? primary(`Number(${value.text})`, COUNT) : value
  const found = SPEC.exec(spec)
  if (!found) refuse(`the format ":${spec}"`, node, 'Use toFixed, padStart or padEnd.')
  const [, fill = ' ', align, plus, zero, , comma, , letter] = found
  const [width, digits] = [found[5], found[7]].map((each) =>
    each?.startsWith('<') ? widths[Number(each.slice(1, -1)) - 1] : each,
  )
  const type = present(code.type)
  const isNumber = isNumeric(type)
  let text: string
  const asText = (written: string) =>
    isText(written) || type.kind === 'str' ? written : `String(${written})`
  if (zero && comma) refuse(`the format ":${spec}"`, node)
  if (letter === 'f' || letter === '%' || letter === 'e') {
    if (!isNumber && type.kind !== 'any' && type.kind !== 'sdk') refuse(`":${spec}" of a ${type.kind}`, node)
    const value = letter === '%' ? `${operand(code, BINDS.times)} * 100` : code.text
    text = `${context.helper(letter === 'e' ? 'toExponential' : 'toFixed')}(${value}, ${digits ?? 6})`
    if (letter === '%') text = `${text} + "%"`
  } else if (letter !== undefined && 'xXob'.includes(letter)) {
    if (type.kind !== 'int' || digits !== undefined) refuse(`":${spec}" of a ${type.kind}`, node)
    text = `${operand(/^\d/.test(code.text) ? { ...code, text: `(${code.text})` } : code, BINDS.call)}.toString(${{ x: 16, X: 16, o: 8, b: 2 }[letter]})`
    if (letter === 'X') text += '.toUpperCase()'
  } else if (letter === 'g' || (digits !== undefined && type.kind === 'float')) {
    if (!isNumber && type.kind !== 'any') refuse(`":${spec}" of a ${type.kind}`, node)
    text = `${context.helper('toGeneral')}(${code.text}, ${digits ?? 6}${letter === 'g' ? '' : ', true'})`
  } else if (digits !== undefined) {
    if (type.kind !== 'str') refuse(`the format ":${spec}" of what may be a number`, node, 'Use toFixed.')
    text = `${context.helper('slice')}(${code.text}, 0, ${digits})`
  } else {
    if (letter === 'd' && type.kind !== 'int') refuse(`":d" of a ${type.kind}`, node)
    if (!isNumber && type.kind !== 'str') {
      if (width !== undefined) return padded(code, { width, align, fill, isPlain: !(zero || comma || plus), spec, context, node }) // prettier-ignore
      if (comma !== undefined && (type.kind !== 'any' || plus)) refuse(`":${spec}" of a ${type.kind}`, node)
    }
    text = textOf(code, context, node)
    if (comma === ',' && type.kind === 'any')
      return `${context.helper('grouped')}(${code.text}, ${asText(text)})`
  }
  if (comma) text = `${context.helper('thousands')}(${asText(text)}${comma === '_' ? ', "_"' : ''})`
  if (plus) {
    if (!isNumber) refuse(`":${spec}" of a ${type.kind}`, node)
    text = `${context.helper('signed')}(${asText(text)})`
  }
  if (width === undefined) return text
  const side = zero && align === undefined && isNumber ? '0' : (align ?? (isNumber ? '>' : '<'))
  const filling = side === '0' ? '0' : fill
  const way = side === '<' ? 'left' : side === '^' ? 'center' : 'right'
  // Zeros stand behind the sign, the character of a fill before it.
  if (filling === '0' && side !== '0' && isNumber) refuse(`the format ":${spec}"`, node)
  const rest = [quoted(way), ...(filling === ' ' ? [] : [quoted(filling)])]
  return `${context.helper('pad')}(${asText(text)}, ${width}, ${rest.join(', ')})`
}

/** A value that may be a text or a number, in a width: texts begin at the left, numbers end at the right. */
function padded(
  code: Code,
  given: Format & { width: string; align: string | undefined; fill: string; isPlain: boolean },
): string {
  const { width, align, fill, isPlain, spec, context, node } = given
  const kind = code.type.kind
  if (!isPlain || fill === '0' || (kind !== 'any' && kind !== 'sdk'))
    refuse(`the format ":${spec}" of a value of unknown type`, node)
  const side = align && quoted({ '<': 'left', '^': 'center', '>': 'right' }[align]!)
  const rest = fill === ' ' ? (side ? [side] : []) : [side ?? 'undefined', quoted(fill)]
  return `${context.helper('padAny')}(${[code.text, textOf(code, context, node), width, ...rest].join(', ')})`
}

const isText = (text: string) =>
  /^(?:toFixed|toExponential|toGeneral|thousands|signed|slice|floatText|numberText|str|repr)\([^()]*\)$/.test(
    text,
  ) ||
  /\.toString\(\d+\)(?:\.toUpperCase\(\))?$/.test(text) ||
  /^`[^`]*`$|^"[^"]*"$/.test(text)
