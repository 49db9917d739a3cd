/**
 * Which lines that look like magics are TypeScript that reads well as it stands: `!ready && f()`, `!(a || b)`,
 * a `% b` in a long sum. Owns that judgement; where a magic can stand at all is decided in `find-magics.ts`.
 */
import type ts from 'typescript'
import type { TypeScript } from '../../kernel/compiler/load-typescript'
import type { NotebookView } from '../../kernel/language'
import type { Candidate } from './candidates'
import { indexNodes, parse, standIn, statementOf, type NodeIndex, type Parsed } from './parse'
import { isVisibleAt } from './visible-names'
import { IDENTIFIER } from '../../base/identifier'

const MAGIC_NAME = new RegExp(`^%(${IDENTIFIER})`, 'u')
const FIRST_NAME = new RegExp(`^[!\\s(]*(${IDENTIFIER})`, 'u')

/** What the judgement may use. */
export interface ReadingContext {
  readonly notebook: NotebookView
  readonly jsx: boolean
  /** Nodes of the cell with every candidate set aside. */
  readonly index: NodeIndex
  /** Offsets already known to be magics; added to here, so that no line is judged twice. */
  readonly confirmed: Set<number>
}

/**
 * Picks the candidates that are TypeScript.
 *
 * @param code - Text of the cell.
 * @param candidates - All that may be a magic by its place.
 * @param context - The notebook, and what is known of the cell.
 */
export function findTypeScript(
  code: string,
  candidates: readonly Candidate[],
  context: ReadingContext,
): Candidate[] {
  const { notebook, jsx, confirmed } = context
  for (;;) {
    const doubtful = candidates.filter((candidate) => {
      if (confirmed.has(candidate.start)) return false
      if (mayRead(code, candidate, context)) return true
      confirmed.add(candidate.start)
      return false
    })
    if (doubtful.length === 0) return []
    const others = candidates.filter((candidate) => !doubtful.includes(candidate))
    const parsed = parse(notebook, standIn(code, others, { ended: false }), jsx)
    const nodes = indexNodes(notebook.ts, parsed.file)
    const broken = doubtful.findIndex((candidate) =>
      hasSyntaxError(candidate, code, parsed, nodes, notebook.ts),
    )
    // What stands after a broken line may be misread because of it: those are judged in the next round.
    const sound = broken < 0 ? doubtful : doubtful.slice(0, broken)
    const typescript = sound.filter((candidate) => hasSense(candidate, code, parsed.file, nodes, notebook))
    for (const candidate of sound) if (!typescript.includes(candidate)) confirmed.add(candidate.start)
    if (broken >= 0) confirmed.add((doubtful[broken] as Candidate).start)
    if (typescript.length > 0) return typescript
  }
}

/** The cheap look that settles nearly every line: the first name, and the syntax of the line alone. */
function mayRead(code: string, candidate: Candidate, { notebook, jsx, index }: ReadingContext): boolean {
  if (candidate.kind === 'cell' || candidate.kind === 'comment') return false
  const text = code.slice(candidate.start, candidate.end)
  const place = index.identifiers.get(candidate.start) as ts.Identifier
  if (candidate.kind === 'line') {
    const name = MAGIC_NAME.exec(text)?.[1]
    return candidate.form === 'statement' && name !== undefined && isKnown(name, place, notebook)
  }
  const name = FIRST_NAME.exec(text)?.[1]
  if (name !== undefined && !isKeyword(name, notebook.ts) && !isKnown(name, place, notebook)) return false
  // An error before the end of the line says that it is no expression; at the end the next line may go on.
  const first = parse(notebook, text, jsx).errors[0]
  return (
    first === undefined || first.start >= text.trimEnd().length || /[)\]}]/.test(text[first.start] as string)
  )
}

function hasSyntaxError(
  candidate: Candidate,
  code: string,
  parsed: Parsed,
  nodes: NodeIndex,
  api: TypeScript,
): boolean {
  const { start, kind } = candidate
  const node = kind === 'line' ? nodes.remainders.get(start) : nodes.negations.get(start)
  // Not an operator any more: another line that is TypeScript has made it text or part of an expression.
  if (node === undefined) return kind === 'line'
  const statement = kind === 'line' ? node : statementOf(api, node)
  return parsed.errors.some((error) => {
    if (error.start >= start && error.start <= statement.end)
      return error.start < statement.end || error.length > 0
    return error.start > statement.end && /^[^\S\n]*$/.test(code.slice(statement.end, error.start))
  })
}

