/** How values become text: `str`, `repr`, f-strings, `print`, formats. */
import { typeText } from '../calls/builtins/type-of'
import { lineage, methodOf } from '../facts/classes'
import { mayAnswer } from '../facts/join'
import { type Missing, present, SDK_VALUE, STR, type Type, withoutMissing } from '../facts/types'
import { dayText } from '../calls/library/date-methods'
import type { Expression } from '../python/ast'
import { isMixed } from './class/enum-members'
import { BINDS, type Code, operand, operation, primary, quoted, templatePart } from './code'
import type { Context } from './context'
import { errorRepr, errorText, isError } from './error-parts'
import { formOf } from './form'
import { nameText } from './names'
import { refuse } from './refusal'

/** Python has another order of texts in every run. */
export const ORDER_OF_SETS = 'a set is gone through in the order in which it was filled'

/** `str(value)` as an expression that can stand in a template. */
export function textOf(code: Code, context: Context, node?: Expression): string {
  const { type, text } = code
  switch (type.kind) {
    case 'str':
    case 'int':
      return text
    case 'none':
      return !text.includes('(') ? '"None"' : `(${text}, "None")`
    case 'bool':
      return `${operand(code, BINDS.choice + 1)} ? "True" : "False"`
    case 'float':
      return `${context.helper('floatText')}(${text})`
    case 'number':
      return `${context.helper(type.orZero ? 'totalText' : 'numberText')}(${text})`
    case 'bytes':
      return `${context.helper('bytesText')}(${text})`
    case 'exception':
      return errorText(code, context)
    case 'optional':
      if (type.of.kind === 'instance' && context.facts.classes.get(type.of.name)?.kind === 'model')
        return instanceText(code, type.of.name, { context, isRepr: false })
      if (isError(type.of, context)) return `${operand(code, BINDS.call)}?.message ?? "None"`
      if (type.of.kind === 'str' || type.of.kind === 'int') return `${operand(code, BINDS.equal)} ?? "None"`
      if ((type.of.kind === 'float' && !type.of.hasFraction) || type.of.kind === 'number')
        return formedText(code, context, node)
      // A part of an answer, or what may be one or the other.
      if (type.of.kind === 'sdk' || type.of.kind === 'any' || type.of.kind === 'list')
        return type.of.kind === 'list' && !context.isPlain(type)
          ? formedText(code, context, node)
          : textOf({ ...code, type: type.of }, context, node)
      break
    case 'set':
      if (type.item.kind !== 'str') return formedText(code, context, node)
      context.note(ORDER_OF_SETS)
      return `${context.helper('setText')}(${text})`
    case 'list':
    case 'tuple':
    case 'dict':
    case 'record':
    case 'map':
      if (text.startsWith('range(') && code.binds === BINDS.primary && /^range\([^()]*\)$/.test(text))
        refuse('the text of a range', node, 'Make a list of it.')
      if (context.isPlain(type)) break
      if ((type.kind === 'dict' || type.kind === 'map') && type.missing !== undefined)
        return dictText(code, type.missing, { context, node })
      return formedText(code, context, node)
    case 'instance':
      return instanceText(code, type.name, { context, isRepr: false })
    case 'any':
      if (type.isFloat) return `${context.helper('floatOr')}(${text})`
      if (type.isMurky) return `${context.helper('certain')}(${text}${type.isJson ? ', "json"' : ''})`
      break
    case 'sdk':
      if (type.of === 'value' || type.of === 'delta') return `${context.helper('shown')}(${text})`
      if (type.of === 'path' || type.of === 'uuid') return text
      if (type.of === 'type') return typeText(code)
      if (type.of === 'ascii') return `\`b'\${${text}}'\``
      if (type.of === 'response') return `\`<Response [\${${operand(code, BINDS.call)}.status}]>\``
      if (type.of === 'date') return `${context.helper('isoFormat')}(${text}, " ")`
      if (type.of === 'day') return dayText(code, context).text
      if (type.of === 'duration') return `${context.helper('durationText')}(${text})`
      if (type.of === 'zone') return `${context.helper('zoneText')}(${text})`
      if (type.of === 'pytz-zone') return text
      refuse(`the text of a ${type.of}, which Python shows in a form of its own`, node)
  }
  if (!context.isPlain(type))
    refuse(`the text of a ${type.kind}, which Python shows in a form of its own`, node)
  return `${context.helper('str')}(${text})`
}

/** A Counter or a defaultdict, by the name of its class. */
function dictText(
  code: Code,
  missing: Missing,
  { context, node }: { context: Context; node: Expression | undefined },
): string {
  if (typeof missing === 'object' || missing === 'none')
    return refuse('the text of this dict, which Python shows in a form of its own', node)
  const plain = { ...code, type: withoutMissing(code.type) }
  if (missing === 'counter') {
    const counts = `${context.helper('mostCommon')}(${code.text})`
    return `${context.helper('counterText')}(${counts})`
  }
  return `\`defaultdict(<class '${missing}'>, \${${reprOf(plain, context, node)}})\``
}

