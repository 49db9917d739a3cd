/** Classes that inherit: their constructors, and methods that the class above has as well. */
import { isSuper } from '../../calls/super-call'
import { parametersOf } from '../../calls/parameters'
import { methodOf } from '../../facts/classes'
import type { ClassFacts, FunctionFacts } from '../../facts/facts'
import { walk } from '../../facts/walk'
import type { Call, Expression } from '../../python/ast'
import type { FunctionDef, Statement } from '../../python/statements'
import { isDocstring } from '../function-definition'
import { refuse } from '../refusal'

/** A method and that of the class above are called alike: what one is given, the other may be. */
export function shareCalls(own: FunctionFacts, above: FunctionFacts): void {
  const [names, others] = [own, above].map((each) => parametersOf(each))
  const isAlike = others!.every(({ name, hasDefault }, index) => {
    const mine = names![index]
    return mine?.name === name && mine.hasDefault === hasDefault
  })
  const isMore = names!.slice(others!.length).some(({ hasDefault }) => !hasDefault)
  const [a, b] = [own.node.args, above.node.args]
  if (!isAlike || isMore || a.vararg?.arg !== b.vararg?.arg || a.kwarg?.arg !== b.kwarg?.arg)
    refuse(`the method ${own.node.name}, whose parameters are others than in the class above`, own.node)
  own.params = above.params
  own.named = above.named
}

const isSuperInit = (each: Statement) =>
  each.type === 'Expr' &&
  each.value.type === 'Call' &&
  each.value.func.type === 'Attribute' &&
  each.value.func.attr === '__init__' &&
  isSuper(each.value.func.value)

/** The constructor of an heir, which calls that of the class above before it sets a field. */
export function withSuper(node: FunctionDef, facts: ClassFacts): FunctionDef {
  if (!facts.base && facts.kind !== 'error') return node
  const at = node.body.findIndex(isSuperInit)
  if (at < 0 && facts.base && !methodOf(facts.base, '__init__'))
    return { ...node, body: [superInit(node), ...node.body] }
  if (at < 0)
    return refuse(
      `__init__ of ${facts.node.name}, which does not call super().__init__`,
      node,
      'Call it first.',
    )
  const [before, call] = [node.body.slice(0, at), node.body[at]!]
  const isEarly = readsSelf(before)
  if (facts.kind !== 'error' || facts.base) {
    if (isEarly || readsSelf(call))
      refuse(
        `__init__ of ${facts.node.name}, which sets fields before super().__init__`,
        node,
        'Call it first.',
      )
    return node
  }
  const fields = fieldsSet(node.body)
  const [message] = call.type === 'Expr' && call.value.type === 'Call' ? call.value.args : []
  const said = fields.get('message')
  const isField = message?.type === 'Attribute' && message.attr === 'message'
  const isSame = said?.type === 'Name' && message?.type === 'Name' && said.id === message.id
  if ((said && !isField && !isSame) || fields.has('name'))
    refuse(
      `the error ${facts.node.name}, whose field ${said ? 'message' : 'name'} is not its text`,
      node,
      'Give the field another name.',
    )
  if (!isEarly && !readsSelf(call)) return node
  // The text that a field was given just before.
  const text = isField && before.some((each) => fieldsSet([each]).has('message')) ? said : message
  if (!before.every((each) => isDocstring(each) || fieldsSet([each]).size > 0) || !text || readsSelf(text))
    return refuse(
      `__init__ of ${facts.node.name}, which sets fields before super().__init__`,
      node,
      'Call it first.',
    )
  const value = (call as Statement & { type: 'Expr' }).value as Call
  return {
    ...node,
    body: [
      { ...call, type: 'Expr', value: { ...value, args: [text] } },
      ...before,
      ...node.body.slice(at + 1),
    ],
  }
}

/** `super().__init__()`, which Python does not ask for where the class above has no `__init__`. */
function superInit({ line, col }: FunctionDef): Statement {
  const place = { line, col, endLine: line, endCol: col }
  const call = (func: Expression): Call => ({ ...place, type: 'Call', func, args: [], keywords: [] })
  const above = call({ ...place, type: 'Name', id: 'super' })
  return {
    ...place,
    type: 'Expr',
    value: call({ ...place, type: 'Attribute', value: above, attr: '__init__' }),
  }
}

/** Fields that statements set to a name or a constant. */
function fieldsSet(body: readonly Statement[]): Map<string, Expression> {
  return new Map(
    body.flatMap((each): [string, Expression][] => {
      const target = each.type === 'Assign' ? each.targets[0] : undefined
      const isPlain = each.type === 'Assign' && (each.value.type === 'Name' || each.value.type === 'Constant')
      return target?.type === 'Attribute' && isPlain ? [[target.attr, each.value]] : []
    }),
  )
}

function readsSelf(node: unknown): boolean {
  let found = false
  walk(node, (each) => {
    if (each.type === 'Name' && each.id === 'self') found = true
  })
  return found
}
