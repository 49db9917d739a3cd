/** `value.name`: fields of answers, of objects, of modules. */
import { adviceFor } from '../calls/advice'
import { nameOfType } from '../calls/builtins/type-of'
import { dateAttribute } from '../calls/library/date-methods'
import { sizeOfFile } from '../calls/library/files'
import { pathAttribute } from '../calls/library/paths'
import { fileOf } from '../calls/library/open'
import { processField } from '../calls/library/processes'
import { textField } from '../calls/library/texts'
import { isModelValue } from '../calls/model-values'
import { moduleAttribute } from '../calls/modules'
import { contentField, rawField } from '../calls/sdk/answer'
import { genaiField } from '../calls/sdk/genai'
import { sessionField } from '../calls/sdk/session'
import { tellsParameters } from '../calls/parameters'
import { returnsOf } from '../calls/classes'
import type { ClassFacts } from '../facts/facts'
import { fieldIn, heirsOf, methodOf, overridesOf, ownerOf, staticIn } from '../facts/classes'
import { join } from '../facts/join'
import { ANY, BOOL, COUNT, NEVER, present, SDK_VALUE, STR, type Type } from '../facts/types'
import type { Attribute } from '../python/ast'
import { docstringOf } from './class/docstring'
import { memberType } from './class/enum-members'
import { BINDS, type Code, operand, primary, quoted } from './code'
import type { Context } from './context'
import { classAsked, errorField } from './error-parts'
import { isDocstring } from './function-definition'
import { answerField, moduleOf, nameText } from './names'
import { refuse } from './refusal'
import { docField, signatureField } from './signature'

/** Packages of Python whose package of npm tells its version. */
const VERSIONED: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: '@anthropic-ai/sdk',
  groq: 'groq-sdk',
  together: 'together-ai',
}

/** `openai.__version__` */
function versionOf(node: Attribute, module: string, context: Context): Code | undefined {
  if (node.attr !== '__version__' || !Object.hasOwn(VERSIONED, module)) return undefined
  context.note('the version is that of the npm package')
  return primary(context.import(`VERSION as ${module}Version`, `${VERSIONED[module]}/version`), STR)
}

/** Writes `value.name`. */
export function attribute(node: Attribute, context: Context): Code {
  const asked = node.attr === '__name__' ? classAsked(node.value, context) : undefined
  if (asked) return nameOfType(asked, context)
  const value = moduleOf(node.value, context)
  if (value !== undefined) {
    const given = moduleAttribute(`${value}.${node.attr}`) ?? versionOf(node, value, context)
    if (given) return given
    refuse(context.moduleText(`${value}.${node.attr}`), node, adviceFor(`${value}.${node.attr}`))
  }
  const opened = node.attr === 'name' ? fileOf(node.value, context) : undefined
  if (opened) return { ...opened.path, type: STR }
  const size = node.attr === 'st_size' ? sizeOfFile(node.value, context) : undefined
  if (size) return size
  context.isOwner.add(node.value)
  const target = context.write(node.value)
  const type = present(target.type)
  const text = `${operand(target, BINDS.call)}.${node.attr}`
  switch (type.kind) {
    case 'sdk':
      if (type.of === 'genai') return primary(text.replace(/\.aio$/, ''), type)
      if (type.of === 'genai-value' || type.of === 'genai-file') return genaiField(target, node)
      // Its items are what is in the `data` of Python's.
      if (type.of === 'event' && node.attr === 'data') return { ...target, type: SDK_VALUE }
      if (type.of === 'message-stream' && node.attr === 'text_stream')
        return primary(`${context.helper('textsOf')}(${target.text})`, { kind: 'sdk', of: 'text-stream' })
      // Python's clients end it with a slash.
      if (type.of === 'client' && node.attr === 'base_url')
        return primary(`${text.replace(/_url$/, 'URL')}.replace(/\\/?$/, "/")`, STR)
      if (type.of === 'client') return primary(text, type)
      if (type.of === 'response' || type.of === 'http-response') return responseAttribute(target, node)
      if (type.of === 'content' || type.of === 'raw-response') {
        const field = type.of === 'content' ? contentField(target, { node, context }) : rawField(target, node)
        return field ?? refuse(`.${node.attr} of a ${type.of}`, node)
      }
      if (isModelValue(type)) {
        context.facts.note('hasModelValues')
        return node.attr === '__name__'
          ? primary(`${operand(target, BINDS.call)}.title`, STR)
          : refuse(`.${node.attr} of a class that is a value`, node)
      }
      if (type.of === 'session' || type.of === 'http-client') return sessionField(target, node)
      if (/^(?:date|day|duration|(?:pytz-)?zone)$/.test(type.of))
        return dateAttribute(target, node.attr, context) ?? refuse(`.${node.attr} of a ${type.of}`, node)
      if (/^(?:signature|parameter|type)$/.test(type.of))
        return signatureField(target, node.attr, context) ?? refuse(`.${node.attr} of a ${type.of}`, node)
      if (type.of === 'process' || type.of === 'byte-process')
        return processField(target, node.attr) ?? refuse(`.${node.attr} of a command`, node)
      if (type.of === 'uuid' || type.of === 'address')
        return textField(target, node.attr) ?? refuse(`.${node.attr} of this value`, node)
      if (type.of === 'path')
        return pathAttribute(target, node.attr, context) ?? refuse(`.${node.attr} of a path`, node)
      // Of a batch of Anthropic: its content is a list.
      if (node.attr === 'message' && node.value.type === 'Attribute' && node.value.attr === 'result')
        return primary(text, SDK_VALUE)
      // Of a call of a tool: a dict for Python's client of Anthropic.
      if (node.attr === 'input' && context.imports.has('@anthropic-ai/sdk')) return primary(text, ANY)
      // The types of the client know texts alone.
      if (type.of === 'delta' && node.attr === 'content' && context.readsThoughts)
        return primary(`(${text} as any)`, SDK_VALUE)
      if (type.of === 'value' || type.of === 'delta' || /^(?:page-)?stream$/.test(type.of))
        return primary(text, answerField(type, node.attr))
      return refuse(`.${node.attr} of a ${type.of}`, node)
    case 'function':
      if (node.attr === '__name__')
        return context.facts.functions.get(type.name)?.wrapped
          ? primary(`${text.replace(/\.__name__$/, '')}.name`, STR)
          : primary(quoted(type.name), STR)
      if (node.attr === '__doc__') return docField(target, context)
      return refuse(`.${node.attr} of a function`, node)
    case 'any':
      if (node.attr === '__name__') return primary(`${operand(target, BINDS.call)}.name`, STR)
      if (node.attr === '__doc__') return docField(target, context)
      return primary(text, answerField(SDK_VALUE, node.attr))
    case 'class':
      return classAttribute(type.name, node, context)
    case 'instance':
      return instanceAttribute(target, type.name, { node, context })
    case 'exception':
      return errorField(target, { node, context })
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
    reason: primary(`${text}.reason`, STR),
    headers: primary(`${text}.headers`, { kind: 'sdk', of: 'headers' } as Type),
    url: primary(`${text}.url`, STR),
  }[node.attr]
  return found ?? refuse(`.${node.attr} of a response`, node)
}

