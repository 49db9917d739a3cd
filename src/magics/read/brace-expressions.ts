/**
 * `\{expression\}` in a magic's line: TypeScript whose value is meant, as `\{names.join(",")\}`. Owns which braces are
 * one; plain names and members are the business of `braces.ts`. What a shell, awk or JSON means by braces stays: an
 * expression must parse, change nothing, and use known names only.
 */
import type ts from 'typescript'
import type { TypeScript } from '../../kernel/compiler/load-typescript'
import type { NotebookView } from '../../kernel/language'
import { findBraces } from '../values/braces'
import { parse } from './parse'
import { isVisibleAt } from './visible-names'

/** As many closing braces are tried as the end of one expression. */
const MAX_ENDS = 8

/**
 * Lists the expressions of a line.
 *
 * @param text - The line.
 * @param context - `place`: its stand-in in the tree of the cell, from where names are looked up; `notebook`: the compiler and
 * the notebook's variables.
 * @returns Their texts without the braces.
 */
export function findExpressions(
  text: string,
  { place, notebook }: { readonly place: ts.Node; readonly notebook: NotebookView },
): string[] {
  const plain = new Map(findBraces(text).map(({ start, end }) => [start, end]))
  const found: string[] = []
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
    const end = plain.get(at)
    if (end !== undefined) at = end - 1
    else if (!/[\\$%{]/.test(text[at - 1] ?? '') && /[^\s{}]/.test(text[at + 1] ?? '')) {
      const expression = expressionAt(text, at + 1, (code) => isExpression(code, place, notebook))
      if (expression === undefined) continue
      found.push(expression)
      at += expression.length + 1
    }
  }
  return found
}

function expressionAt(text: string, start: number, accepts: (code: string) => boolean): string | undefined {
  let end = text.indexOf('}', start)
  for (let tries = 0; end > start && tries < MAX_ENDS; tries++, end = text.indexOf('}', end + 1)) {
    const code = text.slice(start, end)
    if (/[\r\n]/.test(code)) return undefined
    if (accepts(code)) return code
  }
  return undefined
}

function isExpression(code: string, place: ts.Node, notebook: NotebookView): boolean {
  const { ts: api, locals } = notebook
  // Cheap first: without one of these it is a name, a word, a list of words or a number.
  if (!/[.([?+*/%-]|`/.test(code)) return false
  const { file, errors } = parse(notebook, `(${code})`)
  const [statement] = file.statements
  if (errors.length > 0 || file.statements.length !== 1 || statement === undefined) return false
  if (!api.isExpressionStatement(statement) || !api.isParenthesizedExpression(statement.expression))
    return false
  if (statement.expression.end < code.length + 2) return false
  let names = 0
  const isHarmless = (node: ts.Node): boolean => {
    if (changesSomething(api, node)) return false
    if (api.isIdentifier(node) && isReference(api, node)) {
      names += 1
      const { text } = node
      const isGlobal = text in globalThis && !(text in Object.prototype)
      if (
        !isVisibleAt(api, node, text) &&
        !Object.hasOwn(locals, text) &&
        !isVisibleAt(api, place, text) &&
        !isGlobal
      )
        return false
    }
    return api.forEachChild(node, (child) => (isHarmless(child) ? undefined : true)) === undefined
  }
  return isHarmless(statement.expression.expression) && names > 0
}

/** Assignments, `++`, a comma, `await`: not the value of something that is there. */
function changesSomething(api: TypeScript, node: ts.Node): boolean {
  const { SyntaxKind: kinds } = api
  if (api.isAwaitExpression(node) || api.isYieldExpression(node) || api.isDeleteExpression(node)) return true
  if (api.isPostfixUnaryExpression(node)) return true
  if (api.isPrefixUnaryExpression(node))
    return node.operator === kinds.PlusPlusToken || node.operator === kinds.MinusMinusToken
  if (!api.isBinaryExpression(node)) return false
  const { kind } = node.operatorToken
  return kind === kinds.CommaToken || (kind >= kinds.FirstAssignment && kind <= kinds.LastAssignment)
}

/** Whether a name is read there, and is not that of a member or a parameter. */
function isReference(api: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node
  if (api.isPropertyAccessExpression(parent)) return parent.expression === node
  if (api.isPropertyAssignment(parent)) return parent.initializer === node
  return !api.isParameter(parent) || parent.initializer === node
}
