/** `namedtuple` and `typing.NamedTuple`: a class of fields, which is no tuple here. */
import type { ClassFacts } from '../../facts/facts'
import type { Expression } from '../../python/ast'
import type { Assign, ClassDef } from '../../python/statements'
import { placeOf } from '../../python/place'
import type { Context } from '../context'
import { moduleOf } from '../names'
import { refuse } from '../refusal'

const CLASSES = new WeakMap<Assign, ClassDef>()

/** `Point = namedtuple("Point", ["x", "y"])` as a class; `undefined` for another assignment. */
export function namedTuple(node: Assign, context: Context): ClassDef | undefined {
  const { value } = node
  const [target] = node.targets
  if (value.type !== 'Call' || moduleOf(value.func, context) !== 'collections.namedtuple') return undefined
  const [name, fields, ...others] = value.args
  const isNamed = target?.type === 'Name' && name?.type === 'Constant' && name.value === target.id
  const isWhole = context.scope.plan.declaredBy.get(node)?.has(isNamed ? target.id : '')
  if (
    !isNamed ||
    !isWhole ||
    others.length + value.keywords.length > 0 ||
    context.scope.plan.changing.has(target.id)
  )
    return refuse('this namedtuple', node, 'Write a class.')
  const words = fields && wordsOf(fields)
  if (!words) return refuse('a namedtuple whose fields are worked out', node, 'Write a class.')
  const place = placeOf(node)
  const known = CLASSES.get(node) ?? {
    ...place,
    type: 'ClassDef' as const,
    name: target.id,
    bases: [{ ...place, type: 'Name' as const, id: 'NamedTuple' }],
    keywords: [],
    decorator_list: [],
    body: words.map((id) => ({
      ...place,
      type: 'AnnAssign' as const,
      target: { ...place, type: 'Name' as const, id },
      // It may hold an int as well.
      annotation: { ...place, type: 'Name' as const, id: 'float' },
      value: null,
    })),
  }
  CLASSES.set(node, known)
  return known
}

function wordsOf(node: Expression): string[] | undefined {
  if (node.type === 'Constant' && node.kind === 'str')
    return String(node.value)
      .split(/[\s,]+/)
      .filter((word) => word !== '')
  if (node.type !== 'List' && node.type !== 'Tuple') return undefined
  const words = node.elts.map((each) => (each.type === 'Constant' ? String(each.value) : undefined))
  return words.every((word) => word !== undefined) ? words : undefined
}

/** Whether objects of a class are tuples in Python. */
export const isNamedTuple = (facts: ClassFacts | undefined): boolean =>
  facts !== undefined &&
  facts.kind === 'dataclass' &&
  facts.node.bases.some(
    (each) => (each.type === 'Name' ? each.id : each.type === 'Attribute' ? each.attr : '') === 'NamedTuple',
  )
