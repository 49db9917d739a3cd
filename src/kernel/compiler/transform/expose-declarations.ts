/**
 * What a cell declares, handed to the notebook as it comes about; and its last expression, handed out.
 */
import type ts from 'typescript'
import { nestedVars } from './cell-names'
import { renamedExports } from './import-calls'
import type { Rewriting } from './rewriting'
import { RUN, VARIABLES } from '../runtime-names'
import { boundNames, isVar } from './scopes'
import { OUTERMOST_FIRST, OUTERMOST_LAST } from './text-edits'

/**
 * Has each declaration hand its value to the notebook.
 *
 * @returns What is to be done at the cell's end.
 */
export function exposeDeclarations(cell: Rewriting): string {
  const { api, file, edits, names } = cell
  const hand = (list: readonly string[]) =>
    list
      .filter((name) => names.get(name) !== 'internal')
      .map((name) => ` ${VARIABLES}.${name} = ${name};`)
      .join('')
  const first: string[] = []
  for (const [name, kind] of names) if (kind === 'var') first.push(`${VARIABLES}.${name} = undefined;`)
  for (const statement of file.statements) {
    dropExport(cell, statement)
    if (api.isVariableStatement(statement)) exposeVariables(cell, statement, hand)
    else if (api.isFunctionDeclaration(statement) && statement.name !== undefined)
      first.push(hand([statement.name.text]))
    else if (api.isClassDeclaration(statement) && statement.name !== undefined)
      edits.insert(statement.end, hand([statement.name.text]), OUTERMOST_LAST)
    const nested = nestedVars(api, statement).filter((name) => names.get(name) === 'nested')
    if (nested.length > 0) edits.insert(statement.end, hand(nested), OUTERMOST_LAST)
  }
  if (first.length > 0) edits.insert(0, `${first.join(' ')} `, OUTERMOST_FIRST)
  const copied = [...names].filter(([, kind]) => kind === 'nested').map(([name]) => name)
  return hand(copied) + file.statements.map((statement) => renamedExports(api, statement)).join('')
}

/** One statement for each declarator, so that the next one finds the value in the notebook. */
function exposeVariables(
  { api, file, edits }: Rewriting,
  { declarationList: list, end }: ts.VariableStatement,
  hand: (names: readonly string[]) => string,
): void {
  const word = isVar(api, list) ? 'var' : (list.flags & api.NodeFlags.Const) !== 0 ? 'const' : 'let'
  list.declarations.forEach((each, index) => {
    const keepsValue = word === 'var' && each.initializer === undefined
    const handed = keepsValue ? '' : hand(boundNames(api, each.name))
    const next = list.declarations[index + 1]
    if (next === undefined) edits.insert(end, handed, OUTERMOST_LAST)
    else edits.replace(each.end, next.getStart(file), `;${handed} ${word} `)
  })
}

/** `export` in front of a declaration says nothing in a cell: all that it declares is seen by later ones. */
function dropExport({ api, file, edits }: Rewriting, statement: ts.Statement): void {
  const start = statement.getStart(file)
  if (api.isExportAssignment(statement)) {
    const end = statement.expression.getStart(file)
    return edits.replace(start, end, `${VARIABLES}.default = `)
  }
  const modifiers = api.canHaveModifiers(statement) ? (api.getModifiers(statement) ?? []) : []
  const ours = modifiers.filter(
    ({ kind }) => kind === api.SyntaxKind.ExportKeyword || kind === api.SyntaxKind.DefaultKeyword,
  )
  const last = ours.at(-1)
  if (last === undefined) return
  const { name } = statement as { name?: ts.Node }
  const isNameless = ours.length === 2 && name === undefined
  edits.replace(start, last.end, isNameless ? `${VARIABLES}.default =` : '')
  // An expression now, which the next line must not go on.
  if (isNameless) edits.insert(statement.end, ';')
  else if (ours.length === 2)
    edits.insert(statement.end, ` ${VARIABLES}.default = ${(name as ts.Identifier).text};`)
}

/**
 * Has the cell give its last expression; in a list, so that a promise is not waited for.
 *
 * @param atEnd - What is to be done after it.
 */
export function returnLastExpression(cell: Rewriting, atEnd: string): void {
  const { file, edits } = cell
  const last = lastExpression(cell, file.statements)
  if (last === undefined) return edits.insert(file.end, atEnd, OUTERMOST_LAST)
  edits.insert(last.getStart(file), atEnd === '' ? 'return [(' : `${RUN}.last = [(`, OUTERMOST_FIRST)
  edits.insert(last.expression.end, atEnd === '' ? ')]' : `)];${atEnd} return ${RUN}.last`, OUTERMOST_LAST)
}

function lastExpression(
  cell: Rewriting,
  statements: readonly ts.Statement[],
): ts.ExpressionStatement | undefined {
  const { api, file } = cell
  const last = statements.findLast((each) => !api.isExportDeclaration(each))
  if (last === undefined) return undefined
  // With `using` at its top level a cell is one `try` whose end disposes.
  if (api.isTryStatement(last) && last.finallyBlock?.getText(file).includes('__disposeResources('))
    return lastExpression(cell, last.tryBlock.statements)
  return api.isExpressionStatement(last) ? last : undefined
}
