/** Classes: which kind a class is, and who writes it. */
import type { ClassFacts, ClassKind } from '../../facts/facts'
import type { Expression } from '../../python/ast'
import type { ClassDef } from '../../python/statements'
import { quoted } from '../code'
import type { Context } from '../context'
import { docComment, isDocstring } from '../function-definition'
import { moduleOf, nameText } from '../names'
import { refuse } from '../refusal'
import { dataClass } from './data-class'
import { enumClass, typedClass } from './enum-class'
import { modelClass } from './model-class'
import { plainClass } from './plain-class'

const ERRORS = /^(?:Exception|\w+Error)$/

/** Bases that are no inheritance: they say what the class is. */
const KINDS: Readonly<Record<string, ClassKind>> = {
  object: 'plain',
  'abc.ABC': 'plain',
  'typing.Protocol': 'plain',
  'typing.Generic': 'plain',
  'typing_extensions.Protocol': 'plain',
  'pydantic.BaseModel': 'model',
  NamedTuple: 'dataclass',
  'typing.NamedTuple': 'dataclass',
  'enum.Enum': 'enum',
  'enum.StrEnum': 'enum',
  'enum.IntEnum': 'enum',
  'typing.TypedDict': 'typed',
  'typing_extensions.TypedDict': 'typed',
}

/** Writes a class. */
export function classDefinition(node: ClassDef, context: Context): string {
  const facts = factsOfClass(node, context)
  context.facts.classes.set(node.name, facts)
  const isModel = facts.kind === 'model'
  context.assign(node.name, { kind: 'class', name: node.name, ...(isModel ? { isModel } : {}) })
  switch (facts.kind) {
    case 'plain':
      return plainClass(facts, context)
    case 'dataclass':
      return dataClass(facts, context)
    case 'model':
      return modelClass(facts, context)
    case 'enum':
      return enumClass(facts, context)
    case 'typed':
      return typedClass(facts, context)
    case 'error':
      return errorClass(facts, context)
  }
}

function factsOfClass(node: ClassDef, context: Context): ClassFacts {
  const known = context.facts.classDefinitions.get(node)
  if (known) return known
  const base = baseOf(node, context)
  const facts: ClassFacts = {
    node,
    kind: base?.kind ?? kindOf(node, context),
    ...(base ? { base } : {}),
    isLocal: !context.scope.isCell,
    fields: new Map(),
    methods: new Map(),
    statics: new Map(),
    uses: new Set(),
  }
  context.facts.classDefinitions.set(node, facts)
  return facts
}

/** The class of the notebook that a class inherits from. */
function baseOf(node: ClassDef, context: Context): ClassFacts | undefined {
  const bases = node.bases.filter((each) => moduleOf(each, context) !== 'abc.ABC')
  const [base] = bases
  if (bases.length !== 1 || base?.type !== 'Name' || context.typeOf(base.id)?.kind !== 'class')
    return undefined
  const facts = context.facts.classes.get(base.id)
  const isPlain = facts?.kind === 'plain' || facts?.kind === 'error'
  return isPlain && node.decorator_list.length + node.keywords.length === 0 ? facts : undefined
}

function kindOf(node: ClassDef, context: Context): ClassKind {
  if (node.keywords.length > 0) refuse(`the class ${node.name} with ${node.keywords[0]!.arg ?? '**'}`, node)
  const [decorator, ...more] = node.decorator_list
  if (decorator) {
    const name = moduleOf(decorator.type === 'Call' ? decorator.func : decorator, context)
    const isPlain = decorator.type !== 'Call' || decorator.keywords.every(({ arg }) => arg === 'frozen')
    if (name !== 'dataclasses.dataclass' || more.length > 0 || node.bases.length > 0 || !isPlain)
      refuse(`the decorator of the class ${node.name}`, node)
    return 'dataclass'
  }
  const isMixin = (each: Expression) => each.type === 'Name' && (each.id === 'str' || each.id === 'int')
  const bases = node.bases.length > 1 ? node.bases.filter((each) => !isMixin(each)) : node.bases
  const [base] = bases
  if (!base) return 'plain'
  const bare = base.type === 'Subscript' ? base.value : base
  const name = moduleOf(bare, context) ?? (base.type === 'Name' ? base.id : '')
  const isOfModel = base.type === 'Name' && context.facts.classes.get(base.id)?.kind === 'model'
  if (isOfModel && node.bases.length === 1) return 'model'
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : ERRORS.test(name) ? 'error' : undefined
  if (kind === undefined || bases.length > 1)
    return refuse(
      `the class ${node.name}, which inherits from ${name || 'another'}`,
      node,
      'Write it by hand: class … extends …, or one function for each kind.',
    )
  return kind
}

/** `class MyError(Exception)`: a name, the message, and what else it has. */
function errorClass(facts: ClassFacts, context: Context): string {
  const { node, base } = facts
  const named = `override name = ${quoted(node.name)}`
  const rest = node.body.filter((each) => each.type !== 'Pass' && !isDocstring(each))
  const name = nameText(node.name)
  if (rest.length === 0) {
    const above = base ? nameText(base.node.name) : 'Error'
    return `${docComment(node)}class ${name} extends ${above} {\n  ${named}\n}`
  }
  const own = rest.find((each) => 'name' in each && /^__(?!init)/.test(String(each.name)))
  if (own || node.bases.some((each) => each.type === 'Name' && each.id === 'KeyError'))
    refuse(`the class ${node.name}, an error that shows itself in its own way`, node, 'Write it by hand.')
  return plainClass(facts, context, named)
}
