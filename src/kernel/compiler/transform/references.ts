/**
 * The names that a piece of JavaScript takes from outside: each use of a name that no scope inside declares, with what
 * is done to it. Knows nothing of notebooks; the outermost scope is the caller's.
 */
import type ts from 'typescript'
import type { TypeScript } from '../load-typescript'
import { namesOfScope, varNames } from './scopes'

/** One use of a name. */
export interface Reference {
  readonly node: ts.Identifier
  readonly name: string
  /** `{ name }`: the name of a property as well. */
  readonly isShorthand: boolean
  /** `name()` or a tag: a member in its place would hand itself over as `this`. */
  readonly isCalled: boolean
  /** Given a value here: `name = …`, `name++`, `[name] = …`. */
  readonly isWritten: boolean
  /** Only asked for its type: `typeof name` means something without it. */
  readonly isProbed: boolean
  /** Inside of a function: used when that is called, which may be later. */
  readonly isDeferred: boolean
  /** Inside of a function that can be called above the place where it stands. */
  readonly isHoisted: boolean
}

/** What else a walk comes across. */
export interface Found {
  readonly references: Reference[]
  /** `import.meta` */
  readonly metas: ts.Node[]
  /** The word `import` of `import(…)`. */
  readonly dynamicImports: ts.Node[]
  /** Whether there is an `await` outside of all functions. */
  awaits: boolean
  /** `await` in a function that is not async, and `return` in none. */
  readonly misplaced: { readonly node: ts.Node; readonly message: string }[]
}

interface Place {
  readonly scopes: readonly ReadonlySet<string>[]
  readonly isDeferred: boolean
  readonly isHoisted: boolean
  /** How the nearest function takes an `await`; `undefined` outside of all. */
  readonly isAsync: boolean | undefined
}

/**
 * Walks through code.
 *
 * @param api - The compiler that made the tree.
 * @param roots - The nodes to look into.
 * @returns Everything found, in the order of the text.
 */
