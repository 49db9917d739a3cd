/**
 * Parsing of a cell in which some stretches are set aside. Owns the stand-ins, which keep every offset, and the
 * look-up of nodes by offset; knows nothing of what a magic means.
 */
import type ts from 'typescript'
import type { TypeScript } from '../../kernel/compiler/load-typescript'
import type { NotebookView } from '../../kernel/language'
import type { Candidate } from './candidates'

/** A parsed text with its syntax errors. */
export interface Parsed {
  readonly file: ts.SourceFile
  readonly errors: readonly ts.DiagnosticWithLocation[]
}

/** Parses a text as tslab does; `jsx` reads angle brackets as elements. */
export function parse({ ts: api, isJs }: NotebookView, text: string, jsx = false): Parsed {
  const kind = isJs ? api.ScriptKind.JS : jsx ? api.ScriptKind.TSX : api.ScriptKind.TS
  const file = api.createSourceFile(isJs ? 'cell.js' : 'cell.ts', text, api.ScriptTarget.Latest, true, kind)
  return {
    file,
    errors: (file as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }).parseDiagnostics,
  }
}

/**
 * Puts a stand-in of the same length where each candidate is: an identifier, or an empty statement for a comment.
 *
 * @param options - `ended`: whether the stand-in ends its statement. Without it the next line may go on, as in an
 * argument list.
 */
export function standIn(
  code: string,
  candidates: readonly Candidate[],
  { ended }: { ended: boolean },
): string {
  return replaceAll(code, candidates, ({ kind }) => (kind === 'comment' ? ';' : ended ? '_;' : '_'))
}

/** Replaces each candidate by a short text and spaces, line ends kept: no offset and no line number changes. */
export function replaceAll(
  code: string,
  candidates: readonly Candidate[],
  replacement: (candidate: Candidate) => string,
): string {
  const pieces: string[] = []
  let from = 0
  for (const candidate of candidates) {
    const text = replacement(candidate)
    const rest = code.slice(candidate.start + text.length, candidate.end).replace(/[^\r\n]/g, ' ')
    pieces.push(code.slice(from, candidate.start), text, rest)
    from = candidate.end
  }
  pieces.push(code.slice(from))
  return pieces.join('')
}

/** The nodes that a decision needs, by their offset. */
export interface NodeIndex {
  /** Identifiers: a stand-in that is none stands in a template, a comment or other text. */
  readonly identifiers: ReadonlyMap<number, ts.Identifier>
  /** Empty statements: stand-ins of comments. */
  readonly empty: ReadonlyMap<number, ts.Node>
  /** `!x`, by the offset of the `!`. */
  readonly negations: ReadonlyMap<number, ts.PrefixUnaryExpression>
  /** `a % b`, by the offset of the `%`. */
  readonly remainders: ReadonlyMap<number, ts.BinaryExpression>
}

/** Collects the nodes of a tree by offset. */
export function indexNodes(api: TypeScript, file: ts.SourceFile): NodeIndex {
  const identifiers = new Map<number, ts.Identifier>()
  const empty = new Map<number, ts.Node>()
  const negations = new Map<number, ts.PrefixUnaryExpression>()
  const remainders = new Map<number, ts.BinaryExpression>()
  const visit = (node: ts.Node): void => {
    if (api.isIdentifier(node)) identifiers.set(node.getStart(file), node)
    else if (api.isEmptyStatement(node)) empty.set(node.getStart(file), node)
    else if (api.isPrefixUnaryExpression(node) && node.operator === api.SyntaxKind.ExclamationToken)
      negations.set(node.getStart(file), node)
    else if (api.isBinaryExpression(node) && node.operatorToken.kind === api.SyntaxKind.PercentToken)
      remainders.set(node.operatorToken.getStart(file), node)
    api.forEachChild(node, visit)
  }
  visit(file)
  return { identifiers, empty, negations, remainders }
}

/** The statement that a node belongs to. */
export function statementOf(api: TypeScript, node: ts.Node): ts.Node {
  let statement = node
  while (statement.parent !== undefined && !isStatementList(api, statement.parent))
    statement = statement.parent
  return statement
}

function isStatementList(api: TypeScript, node: ts.Node): boolean {
  return (
    api.isSourceFile(node) || api.isBlock(node) || api.isModuleBlock(node) || api.isCaseOrDefaultClause(node)
  )
}
