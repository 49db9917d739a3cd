/**
 * A cell's JavaScript as the body of a function: what it declares becomes a variable of the notebook, what it takes from
 * earlier cells is read there, imports become calls, and its last expression is what it returns.
 *
 * Variables of the notebook are properties of one object. A function reads them when it is called, so that it sees what
 * later cells assign or declare anew; code at the top level uses the cell's own constants, functions and classes as they
 * are, which keeps `const` and "used before its declaration" to the language.
 */
import type ts from 'typescript'
import { namesOfCell, type CellNames } from './cell-names'
import type { Problem } from '../emit'
import { exposeDeclarations, returnLastExpression } from './expose-declarations'
import { rewriteExport, rewriteImport, type ImportedModule } from './import-calls'
import type { TypeScript } from '../load-typescript'
import { findReferences } from './references'
import { rewriteReferences, type MissingName, type NotebookNames } from './rewrite-references'
import type { Rewriting } from './rewriting'
import { RUNTIME } from '../runtime-names'
import { TextEdits, type EditedText } from './text-edits'

/** What a cell becomes. */
export interface CellFunction {
  /** Body of the function, with the way back to the JavaScript it was made from. */
  readonly body: EditedText
  readonly isAsync: boolean
  readonly names: CellNames
  /** What it imports, in order. */
  readonly imports: readonly ImportedModule[]
  /** What keeps it from being run; offsets in the JavaScript. */
  readonly problems: readonly Problem[]
  /** Names that nothing declares. */
  readonly missing: readonly MissingName[]
}

/**
 * Makes a cell's function.
 *
 * @param api - The compiler.
 * @param code - JavaScript with `import` and `export`, no types.
 * @param source - The cell's own text.
 * @param notebook - What earlier cells have declared.
 * @param mayWait - Whether a module may have to be waited for.
 */
export function makeCellFunction(
  api: TypeScript,
  code: string,
  {
    source,
    notebook,
    mayWait,
  }: {
    readonly source: string
    readonly notebook: NotebookNames
    readonly mayWait: (specifier: string) => boolean
  },
): CellFunction {
  const file = api.createSourceFile(
    'cell.js',
    code,
    {
      languageVersion: api.ScriptTarget.Latest,
      // A module, so that `await (…)` is no call.
      setExternalModuleIndicator: (each) => Object.assign(each, { externalModuleIndicator: true }),
    },
    false,
    api.ScriptKind.JS,
  )
  const names = namesOfCell(api, file, source)
  const edits = new TextEdits(code)
  const cell: Rewriting = { api, file, names, edits }
  const problems: Problem[] = []
  const missing: MissingName[] = []
  const isModuleSyntax = (each: ts.Statement) =>
    api.isImportDeclaration(each) || api.isExportDeclaration(each)
  const found = findReferences(
    api,
    file.statements.filter((each) => !isModuleSyntax(each)),
  )
  for (const { node, message } of found.misplaced) problems.push({ start: node.getStart(file), message })

  const isUsed = (name: string) => found.references.some((each) => each.name === name)
  const imports = file.statements.flatMap((each) => {
    if (api.isImportDeclaration(each)) return rewriteImport(cell, each, { mayWait, isUsed }) ?? []
    return api.isExportDeclaration(each) ? (rewriteExport(cell, each, { mayWait }) ?? []) : []
  })

  // What is not in the text is the compiler's; but for React, which elements are made with.
  const references = found.references.filter(
    ({ name }) => names.has(name) || source.includes(name) || name === 'React',
  )
  rewriteReferences({ ...cell, notebook, problems, missing }, references)
  for (const node of found.metas) edits.replace(node.getStart(file), node.end, `${RUNTIME}.meta`)
  for (const node of found.dynamicImports)
    edits.replace(node.getStart(file), node.end, `${RUNTIME}.dynamicImport`)
  const atEnd = exposeDeclarations(cell)
  returnLastExpression(cell, atEnd)

  return {
    body: edits.apply(),
    isAsync: found.awaits || imports.some(({ isAwaited }) => isAwaited),
    names,
    imports,
    problems,
    missing,
  }
}