export function findReferences(api: TypeScript, roots: readonly ts.Node[]): Found {
  const found: Found = { references: [], metas: [], dynamicImports: [], awaits: false, misplaced: [] }
  const { SyntaxKind } = api

  const add = (node: ts.Identifier, place: Place, more: Partial<Reference> = {}): void => {
    if (place.scopes.some((scope) => scope.has(node.text))) return
    found.references.push({
      node,
      name: node.text,
      isShorthand: false,
      isCalled: false,
      isWritten: false,
      isProbed: false,
      isDeferred: place.isDeferred,
      isHoisted: place.isHoisted,
      ...more,
    })
  }

  /** The target of an assignment: a name, a member, or a pattern of them. */
  const visitTarget = (node: ts.Node, place: Place): void => {
    if (api.isIdentifier(node)) add(node, place, { isWritten: true })
    else if (api.isParenthesizedExpression(node)) visitTarget(node.expression, place)
    else if (api.isArrayLiteralExpression(node))
      for (const element of node.elements)
        visitTarget(api.isSpreadElement(element) ? element.expression : element, place)
    else if (api.isObjectLiteralExpression(node))
      for (const property of node.properties) visitTargetProperty(property, place)
    else if (api.isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken) {
      visitTarget(node.left, place)
      visit(node.right, place)
    } else visit(node, place)
  }
  const visitTargetProperty = (property: ts.ObjectLiteralElementLike, place: Place): void => {
    if (api.isSpreadAssignment(property)) visitTarget(property.expression, place)
    else if (api.isShorthandPropertyAssignment(property)) {
      add(property.name, place, { isShorthand: true, isWritten: true })
      if (property.objectAssignmentInitializer) visit(property.objectAssignmentInitializer, place)
    } else if (api.isPropertyAssignment(property)) {
      visitName(property.name, place)
      visitTarget(property.initializer, place)
    }
  }

  /** Without parentheses around it. */
  const bare = (node: ts.Expression): ts.Expression =>
    api.isParenthesizedExpression(node) ? bare(node.expression) : node

  /** A property's name is a use of others only when it is computed. */
  const visitName = (name: ts.Node | undefined, place: Place): void => {
    if (name !== undefined && api.isComputedPropertyName(name)) visit(name.expression, place)
  }
  const visitPattern = (pattern: ts.BindingName, place: Place): void => {
    if (api.isIdentifier(pattern)) return
    for (const element of pattern.elements) {
      if (!api.isBindingElement(element)) continue
      visitName(element.propertyName, place)
      visitPattern(element.name, place)
      if (element.initializer) visit(element.initializer, place)
    }
  }

  const within = (node: ts.Node, place: Place): Place => {
    const names = namesOfScope(api, node)
    const isFunction = api.isFunctionLike(node)
    const isField = api.isPropertyDeclaration(node)
    if (names === undefined && !isField) return place
    const isAsync = isFunction && hasModifier(api, node, SyntaxKind.AsyncKeyword)
    return {
      scopes: names === undefined || names.length === 0 ? place.scopes : [...place.scopes, new Set(names)],
      isDeferred: place.isDeferred || isFunction || isField,
      isHoisted: place.isHoisted || api.isFunctionDeclaration(node),
      isAsync: isFunction || isField || api.isClassStaticBlockDeclaration(node) ? isAsync : place.isAsync,
    }
  }

  /** The place of a function's body, whose `var`s are seen in all of it. */
  const withVars = (body: ts.Node, place: Place): Place => {
    const names = varNames(api, body)
    return names.length === 0 ? place : { ...place, scopes: [...place.scopes, new Set(names)] }
  }

  const noteAwait = (node: ts.Node, { isAsync }: Place): void => {
    if (isAsync === undefined) found.awaits = true
    else if (!isAsync) found.misplaced.push({ node, message: AWAIT_MESSAGE })
  }

  const visit = (node: ts.Node, outer: Place): void => {
    if (api.isIdentifier(node)) return add(node, outer)
    const place = within(node, outer)
    if (api.isPropertyAccessExpression(node)) return visit(node.expression, place)
    if (api.isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword)
      found.dynamicImports.push(node.expression)
    else if (api.isCallExpression(node)) {
      const callee = bare(node.expression)
      if (api.isIdentifier(callee)) {
        add(callee, place, { isCalled: true })
        return node.arguments.forEach((each) => visit(each, place))
      }
    }
    if (api.isTaggedTemplateExpression(node)) {
      const tag = bare(node.tag)
      if (api.isIdentifier(tag)) {
        add(tag, place, { isCalled: true })
        return visit(node.template, place)
      }
    }
    if (api.isTypeOfExpression(node)) {
      const operand = bare(node.expression)
      if (api.isIdentifier(operand)) return add(operand, place, { isProbed: true })
    }
    if (api.isBinaryExpression(node) && isAssignment(api, node.operatorToken.kind)) {
      visitTarget(node.left, place)
      return visit(node.right, place)
    }
    if (
      (api.isPrefixUnaryExpression(node) || api.isPostfixUnaryExpression(node)) &&
      (node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken)
    )
      return visitTarget(node.operand, place)
    if (api.isShorthandPropertyAssignment(node)) return add(node.name, place, { isShorthand: true })
    if (api.isMetaProperty(node)) {
      if (node.keywordToken === SyntaxKind.ImportKeyword) found.metas.push(node)
      return
    }
    if (api.isLabeledStatement(node)) return visit(node.statement, place)
    if (api.isBreakOrContinueStatement(node)) return
    if (api.isAwaitExpression(node) || (api.isForOfStatement(node) && node.awaitModifier !== undefined))
      noteAwait(node, place)
    if (api.isReturnStatement(node) && place.isAsync === undefined)
      found.misplaced.push({ node, message: RETURN_MESSAGE })
    if (api.isVariableDeclaration(node)) {
      visitPattern(node.name, place)
      return node.initializer && visit(node.initializer, place)
    }
    if ((api.isForInStatement(node) || api.isForOfStatement(node)) && isExpression(api, node.initializer)) {
      visitTarget(node.initializer, place)
      visit(node.expression, place)
      return visit(node.statement, place)
    }
    if (api.isParameter(node)) {
      visitPattern(node.name, place)
      return node.initializer && visit(node.initializer, place)
    }
    // What a class extends and its members' computed names belong to the code around it.
    const isNamed = api.isFunctionLike(node) || api.isClassElement(node) || api.isPropertyAssignment(node)
    if (isNamed || api.isClassLike(node)) {
      const { name, body } = node as { name?: ts.Node; body?: ts.Node }
      visitName(name, outer)
      return api.forEachChild(node, (child) => {
        if (child === body) visit(child, withVars(body, place))
        else if (child !== name) visit(child, place)
      })
    }
    api.forEachChild(node, (child) => visit(child, place))
  }

  const top: Place = { scopes: [], isDeferred: false, isHoisted: false, isAsync: undefined }
  for (const root of roots) visit(root, top)
  return found
}

const AWAIT_MESSAGE =
  "'await' expressions are only allowed within async functions and at the top levels of modules."
const RETURN_MESSAGE = "A 'return' statement can only be used within a function body."

function isAssignment(api: TypeScript, kind: ts.SyntaxKind): boolean {
  return kind >= api.SyntaxKind.FirstAssignment && kind <= api.SyntaxKind.LastAssignment
}

function isExpression(api: TypeScript, node: ts.ForInitializer): node is ts.Expression {
  return !api.isVariableDeclarationList(node)
}

function hasModifier(api: TypeScript, node: ts.Node, kind: ts.SyntaxKind): boolean {
  return api.canHaveModifiers(node) && (api.getModifiers(node)?.some((each) => each.kind === kind) ?? false)
}
