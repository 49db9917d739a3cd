/** `text.format(…)`: a template literal where the text is known, and a helper that fills it where it is not. */
import { valueOf } from '../facts/join'
import { present, STR } from '../facts/types'
import type { Call, Expression, FormattedValue, JoinedStr, Place } from '../python/ast'
import { placeOf } from '../python/place'
import { BINDS, type Code, operand, primary } from '../write/code'
import type { Context } from '../write/context'
import { doesMore } from '../write/effects'
import { refuse } from '../write/refusal'
import { textOf } from '../write/text'
import type { Arguments, CallParts, Method } from './arguments'

/** `text.format(a, *row, name=b, **values)` */
export const formatCall: Method = (target, args, { context, node }) => {
  const known = filled(node, context)
  if (known) {
    args.all()
    for (const [name] of args.rest) args.named(name)
    args.spreads.splice(0)
    return known
  }
  const values = [...positions(args, context)]
  for (const [name, value] of args.rest) {
    const text = valueText(value, context)
    args.named(name)
    values.push(text === name ? name : `${name}: ${text}`)
  }
  for (const spread of args.spreads.splice(0).reverse()) values.unshift(`...${dictText(spread, context)}`)
  return primary(`${context.helper('format')}(${target.text}, { ${values.join(', ')} })`, STR)
}

/** `text.format_map(values)` */
export const formatMap: Method = (target, args, { context, node }) => {
  const [mapping] = node.args
  const place = placeOf(node)
  const spread: Call = {
    ...node,
    args: [],
    keywords: mapping ? [{ ...place, type: 'keyword', arg: null, value: mapping }] : [],
  }
  const known = filled(spread, context)
  const given = args.take('mapping')!
  return known ?? primary(`${context.helper('format')}(${target.text}, ${dictText(given, context)})`, STR)
}

/** Arguments by position as entries of an object: `0: a`. */
function positions(args: Arguments, context: Context): string[] {
  const all = args.all()
  if (!all.some((each) => each.type === 'Starred'))
    return all.map((each, index) => `${index}: ${valueText(each, context)}`)
  const items = all.map((each) =>
    each.type === 'Starred' ? listText(each.value, context) : valueText(each, context),
  )
  return all.length === 1 ? items : [`...[${items.join(', ')}]`]
}

/** A value that is shown as it is, or else its text. */
function valueText(node: Expression, context: Context): string {
  const code = context.write(node)
  const isShown = context.isPlain(code.type) || code.type.kind === 'sdk' || code.type.kind === 'never'
  return isShown ? operand(code, BINDS.arrow) : textOf(code, context, node)
}

function listText(node: Expression, context: Context): string {
  const code = context.write(node)
  const { type } = code
  const isShown =
    type.kind === 'tuple' ? type.items.every((each) => context.isPlain(each)) : context.isPlain(type)
  if (!isShown || !['list', 'tuple'].includes(type.kind))
    refuse('format of values that Python shows in a form of their own', node, 'Use a template literal.')
  return `...${operand(code, BINDS.arrow)}`
}

function dictText(node: Expression, context: Context): string {
  const code = context.write(node)
  const { kind } = present(code.type)
  const isDict = valueOf(code.type) !== undefined || kind === 'any' || kind === 'sdk'
  if (!isDict || (!context.isPlain(code.type) && kind !== 'sdk'))
    refuse('format of values that Python shows in a form of their own', node, 'Use a template literal.')
  return operand(code, BINDS.arrow)
}

/** The call as a template literal, where the text is known and its fields are what a template literal can hold. */
function filled(node: Call, context: Context): Code | undefined {
  const { func } = node
  if (func.type !== 'Attribute') return undefined
  const text = func.value.type === 'Constant' ? func.value : context.constantOf(func.value)
  if (text?.type !== 'Constant' || text.kind !== 'str') return undefined
  const values = new Values(node, context)
  const parts = partsOf(String(text.value), values)
  return parts && values.areInTurn()
    ? context.write({ ...placeOf(node), type: 'JoinedStr', values: parts })
    : undefined
}

