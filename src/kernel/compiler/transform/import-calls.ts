/**
 * `import` and `export` of a cell as calls into its runtime, in the place where they stand: what a cell does before an
 * import, such as setting a variable of the environment, is done before the module is loaded.
 */
import type ts from 'typescript'
import { RUNTIME, VARIABLES } from '../runtime-names'
import { importedNames, type ImportedName } from './cell-names'
import type { TypeScript } from '../load-typescript'
import type { Rewriting } from './rewriting'

/** A module that a cell imports. */
export interface ImportedModule {
  readonly specifier: string
  /** Offset of the specifier in the JavaScript. */
  readonly start: number
  /** Whether the cell waits for it. */
  readonly isAwaited: boolean
}

interface ImportRules {
  readonly mayWait: (specifier: string) => boolean
}

/**
 * Rewrites an import.
 *
 * @returns `undefined` for one that only names types.
 */
export function rewriteImport(
  { api, file, edits }: Rewriting,
  statement: ts.ImportDeclaration,
  { mayWait, isUsed }: ImportRules & { readonly isUsed: (name: string) => boolean },
): ImportedModule | undefined {
  const { importClause: clause, moduleSpecifier } = statement
  const start = statement.getStart(file)
  const specifier = textOf(moduleSpecifier)
  const names = importedNames(api, clause)
  // `import { type A } from "x"`: the names were types, and are gone.
  if (clause !== undefined && names.length === 0) {
    edits.replace(start, statement.end, ';')
    return undefined
  }
  const isAwaited = mayWait(specifier)
  edits.replace(start, statement.end, `${bindCall(names, loadCall(specifier, isAwaited), isUsed)};`)
  return { specifier, start: moduleSpecifier.getStart(file), isAwaited }
}

/** Rewrites `export { c } from "x"` and `export * from "x"`; `export { a }` says nothing in a cell. */
export function rewriteExport(
  { api, file, edits }: Rewriting,
  statement: ts.ExportDeclaration,
  { mayWait }: ImportRules,
): ImportedModule | undefined {
  const { exportClause: clause, moduleSpecifier } = statement
  const start = statement.getStart(file)
  if (moduleSpecifier === undefined) {
    edits.replace(start, statement.end, ';')
    return undefined
  }
  const specifier = textOf(moduleSpecifier)
  const isAwaited = mayWait(specifier)
  const names: ImportedName[] =
    clause === undefined
      ? []
      : api.isNamespaceExport(clause)
        ? [{ local: clause.name.text, name: '*' }]
        : clause.elements.map(({ name, propertyName }) => ({
            local: name.text,
            name: (propertyName ?? name).text,
          }))
  const load = loadCall(specifier, isAwaited)
  const text = clause === undefined ? `${RUNTIME}.bindAll(${load})` : bindCall(names, load, () => false)
  edits.replace(start, statement.end, `${text};`)
  return { specifier, start: moduleSpecifier.getStart(file), isAwaited }
}

/** `export { a as b }`: another name for what the cell has at its end. */
export function renamedExports(api: TypeScript, statement: ts.Statement): string {
  if (!api.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return ''
  const { exportClause: clause } = statement
  const elements = clause !== undefined && api.isNamedExports(clause) ? clause.elements : []
  return elements
    .filter(({ propertyName }) => propertyName !== undefined)
    .map(({ name, propertyName }) => ` ${VARIABLES}.${name.text} = ${VARIABLES}.${propertyName?.text};`)
    .join('')
}

function loadCall(specifier: string, isAwaited: boolean): string {
  return `${isAwaited ? `await ${RUNTIME}.import` : `${RUNTIME}.require`}(${JSON.stringify(specifier)})`
}

function bindCall(names: readonly ImportedName[], load: string, isUsed: (name: string) => boolean): string {
  if (names.length === 0) return load
  const list = names.map(({ local, name }) => [local, name, isUsed(local)])
  return `${RUNTIME}.bind(${load}, ${JSON.stringify(list)})`
}

function textOf(specifier: ts.Expression): string {
  return (specifier as ts.StringLiteral).text
}