function classAttribute(name: string, node: Attribute, context: Context): Code {
  const facts = context.facts.classes.get(name)
  const text = `${nameText(name)}.${node.attr}`
  if (facts?.kind === 'enum' && facts.fields.has(node.attr)) return primary(text, { kind: 'instance', name })
  const type = facts && staticIn(facts, node.attr)
  if (type) return primary(text, type)
  if (node.attr === '__name__') return primary(quoted(name), STR)
  if (node.attr === '__doc__' && isDocstring(facts?.node.body[0]))
    return primary(quoted(docstringOf(facts!.node)), STR)
  return refuse(`${name}.${node.attr}`, node)
}

function instanceAttribute(
  target: Code,
  name: string,
  { node, context }: { node: Attribute; context: Context },
): Code {
  const facts = context.facts.classes.get(name)
  const text = `${operand(target, BINDS.call)}.${node.attr}`
  if (facts?.kind === 'enum') {
    if (node.attr === 'value') return { ...target, type: memberType(facts) }
    if (node.attr === 'name')
      return primary(`${context.helper('keyOf')}(${nameText(name)}, ${target.text})`, STR)
    return refuse(`.${node.attr} of a ${name}`, node)
  }
  if (facts && node.attr === '__class__') return primary(`${operand(target, BINDS.call)}.constructor`, ANY)
  const field = facts && fieldIn(facts, node.attr)
  const shared = facts && staticIn(facts, node.attr)
  if (field && shared) return refuse(`${node.attr}, a field of the class and of its objects`, node)
  if (field) return primary(text, field.type)
  if (shared) return sharedAttribute(target, { facts, name: node.attr, type: shared, context })
  if (facts?.kind === 'error' && !methodOf(facts, node.attr)) return errorField(target, { node, context })
  const method = facts && methodOf(facts, node.attr)
  const definition = method?.node
  if (method && definition && 'decorator_list' in definition && definition.decorator_list.length > 0)
    return primary(text, returnsOf(facts, node.attr, context))
  if (method && context.isLate) {
    const named = methodOf(facts, '__call__') && node.attr === 'call'
    if (named || facts.kind === 'model') refuse(`.${node.attr} of a ${name}`, node)
    for (const each of [method, ...overridesOf(context.facts, { facts, name: node.attr })])
      context.facts.set(each, 'isValue', true)
    if (method.isAsync) context.facts.hasAsyncValue = true
    if (tellsParameters(method, context.facts))
      refuse(`the method ${node.attr} as a value that is called by name and by position`, node)
    return primary(`${context.helper('bound')}(${target.text}, ${quoted(node.attr)})`, ANY)
  }
  // A field may be set by a method that is not written yet.
  if (facts && !method && !context.isLate) return primary(text, NEVER)
  return refuse(`.${node.attr} of a ${name}`, node)
}

/** What all objects of a class have in common, unless an heir has its own. */
function sharedAttribute(
  target: Code,
  { facts, name, type, context }: { facts: ClassFacts; name: string; type: Type; context: Context },
): Code {
  const others = heirsOf(facts, context.facts).flatMap(({ statics }) => statics.get(name) ?? [])
  if (others.length === 0) return primary(`${nameText(ownerOf(facts, name).node.name)}.${name}`, type)
  const all = others.reduce((one, other) => join(one, other), type)
  return primary(`(${operand(target, BINDS.call)}.constructor as any).${name}`, all)
}
