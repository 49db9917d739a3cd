/**
 * What a cell's JavaScript declares at its top level, and how: the names that become variables of the notebook.
 */
import type ts from 'typescript'
import type { TypeScript } from '../load-typescript'
import { isVar, listNames, varNames } from './scopes'

/**
 * How a name is declared. `nested`: by a `var` inside of a block or loop, so that it stays a variable of the cell and is
 * copied out. `internal`: by the compiler, for itself.
 */
export type NameKind = 'const' | 'let' | 'var' | 'function' | 'class' | 'import' | 'nested' | 'internal'

/** The names of a cell, by kind. */
export type CellNames = ReadonlyMap<string, NameKind>

/**
 * Lists the names that a file declares at its top level.
 *
 * @param source - The text that the user wrote: names that only the compiler has put in are none of the notebook's.
 */
export function namesOfCell(api: TypeScript, file: ts.SourceFile, source: string): CellNames {
  const names = new Map<string, NameKind>()
  for (const name of varNames(api, file)) names.set(name, 'nested')
  const topLevel: string[] = []
  for (const statement of file.statements) {
    if (api.isVariableStatement(statement) && isVar(api, statement.declarationList))
      topLevel.push(...listNames(api, statement.declarationList))
    for (const [name, kind] of declaredBy(api, statement)) names.set(name, kind)
  }
  // Only where all of its declarations stand at the top level can a variable live in the notebook alone.
  const nested = new Set(file.statements.flatMap((statement) => nestedVars(api, statement)))
  for (const name of topLevel) if (names.get(name) === 'nested' && !nested.has(name)) names.set(name, 'var')
  for (const name of names.keys()) if (!source.includes(name)) names.set(name, 'internal')
  return names
}

/** Names of `var` inside of a statement that is no declaration of variables itself. */
export function nestedVars(api: TypeScript, statement: ts.Statement): string[] {
  return api.isVariableStatement(statement) ? [] : varNames(api, statement)
}

function declaredBy(api: TypeScript, statement: ts.Statement): [string, NameKind][] {
  if (api.isVariableStatement(statement)) {
    const { declarationList: list } = statement
    if (isVar(api, list)) return []
    const kind = (list.flags & api.NodeFlags.Const) === api.NodeFlags.Const ? 'const' : 'let'
    return listNames(api, list).map((name) => [name, kind])
  }
  if (api.isFunctionDeclaration(statement))
    return statement.name === undefined ? [] : [[statement.name.text, 'function']]
  if (api.isClassDeclaration(statement))
    return statement.name === undefined ? [] : [[statement.name.text, 'class']]
  if (api.isImportDeclaration(statement))
    return importedNames(api, statement.importClause).map(({ local }) => [local, 'import'])
  return []
}

/** One name that an import brings. */
export interface ImportedName {
  readonly local: string
  /** Its name in the module; `*` for all of the module. */
  readonly name: string
}

/** The names of an import's clause. */
export function importedNames(api: TypeScript, clause: ts.ImportClause | undefined): ImportedName[] {
  if (clause === undefined) return []
  const names: ImportedName[] =
    clause.name === undefined ? [] : [{ local: clause.name.text, name: 'default' }]
  const { namedBindings } = clause
  if (namedBindings === undefined) return names
  if (api.isNamespaceImport(namedBindings)) return [...names, { local: namedBindings.name.text, name: '*' }]
  return [
    ...names,
    ...namedBindings.elements.map(({ name, propertyName }) => ({
      local: name.text,
      name: (propertyName ?? name).text,
    })),
  ]
}