/** An object of a class of the notebook, as Python shows it. */
function instanceText(
  code: Code,
  name: string,
  { context, isRepr }: { context: Context; isRepr: boolean },
): string {
  const facts = context.facts.classes.get(name)
  if (!facts) return refuse(`the text of a ${name}`)
  if (facts.kind === 'error' && isRepr) return errorRepr(code, context)
  if (facts.kind === 'error') return `${operand(code, BINDS.call)}.message`
  if (facts.kind === 'enum') {
    if (isRepr) return formedText(code, context)
    if (isMixed(facts)) return refuse(`the text of a ${name}`, undefined, 'Use its value.')
    return `\`${name}.\${${context.helper('keyOf')}(${nameText(name)}, ${code.text})}\``
  }
  if (facts.kind === 'model')
    return isRepr ? formedText(code, context) : `${formedText(code, context).replace('reprAs', context.helper('modelText'))}` // prettier-ignore
  context.facts.use(facts, 'shown')
  const has = (method: string) => methodOf(facts, method) !== undefined
  const both = has('__str__') && has('__repr__')
  if (both && lineage(facts).some(({ methods }) => methods.has('__str__') !== methods.has('__repr__')))
    return refuse(`the text of a ${name}, which its class and that above show`)
  if (both && isRepr) return `${operand(code, BINDS.call)}.toRepr()`
  const isKnown = isRepr ? has('__repr__') : has('__str__') || has('__repr__')
  if (!isKnown && facts.kind !== 'dataclass') return refuse(`the text of a ${name}, which shows where it is`)
  if (isRepr && has('__str__')) return refuse(`the repr of a ${name}`)
  return `String(${code.text})`
}

/** The text of a value that is shown and goes nowhere else: an object of an answer as JavaScript shows it. */
export function shownText(code: Code, context: Context, node?: Expression): string {
  const type = present(code.type)
  // What is in a list of a server, of which Python shows the first page.
  if (type.kind === 'sdk' && type.of === 'page-stream')
    return shownText(primary(`${operand(code, BINDS.call)}.data`, SDK_VALUE), context, node)
  const isOne = (each: Type) => isAnswer(each) || mayAnswer(each)
  if (!isOne(type) && !(type.kind === 'list' && isOne(type.item))) return textOf(code, context, node)
  context.note('an object of an answer is printed as JavaScript shows it')
  return `${context.helper('drawn')}(${code.text})`
}

/** Whether a value is an object of an answer, or a part of one that may be an object. */
export const isAnswer = (type: Type): boolean =>
  type.kind === 'sdk' && ['value', 'delta', 'genai-value', 'genai-file'].includes(type.of)

/** Kinds whose `repr` is their `str`. */
const HAVE_FORMS = new Set([
  'int',
  'none',
  'bool',
  'float',
  'number',
  'list',
  'tuple',
  'dict',
  'record',
  'map',
  'set',
])

const NUMBER_TEXTS: Readonly<Record<string, string>> = {
  '"float"': 'floatText',
  '"number"': 'numberText',
  '"total"': 'totalText',
}

/** The text of a container whose values do not tell how Python shows them. */
function formedText(code: Code, context: Context, node?: Expression): string {
  const form =
    formOf(code.type, context.facts.classes) ??
    refuse(`the text of a ${code.type.kind} of what Python shows in a form of its own`, node)
  const plain = code.type.kind === 'optional' ? undefined : NUMBER_TEXTS[form]
  if (plain) return `${context.helper(plain)}(${code.text})`
  if (form.includes('"own"')) checkOwn(code.type, context)
  return `${context.helper('reprAs')}(${code.text}, ${form})`
}

/** `repr(value)` */
export function reprOf(code: Code, context: Context, node?: Expression): string {
  const kind = present(code.type).kind
  if (code.type.kind === 'exception') return errorRepr(code, context)
  if (kind === 'exception') return `${code.text} ? ${errorRepr(code, context)} : "None"`
  if (code.type.kind === 'instance') return instanceText(code, code.type.name, { context, isRepr: true })
  if (HAVE_FORMS.has(code.type.kind) && !context.isPlain(code.type)) return textOf(code, context, node)
  if (code.type.kind === 'int') return code.text
  if (code.type.kind === 'bytes') return textOf(code, context, node)
  const isFormed = code.type.kind === 'optional' && kind !== 'sdk' && kind !== 'instance'
  if ((isFormed || kind === 'any') && !context.isPlain(code.type)) return formedText(code, context, node)
  if (!context.isPlain(code.type) && kind !== 'sdk') refuse(`the repr of a ${kind}`, node)
  return `${context.helper('repr')}(${code.text})`
}

/** A string as it would be typed: between backticks where it has lines. */
export function plainText(text: string, place: { line: number; endLine: number }): Code {
  if (place.endLine > place.line && text.includes('\n')) return primary(`\`${templatePart(text)}\``, STR)
  return primary(quoted(text), STR)
}

/** Texts in a row, as one template. */
export function template(parts: readonly (string | { code: string })[]): string {
  return `\`${parts.map((part) => (typeof part === 'string' ? templatePart(part) : spliced(part.code))).join('')}\``
}

/** An expression in a template: what is a template itself needs no brackets. */
function spliced(code: string): string {
  const [, inner] = /^`((?!\{)[^`\\]*)`$/.exec(code) ?? []
  return inner ?? `\${${code}}`
}

/** `a + b` of texts. */
export function concatenated(left: Code, right: Code): Code {
  return operation(
    `${operand(left, BINDS.plus)} + ${operand(right, BINDS.plus + 1)}`,
    STR as Type,
    BINDS.plus,
  )
}

/** Sees to it that the objects in a value show themselves. */
function checkOwn(type: Type, context: Context): void {
  if (type.kind === 'instance') {
    const kind = context.facts.classes.get(type.name)?.kind ?? ''
    if (kind === 'model' || kind === 'enum') return
    if (!['dataclass', 'plain'].includes(kind)) refuse(`the text of a ${type.name} in a list`)
    reprOf(primary('each', type), context)
  }
  const inner =
    type.kind === 'tuple'
      ? type.items
      : 'item' in type
        ? [type.item]
        : 'value' in type
          ? [type.value]
          : 'of' in type && typeof type.of === 'object'
            ? [type.of]
            : type.kind === 'record'
              ? Object.values(type.fields)
              : []
  for (const each of inner) checkOwn(each, context)
}
