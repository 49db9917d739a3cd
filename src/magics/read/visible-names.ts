/**
 * Which names of a cell can be used at a place in it, by the scoping rules of JavaScript. Reads a syntax tree only:
 * no binding, no types, so it costs next to nothing. Names of types do not count: they have no value.
 */
import type ts from 'typescript'
import type { TypeScript } from '../../kernel/compiler/load-typescript'

/**
 * Tells whether a name that the cell itself declares can be seen from a node.
 *
 * @param api - The compiler that made the tree.
 * @param node - Where the name is used.
 * @param name - The name.
 */
export function isVisibleAt(api: TypeScript, node: ts.Node, name: string): boolean {
  for (let scope: ts.Node | undefined = node; scope !== undefined; scope = scope.parent)
    if (declares(api, scope, name)) return true
  return false
}

function declares(api: TypeScript, scope: ts.Node, name: string): boolean {
  if (isFunction(api, scope)) {
    const own = api.isFunctionExpression(scope) && scope.name?.text === name
    return (
      own ||
      scope.parameters.some((parameter) => binds(api, parameter.name, name)) ||
      hoists(api, scope.body, name)
    )
  }
  if (api.isForStatement(scope) || api.isForInStatement(scope) || api.isForOfStatement(scope)) {
    const first = scope.initializer
    return first !== undefined && api.isVariableDeclarationList(first) && listBinds(api, first, name)
  }
  if (api.isCatchClause(scope))
    return scope.variableDeclaration !== undefined && binds(api, scope.variableDeclaration.name, name)
  if (api.isClassExpression(scope)) return scope.name?.text === name
  if (api.isSourceFile(scope))
    return statementsDeclare(api, scope.statements, name) || hoists(api, scope, name)
  if (api.isBlock(scope) || api.isModuleBlock(scope)) return statementsDeclare(api, scope.statements, name)
  if (api.isCaseBlock(scope))
    return scope.clauses.some((clause) => statementsDeclare(api, clause.statements, name))
  return false
}

function isFunction(api: TypeScript, node: ts.Node): node is ts.FunctionLikeDeclaration {
  return api.isFunctionLike(node) && 'parameters' in node
}

function statementsDeclare(api: TypeScript, statements: readonly ts.Statement[], name: string): boolean {
  return statements.some((statement) => {
    if (api.isVariableStatement(statement)) return listBinds(api, statement.declarationList, name)
    if (api.isImportDeclaration(statement)) return imports(api, statement.importClause, name)
    const named =
      api.isFunctionDeclaration(statement) ||
      api.isClassDeclaration(statement) ||
      api.isEnumDeclaration(statement) ||
      api.isModuleDeclaration(statement) ||
      api.isImportEqualsDeclaration(statement)
    return named && statement.name?.text === name
  })
}

/** A `var` belongs to the whole function, from whatever block. */
function hoists(api: TypeScript, body: ts.Node | undefined, name: string): boolean {
  if (body === undefined) return false
  const search = (node: ts.Node): boolean => {
    if (node !== body && (api.isFunctionLike(node) || api.isClassLike(node))) return false
    const isVar = api.isVariableDeclarationList(node) && (node.flags & api.NodeFlags.BlockScoped) === 0
    return (isVar && listBinds(api, node, name)) || api.forEachChild(node, search) === true
  }
  return search(body)
}

function listBinds(api: TypeScript, list: ts.VariableDeclarationList, name: string): boolean {
  return list.declarations.some((declaration) => binds(api, declaration.name, name))
}

function binds(api: TypeScript, pattern: ts.BindingName, name: string): boolean {
  if (api.isIdentifier(pattern)) return pattern.text === name
  return pattern.elements.some((element) => api.isBindingElement(element) && binds(api, element.name, name))
}

function imports(api: TypeScript, clause: ts.ImportClause | undefined, name: string): boolean {
  if (clause === undefined) return false
  if (clause.name?.text === name) return true
  const bindings = clause.namedBindings
  if (bindings === undefined) return false
  if (api.isNamespaceImport(bindings)) return bindings.name.text === name
  return bindings.elements.some((element) => element.name.text === name)
}
