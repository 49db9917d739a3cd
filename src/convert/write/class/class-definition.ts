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
  'pydantic.BaseModel': 'model',
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
  context.assign(node.name, { kind: 'class', name: node.name })
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
      return errorClass(facts)
  }
}

function factsOfClass(node: ClassDef, context: Context): ClassFacts {
  const known = context.facts.classDefinitions.get(node)
  if (known) return known
  const facts: ClassFacts = {
    node,
    kind: kindOf(node, context),
    isLocal: !context.scope.isCell,
    fields: new Map(),
    methods: new Map(),
    statics: new Map(),
    uses: new Set(),
  }
  context.facts.classDefinitions.set(node, facts)
  return facts
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
  const name = moduleOf(base, context) ?? (base.type === 'Name' ? base.id : '')
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

/** `class MyError(Exception)`: a name, and the message. */
function errorClass({ node }: ClassFacts): string {
  const rest = node.body.filter((each) => each.type !== 'Pass' && !isDocstring(each))
  if (rest.length > 0)
    refuse(`the class ${node.name}, an error with parts of its own`, node, 'Write it by hand.')
  const name = nameText(node.name)
  return `${docComment(node)}class ${name} extends Error {\n  override name = ${quoted(node.name)}\n}`
}
