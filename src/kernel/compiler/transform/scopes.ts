/**
 * Which names a stretch of JavaScript declares, by the scoping rules of the language. Reads a syntax tree only, and one that
 * holds no types any more.
 * @see https://tc39.es/ecma262/#sec-static-semantics-lexicallydeclarednames
 */
import type ts from 'typescript'
import type { TypeScript } from '../load-typescript'

/** The names that a pattern binds: `{ a, b: [c] }` binds `a` and `c`. */
export function boundNames(api: TypeScript, pattern: ts.BindingName): string[] {
  if (api.isIdentifier(pattern)) return [pattern.text]
  return pattern.elements.flatMap((element) =>
    api.isBindingElement(element) ? boundNames(api, element.name) : [],
  )
}

/** The names of all declarations of `let a = 1, { b } = c`. */
export function listNames(api: TypeScript, list: ts.VariableDeclarationList): string[] {
  return list.declarations.flatMap(({ name }) => boundNames(api, name))
}

/** Whether a list of declarations is one of `var`. */
export function isVar(api: TypeScript, list: ts.VariableDeclarationList): boolean {
  return (list.flags & api.NodeFlags.BlockScoped) === 0
}

/** Names that a list of statements declares for itself: `let`, `const`, classes and functions. */
function lexicalNames(api: TypeScript, statements: readonly ts.Statement[]): string[] {
  return statements.flatMap((statement) => {
    if (api.isVariableStatement(statement))
      return isVar(api, statement.declarationList) ? [] : listNames(api, statement.declarationList)
    if (api.isFunctionDeclaration(statement) || api.isClassDeclaration(statement))
      return statement.name === undefined ? [] : [statement.name.text]
    return []
  })
}

/** Names of `var` in a function's body, from whatever block of it; not those of functions inside. */
export function varNames(api: TypeScript, body: ts.Node): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (api.isFunctionLike(node) || api.isClassLike(node)) return
    if (api.isVariableDeclarationList(node) && isVar(api, node)) found.push(...listNames(api, node))
    api.forEachChild(node, visit)
  }
  api.forEachChild(body, visit)
  return found
}

/**
 * The names that come into being with a node and are seen below it alone.
 *
 * @param node - A function (its parameters: what they default to does not see the body), block, loop, `catch`, `switch`
 * or class.
 * @returns `undefined` for a node that opens no scope.
 */
export function namesOfScope(api: TypeScript, node: ts.Node): readonly string[] | undefined {
  if (api.isFunctionLike(node)) {
    const own = api.isFunctionExpression(node) && node.name !== undefined ? [node.name.text] : []
    const given = api.isArrowFunction(node) ? [] : ['arguments']
    return [
      ...own,
      ...given,
      ...node.parameters.flatMap(({ name }) => boundNames(api, name as ts.BindingName)),
    ]
  }
  if (api.isClassLike(node)) return node.name === undefined ? [] : [node.name.text]
  if (api.isClassStaticBlockDeclaration(node))
    return [...varNames(api, node.body), ...lexicalNames(api, node.body.statements)]
  if (api.isBlock(node)) return lexicalNames(api, node.statements)
  if (api.isCaseBlock(node)) return node.clauses.flatMap(({ statements }) => lexicalNames(api, statements))
  if (api.isCatchClause(node))
    return node.variableDeclaration === undefined ? [] : boundNames(api, node.variableDeclaration.name)
  if (api.isForStatement(node) || api.isForInStatement(node) || api.isForOfStatement(node)) {
    const first = node.initializer
    const binds = first !== undefined && api.isVariableDeclarationList(first) && !isVar(api, first)
    return binds ? listNames(api, first) : []
  }
  return undefined
}
