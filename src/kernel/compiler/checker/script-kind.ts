/**
 * What language a cell is written in, and its parsing: TypeScript, unless it only makes sense with JSX.
 */
import type { CompilerHost, DiagnosticWithLocation, SourceFile } from 'typescript'
import type { TypeScript } from '../load-typescript'

/** The extension of a cell's file. */
export type Extension = '.ts' | '.tsx' | '.js'

/**
 * Finds the extension that a cell's file needs.
 *
 * @param ts - TypeScript.
 * @param code - The text of the cell.
 * @param isJs - Whether cells are JavaScript, which may hold JSX anyway.
 */
export function extensionOf(ts: TypeScript, code: string, isJs: boolean): Extension {
  if (isJs) return '.js'
  // Every element is closed by one of these; without them nothing has to be parsed twice.
  if (!/<\/|\/>/.test(code)) return '.ts'
  const problems = syntaxErrors(ts, code, '.ts').length
  return problems > 0 && syntaxErrors(ts, code, '.tsx').length < problems ? '.tsx' : '.ts'
}

/**
 * Parses a cell.
 *
 * @param ts - TypeScript.
 * @param code - The text of the cell.
 * @param extension - Of its file.
 * @returns The tree, with parents.
 */
export function parseCell(ts: TypeScript, code: string, extension: Extension): SourceFile {
  return ts.createSourceFile(`/cell${extension}`, code, ts.ScriptTarget.Latest, true)
}

/**
 * The syntax errors of a cell.
 *
 * @param ts - TypeScript.
 * @param code - The text of the cell.
 * @param extension - Of its file.
 */
export function syntaxErrors(
  ts: TypeScript,
  code: string,
  extension: Extension,
): readonly DiagnosticWithLocation[] {
  const file = parseCell(ts, code, extension)
  // Only a program tells them.
  const host: CompilerHost = {
    getSourceFile: (name) => (name === file.fileName ? file : undefined),
    getDefaultLibFileName: () => '/lib.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === file.fileName,
    readFile: () => undefined,
  }
  const options = { noResolve: true, noLib: true, types: [], allowJs: true, jsx: ts.JsxEmit.React }
  return ts.createProgram([file.fileName], options, host).getSyntacticDiagnostics(file)
}