/** Whether a line that is sound TypeScript also means something as such. */
function hasSense(
  candidate: Candidate,
  code: string,
  file: ts.SourceFile,
  nodes: NodeIndex,
  notebook: NotebookView,
): boolean {
  const { ts: api } = notebook
  if (candidate.kind === 'line') {
    const remainder = nodes.remainders.get(candidate.start)
    if (remainder === undefined) return true
    // A second line of an expression is indented; at the same depth as its statement it is a magic.
    const column = (offset: number) => file.getLineAndCharacterOfPosition(offset).character
    return column(candidate.start) > column(statementOf(api, remainder).getStart(file))
  }
  const negation = nodes.negations.get(candidate.start)
  if (negation === undefined) return true
  const operand = innermostOperand(api, negation.operand)
  if (api.isIdentifier(operand))
    return isKnown(operand.text, operand, notebook) && !looksLikeFlag(operand, code, file, notebook)
  // `! false`, `!"my prog"`, `!/bin/ls`, `!{cmd}`: said of a constant it would mean nothing.
  const isMember =
    api.isPropertyAccessExpression(operand.parent) || api.isElementAccessExpression(operand.parent)
  if (api.isObjectLiteralExpression(operand)) return false
  if (api.isArrayLiteralExpression(operand))
    return operand.elements.every((item) => !api.isIdentifier(item) || isKnown(item.text, item, notebook))
  const { TrueKeyword, FalseKeyword, NullKeyword } = api.SyntaxKind
  const isWord = [TrueKeyword, FalseKeyword, NullKeyword].includes(operand.kind as ts.SyntaxKind.TrueKeyword)
  // `! true && ls`, `! false | cat`: what follows tells.
  if (isWord && candidate.form !== 'assignment') {
    const statement = statementOf(api, negation)
    const whole = api.isExpressionStatement(statement) ? statement.expression : statement
    return whole !== negation && isOfKnown(whole, notebook)
  }
  const isText =
    api.isStringLiteralLike(operand) ||
    api.isTemplateExpression(operand) ||
    api.isRegularExpressionLiteral(operand)
  return !isText || isMember
}

/** Whether every operand of an expression begins with something that is known. */
function isOfKnown(expression: ts.Node, notebook: NotebookView): boolean {
  const { ts: api } = notebook
  if (api.isBinaryExpression(expression))
    return isOfKnown(expression.left, notebook) && isOfKnown(expression.right, notebook)
  const first = innermostOperand(api, expression)
  return !api.isIdentifier(first) || isKnown(first.text, first, notebook)
}

function innermostOperand(api: TypeScript, node: ts.Node): ts.Node {
  const inner = firstOperand(api, node)
  return inner === undefined ? node : innermostOperand(api, inner)
}

/** The operand that stands first in an expression; `undefined` for one that is not made of operands. */
function firstOperand(api: TypeScript, node: ts.Node): ts.Node | undefined {
  if (api.isBinaryExpression(node)) return node.left
  if (api.isConditionalExpression(node)) return node.condition
  if (api.isPrefixUnaryExpression(node) || api.isPostfixUnaryExpression(node)) return node.operand
  if (api.isTaggedTemplateExpression(node)) return node.tag
  if (
    api.isPropertyAccessExpression(node) ||
    api.isElementAccessExpression(node) ||
    api.isCallExpression(node) ||
    api.isNonNullExpression(node) ||
    api.isParenthesizedExpression(node) ||
    api.isAsExpression(node) ||
    api.isTypeAssertionExpression(node)
  )
    return node.expression
  return undefined
}

/** `!npm -v` is a command even where `npm` is a variable: nobody subtracts from a negation. */
function looksLikeFlag(
  name: ts.Identifier,
  code: string,
  file: ts.SourceFile,
  notebook: NotebookView,
): boolean {
  const flag = /^[^\S\n]+-([A-Za-z]\w*)/.exec(code.slice(name.end, file.end))?.[1]
  return flag !== undefined && !isKnown(flag, name, notebook)
}

/** Names that every cell can use and that are no property of `globalThis`. */
const CELL_NAMES = new Set(['require', 'exports', 'arguments'])

/** Whether a name means something in TypeScript there: a variable of the cell, of the notebook, or a global. */
function isKnown(name: string, node: ts.Node, { ts: api, locals }: NotebookView): boolean {
  const isGlobal = name in globalThis && !(name in Object.prototype)
  return Object.hasOwn(locals, name) || isGlobal || CELL_NAMES.has(name) || isVisibleAt(api, node, name)
}

function isKeyword(name: string, api: TypeScript): boolean {
  if (name === 'async' || name === 'await') return true
  const scanner = api.createScanner(api.ScriptTarget.Latest, true)
  scanner.setText(name)
  const kind = scanner.scan()
  return kind >= api.SyntaxKind.FirstReservedWord && kind <= api.SyntaxKind.LastReservedWord
}
