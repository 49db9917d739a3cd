/** `"%s: %d" % values` as a template. */
import { INT, present, STR } from '../facts/types'
import type { BinOp, Expression } from '../python/ast'
import { placeOf } from '../python/place'
import { type Code, primary } from './code'
import type { Context } from './context'
import { doesMore } from './effects'
import { formatOf } from './format'
import { refuse } from './refusal'
import { reprOf, template, textOf } from './text'

const PERCENT = /%(?:\((\w+)\))?(-?)([+]?)(0?)(\d*)(?:\.(\d+))?([sdrfixegc%])/g

/** Writes `text % values` where the text is known; `undefined` where it is not. */
export function percentFormat(node: BinOp, context: Context): Code | undefined {
  const given = node.left.type === 'Constant' ? node.left : context.constantOf(node.left)
  if (given?.type !== 'Constant' || given.kind !== 'str') return undefined
  const text = String(given.value)
  if (text.replace(PERCENT, '').includes('%'))
    refuse('this format of text % values', node, 'Use a template literal.')
  const fields = [...text.matchAll(PERCENT)]
  const isNamed = fields.some(([, name]) => name !== undefined)
  const values = isNamed ? [] : valuesOf(node.right, context)
  if (isNamed && doesMore(node.right, context))
    refuse('text % what is worked out', node, 'Give the dict a name.')
  let [next, last] = [0, 0]
  const parts: (string | { code: string })[] = []
  for (const found of fields) {
    parts.push(text.slice(last, found.index))
    last = found.index + found[0].length
    if (found[7] === '%') parts.push('%')
    else {
      const value = isNamed ? partOf(node.right, found[1] ?? '') : values[next++]
      parts.push({ code: fieldText(found, value ?? refuse('text % too few values', node), context) })
    }
  }
  parts.push(text.slice(last))
  if (next < values.length) refuse('text % too many values', node)
  return primary(template(parts), STR)
}

/** The values of a tuple, written out or by its name; any other value is one. */
function valuesOf(node: Expression, context: Context): readonly Expression[] {
  if (node.type === 'Tuple') return node.elts
  const type = present(context.write(node).type)
  if ((type.kind === 'list' && type.isTuple) || (type.kind === 'any' && type.isMurky))
    return refuse('text % what may be a tuple', node, 'Use a template literal.')
  if (type.kind !== 'tuple') return [node]
  if (node.type !== 'Name') return refuse('text % a tuple that is worked out', node, 'Give it a name.')
  return type.items.map((_item, index) => partOf(node, index))
}

function partOf(node: Expression, key: string | number): Expression {
  const place = placeOf(node)
  const kind = typeof key === 'number' ? 'int' : 'str'
  return {
    ...place,
    type: 'Subscript',
    value: node,
    slice: { ...place, type: 'Constant', kind, value: String(key) },
  }
}

/** A value in the format of its field. */
function fieldText(found: RegExpMatchArray, value: Expression, context: Context): string {
  const [, , minus, plus, zero, width = '', digits, letter] = found
  const written = context.write(value)
  const isWhole = letter === 'd' || letter === 'i'
  const code = isWhole ? whole(written, { context, node: value }) : written
  if (letter === 'c' && code.type.kind !== 'str') refuse('%c of what may be no text', value)
  const isNumber = isWhole || 'fxeg'.includes(letter!)
  const side = width === '' ? '' : minus ? '<' : zero && isNumber ? '' : '>'
  const kind = 'feg'.includes(letter!)
    ? `.${digits ?? 6}${letter}`
    : letter === 'x'
      ? 'x'
      : digits === undefined
        ? ''
        : `.${digits}`
  const spec = `${side}${isNumber ? plus : ''}${isNumber && !minus ? zero : ''}${width}${kind}`
  if (isWhole && digits !== undefined) refuse('this format of text % values', value)
  const shown =
    letter === 'r'
      ? primary(reprOf(code, context, value), STR)
      : (letter === 's' || letter === 'c') && spec !== ''
        ? primary(textOf(code, context, value), STR)
        : code
  return spec === '' ? textOf(shown, context, value) : formatOf(shown, { spec, context, node: value })
}

/** `%d` cuts what is behind the point. */
function whole(code: Code, { context, node }: { context: Context; node: Expression }): Code {
  if (code.type.kind === 'int') return code
  if (code.type.kind === 'bool') return primary(`Number(${code.text})`, INT)
  if (['float', 'number', 'any'].includes(code.type.kind))
    return primary(`${context.helper('asWhole')}(${code.text})`, INT)
  return refuse(`%d of a ${code.type.kind}`, node)
}
