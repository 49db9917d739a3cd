/** Which values may have other names. */
import type { Expression } from '../python/ast'
import type { Statement } from '../python/statements'
import { boundNames, parameterNames, walk } from './walk'

/** Values that nobody else holds. */
const FRESH =
  /^(?:Constant|JoinedStr|List|Dict|Set|Tuple|ListComp|DictComp|SetComp|GeneratorExp|BinOp|Compare|Lambda)$/
const READERS =
  /^(?:print|len|str|repr|sum|min|max|sorted|any|all|enumerate|zip|range|isinstance|list|dict|set|tuple|dumps|int|float|join|gather|as_completed)$/
const MAKERS = /^(?:list|dict|set|sorted|tuple|defaultdict|Counter|copy|deepcopy|loads|load|split)$/

const calledName = (node: Expression): string =>
  node.type === 'Name' ? node.id : node.type === 'Attribute' ? node.attr : ''

/** Names whose value may have another name, or be part of another value; `.name` for a field. */
export function sharedNames(bodies: readonly (readonly Statement[])[]): Set<string> {
  const shared = new Set<string>()
  const add = (node: Expression | null | undefined) => {
    if (node?.type === 'Name') shared.add(node.id)
    if (node?.type === 'Attribute') shared.add(`.${node.attr}`)
    if (node?.type === 'Starred') add(node.value)
  }
  const bind = (target: Expression) => {
    boundNames(target).forEach((name) => shared.add(name))
    if (target.type === 'Attribute') shared.add(`.${target.attr}`)
  }
  walk(bodies, (node) => {
    switch (node.type) {
      case 'Assign':
      case 'AnnAssign': {
        add(node.value)
        const isMade = node.value?.type === 'Call' && MAKERS.test(calledName(node.value.func))
        const targets = node.type === 'Assign' ? node.targets : [node.target]
        if (!node.value || (FRESH.test(node.value.type) && targets.length === 1) || isMade) break
        targets.forEach(bind)
        break
      }
      case 'ClassDef':
        // What an object is made of comes from outside.
        for (const each of node.body)
          if (each.type === 'AnnAssign' || each.type === 'Assign') {
            const targets = each.type === 'Assign' ? each.targets : [each.target]
            if (!each.value || !FRESH.test(each.value.type))
              for (const name of targets.flatMap(boundNames)) shared.add(`.${name}`)
          }
        break
      case 'For':
      case 'AsyncFor':
        bind(node.target)
        break
      case 'FunctionDef':
      case 'AsyncFunctionDef':
      case 'Lambda':
        for (const name of parameterNames(node)) shared.add(name)
        break
      case 'List':
      case 'Tuple':
      case 'Set':
        node.elts.forEach(add)
        break
      case 'Dict':
        node.values.forEach(add)
        break
      case 'Call':
        if (READERS.test(calledName(node.func))) break
        node.args.forEach(add)
        for (const { value } of node.keywords) add(value)
        break
      case 'Return':
        add(node.value)
        break
      case 'NamedExpr':
        shared.add(node.target.id)
    }
    if ('generators' in node) for (const { target } of node.generators) bind(target)
  })
  return shared
}