const FIELD = /\{\{|\}\}|\{([^{}!:]*)(?:!([rs]))?(?::((?:[^{}]|\{[^{}!:]*\})*))?\}|[{}]/g

/** A text with fields as an f-string; `undefined` for one that is no such text. */
function partsOf(text: string, values: Values): Expression[] | undefined {
  const parts: Expression[] = []
  const constant = (value: string) => {
    if (value !== '') parts.push({ ...values.place, type: 'Constant', kind: 'str', value })
  }
  let last = 0
  for (const found of text.matchAll(FIELD)) {
    const [whole, name, conversion, spec] = found
    constant(text.slice(last, found.index))
    last = found.index + whole.length
    if (whole === '{{' || whole === '}}') {
      constant(whole[0]!)
      continue
    }
    const value = name === undefined ? undefined : values.field(name)
    const format = spec === undefined || spec === '' ? null : partsOf(spec, values)
    if (!value || format === undefined) return undefined
    const field: FormattedValue = {
      ...values.place,
      type: 'FormattedValue',
      value,
      conversion: conversion === undefined ? -1 : conversion.charCodeAt(0),
      format_spec: format && ({ ...values.place, type: 'JoinedStr', values: format } satisfies JoinedStr),
    }
    parts.push(field)
  }
  constant(text.slice(last))
  return parts
}

/** The arguments of `format` by the names of fields. */
class Values {
  readonly place: Place
  private next = 0
  private readonly used: Expression[] = []

  constructor(
    private readonly node: Call,
    private readonly context: CallParts['context'],
  ) {
    this.place = placeOf(node)
  }

  /** The expression of a field: `0`, `name`, `name.field`, `name[key]`. */
  field(name: string): Expression | undefined {
    const [, first, rest] = /^(\w*)((?:\.\w+|\[\w+\])*)$/.exec(name) ?? []
    const value = first === undefined ? undefined : this.argument(first === '' ? String(this.next++) : first)
    if (!value || rest === undefined) return undefined
    return [...rest.matchAll(/\.(\w+)|\[(\w+)\]/g)].reduce<Expression>(
      (of, [, attr, key]) =>
        attr === undefined
          ? { ...this.place, type: 'Subscript', value: of, slice: this.key(key!) }
          : { ...this.place, type: 'Attribute', value: of, attr },
      value,
    )
  }

  private key(text: string): Expression {
    return { ...this.place, type: 'Constant', kind: /^\d+$/.test(text) ? 'int' : 'str', value: text }
  }

  private argument(name: string): Expression | undefined {
    const { args, keywords } = this.node
    const named = keywords.find(({ arg }) => arg === name)?.value
    if (named) return this.use(named)
    const isIndex = /^\d+$/.test(name)
    const star = args.findIndex((each) => each.type === 'Starred')
    const index = Number(name)
    if (isIndex && (star < 0 || index < star)) return args[index] && this.use(args[index])
    const starred = args[star]
    const [spread] = keywords.filter(({ arg }) => arg === null)
    const of = isIndex ? starred?.type === 'Starred' && starred.value : spread?.value
    if (!of || of.type !== 'Name') return undefined
    this.used.push(of)
    return {
      ...this.place,
      type: 'Subscript',
      value: of,
      slice: this.key(isIndex ? String(index - star) : name),
    }
  }

  private use(node: Expression): Expression {
    this.used.push(node)
    return node
  }

  /** Whether each argument that does more than give a value is worked out once, in its turn. */
  areInTurn(): boolean {
    const all = [...this.node.args, ...this.node.keywords.map(({ value }) => value)]
    const isBusy = (node: Expression) => doesMore(node, this.context)
    const [busy, used] = [all.filter(isBusy), this.used.filter(isBusy)]
    return busy.length === used.length && busy.every((each, index) => each === used[index])
  }
}
