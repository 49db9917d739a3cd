/**
 * Which lines of a cell are magics. Owns the decision; it is made by parsing, never by a pattern alone: every
 * candidate is set aside for a stand-in, and those whose stand-in is no statement of its own (in a template, a
 * comment, an argument list) are TypeScript after all. What is TypeScript anyway, `!ready && f()`, stays so.
 */
import type ts from 'typescript'
import { UsageError } from '../../errors'
import type { TypeScript } from '../../kernel/compiler/load-typescript'
import type { NotebookView } from '../../kernel/language'
import { findCandidates, mayHoldMagics, type Candidate } from './candidates'
import { indexNodes, parse, standIn, statementOf, type NodeIndex, type Parsed } from './parse'
import { findTypeScript } from './typescript-lines'

/** A magic in a cell. */
export interface MagicPlace extends Candidate {
  /** The stand-in's node in the tree of the cell; scopes are looked up from there. */
  readonly node: ts.Node
}

/** A cell with its magics found. */
export interface CellReading {
  /** The magics in order; none when the cell is plain TypeScript. */
  readonly magics: readonly MagicPlace[]
}

const PLAIN: CellReading = { magics: [] }

/**
 * Finds the magics of a cell.
 *
 * @param code - Text of the cell, without a first line `%%name`.
 * @param notebook - The compiler and the notebook's variables.
 * @returns The places in order. Python comments count only where there is a magic as well.
 */
export function findMagics(code: string, notebook: NotebookView): CellReading {
  if (!mayHoldMagics(code)) return PLAIN
  const rejected = new Set<number>()
  const confirmed = new Set<number>()
  let jsx: boolean | undefined
  for (;;) {
    const candidates = findCandidates(code, rejected)
    if (candidates.every(({ kind }) => kind === 'comment')) return PLAIN
    const text = standIn(code, candidates, { ended: true })
    jsx ??= readsBetterAsJsx(notebook, text)
    const parsed = parse(notebook, text, jsx)
    const index = indexNodes(notebook.ts, parsed.file)
    const misplaced = candidates.filter(
      (candidate) => nodeOf(candidate, parsed, index, notebook.ts) === undefined,
    )
    if (misplaced.length > 0) {
      rejectFirst(code, misplaced, index, rejected)
      continue
    }
    const typescript = findTypeScript(code, candidates, { notebook, jsx, index, confirmed })
    if (typescript.length === 0)
      return {
        magics: candidates.map((candidate) => ({
          ...candidate,
          node: nodeOf(candidate, parsed, index, notebook.ts) as ts.Node,
        })),
      }
    for (const { start } of typescript) rejected.add(start)
  }
}

/** Rejects the first candidate, and those after it that surely stand in the same text whatever the first one holds. */
function rejectFirst(
  code: string,
  misplaced: readonly Candidate[],
  index: NodeIndex,
  rejected: Set<number>,
): void {
  for (const { start, end } of misplaced) {
    rejected.add(start)
    const inCode = index.identifiers.has(start)
    if (inCode || /[`$\\/*'"<>{}]/.test(code.slice(start, end))) return
  }
}

/** The node of a candidate's stand-in, if it is where a magic may be. */
function nodeOf(
  candidate: Candidate,
  { file, errors }: Parsed,
  index: NodeIndex,
  api: TypeScript,
): ts.Node | undefined {
  const { start, form, kind, lineStart } = candidate
  if (kind === 'comment') return index.empty.get(start)
  const node = index.identifiers.get(start)
  if (node === undefined) return undefined
  // An error at the stand-in means that the parser has closed something for it: it stands inside of that.
  if (form === 'statement')
    return api.isExpressionStatement(node.parent) && errors.every((error) => error.start !== start)
      ? node
      : undefined
  const statement = statementOf(api, node)
  const isWhole = statement.getStart(file) === lineStart && isAssignedLast(api, node, statement)
  const isBroken = errors.some((error) => error.start >= lineStart && error.start <= start)
  return isWhole && !isBroken ? node : undefined
}

/** `const a = HERE`, `a = HERE`, `a = b = HERE`: what is assigned is the last thing of the statement. */
function isAssignedLast(api: TypeScript, node: ts.Expression, statement: ts.Node): boolean {
  let child: ts.Node = node
  while (isAssignmentTo(api, child.parent, child)) child = child.parent
  if (child !== node && child.parent === statement) return api.isExpressionStatement(statement)
  const declaration = child.parent
  return (
    api.isVariableStatement(statement) &&
    api.isVariableDeclaration(declaration) &&
    declaration.initializer === child &&
    statement.declarationList.declarations.slice(-1)[0] === declaration
  )
}

function isAssignmentTo(api: TypeScript, parent: ts.Node, right: ts.Node): boolean {
  return (
    api.isBinaryExpression(parent) &&
    parent.operatorToken.kind === api.SyntaxKind.EqualsToken &&
    parent.right === right
  )
}

/** A cell of TypeScript may hold JSX for a module; the reading with fewer errors is taken. */
function readsBetterAsJsx(notebook: NotebookView, text: string): boolean {
  if (notebook.isJs || !/<[A-Za-z>]/.test(text)) return false
  const errors = parse(notebook, text).errors.length
  return errors > 0 && parse(notebook, text, true).errors.length < errors
}

/**
 * Refuses magics where they cannot work, before anything of the cell runs.
 *
 * @throws UsageError naming the line: `%%name` below the first line, or a magic in a function that cannot wait for it.
 */
export function checkPlaces(code: string, magics: readonly MagicPlace[], api: TypeScript): void {
  for (const { kind, node, start, end, line } of magics) {
    const text = code.slice(start, end).split(/\s*\\?\r?\n/)[0] as string
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
    if (kind === 'cell')
      throw new UsageError(
        `Line ${line + 1}: ${shown} must be the first line of its cell. Move it to a cell of its own.`,
      )
    const holder = kind === 'comment' ? undefined : findWaitless(api, node)
    if (holder !== undefined)
      throw new UsageError(
        `Line ${line + 1}: ${JSON.stringify(shown)} stands in ${holder}. Make it async and await its calls, ` +
          'or use a for loop at the top of the cell.',
      )
  }
}

/** Describes the nearest function around a node when it cannot wait; `undefined` when all is well. */
function findWaitless(api: TypeScript, node: ts.Node): string | undefined {
  for (let scope: ts.Node | undefined = node.parent; scope !== undefined; scope = scope.parent) {
    if (api.isModuleDeclaration(scope)) return 'a namespace, which cannot wait'
    if (api.SyntaxKind[scope.kind] === 'ClassStaticBlockDeclaration')
      return 'a static block, which cannot wait'
    if (!api.isFunctionLike(scope) || !('body' in scope)) continue
    const holder = scope as ts.FunctionLikeDeclaration
    const modifiers = (holder as { modifiers?: readonly ts.ModifierLike[] }).modifiers ?? []
    if (modifiers.some(({ kind }) => kind === api.SyntaxKind.AsyncKeyword)) return undefined
    const name = holder.name !== undefined && api.isIdentifier(holder.name) ? ` ${holder.name.text}` : ''
    return name === '' ? 'a function that is not async' : `the function${name}, which is not async`
  }
  return undefined
}
