/**
 * TypeScript to JavaScript, one file at a time, without types: what a cell or a local file is run as. Knows nothing of
 * cells; syntax errors are all that it reports.
 */
import type ts from 'typescript'
import type { TypeScript } from './load-typescript'

/** JavaScript and how it came about. */
export interface Emitted {
  readonly code: string
  /** Source map, version 3, as JSON. */
  readonly map: string
  readonly problems: readonly Problem[]
  /** Modules that a local file imports at its top level. */
  readonly imports: readonly string[]
  /** Whether a local file waits at its top level. */
  readonly awaits: boolean
}

/** What keeps a text from being run. */
export interface Problem {
  /** Offset in the source. */
  readonly start: number
  readonly message: string
}

/** How modules are written: `esm` leaves `import` and `export` as they are, `commonjs` turns them into `require`. */
export type ModuleForm = 'esm' | 'commonjs'

/**
 * Compiles one text.
 *
 * @param api - The compiler.
 * @param source - The text.
 * @param fileName - Its extension says what it is: `.ts`, `.tsx`, `.js`, `.jsx`.
 * @param form - Form of its imports and exports.
 * @returns JavaScript, also when there are problems.
 */
export function emit(
  api: TypeScript,
  source: string,
  { fileName, form }: { readonly fileName: string; readonly form: ModuleForm },
): Emitted {
  const isCell = form === 'esm'
  const isScript = !isCell && /\.[cm]?jsx?$/.test(fileName)
  const seen: TopLevel = { imports: [], awaits: false }
  const { outputText, sourceMapText, diagnostics } = api.transpileModule(source, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      module: isCell ? api.ModuleKind.Preserve : api.ModuleKind.CommonJS,
      // What every supported Node can run; newer syntax is written in terms of it.
      target: api.ScriptTarget.ES2023,
      // Even without an import: only so is `await (…)` at the top level one. JavaScript may be CommonJS.
      moduleDetection: isScript ? api.ModuleDetectionKind.Auto : api.ModuleDetectionKind.Force,
      // Every import of a cell is kept, for a later cell may use what it names.
      verbatimModuleSyntax: isCell,
      isolatedModules: true,
      esModuleInterop: true,
      allowJs: true,
      jsx: api.JsxEmit.React,
      useDefineForClassFields: true,
      strict: false,
      alwaysStrict: false,
      ignoreDeprecations: '6.0',
      sourceMap: true,
      newLine: api.NewLineKind.LineFeed,
    },
    ...(!isCell && { transformers: { before: [forCommonJs(api, seen)], after: [ownRequire(api)] } }),
  })
  return {
    code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    map: sourceMapText ?? '',
    ...seen,
    problems: (diagnostics ?? [])
      .filter(({ file, category }) => file !== undefined && category === api.DiagnosticCategory.Error)
      .map(({ start = 0, messageText }) => ({
        start,
        message: api.flattenDiagnosticMessageText(messageText, ' '),
      })),
  }
}

/** Names under which a local module finds what CommonJS has no syntax for. */
export const META_NAME = '__import_meta__'
export const REQUIRE_NAME = '__require__'
export const IMPORT_NAME = '__import__'

/** What a local file does at its top level. */
interface TopLevel {
  readonly imports: string[]
  awaits: boolean
}

/**
 * `import.meta` and `import(…)` of a module that becomes CommonJS, as variables of the function that it runs in.
 *
 * @param seen - Gets what the file does at its top level.
 */
function forCommonJs(api: TypeScript, seen: TopLevel): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    for (const statement of file.statements) {
      if (!api.isImportDeclaration(statement) && !api.isExportDeclaration(statement)) continue
      const { moduleSpecifier } = statement
      if (moduleSpecifier !== undefined && api.isStringLiteral(moduleSpecifier))
        seen.imports.push(moduleSpecifier.text)
    }
    const visit = (node: ts.Node, isTop: boolean): ts.Node => {
      if (isTop && isWaiting(api, node)) seen.awaits = true
      if (api.isMetaProperty(node) && node.keywordToken === api.SyntaxKind.ImportKeyword)
        return api.setTextRange(context.factory.createIdentifier(META_NAME), node)
      const isInside = isTop && !api.isFunctionLike(node) && !api.isPropertyDeclaration(node)
      const visited = api.visitEachChild(node, (child) => visit(child, isInside), context)
      if (!api.isCallExpression(visited) || visited.expression.kind !== api.SyntaxKind.ImportKeyword)
        return visited
      const name = context.factory.createIdentifier(IMPORT_NAME)
      return context.factory.updateCallExpression(visited, name, undefined, visited.arguments)
    }
    return api.visitEachChild(file, (node) => visit(node, true), context)
  }
}

/** The `require` that the compiler writes for an import; the file may have a variable of that name. */
function ownRequire(api: TypeScript): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const isWritten = api.isIdentifier(node) && node.text === 'require' && node.pos < 0
      return isWritten
        ? context.factory.createIdentifier(REQUIRE_NAME)
        : api.visitEachChild(node, visit, context)
    }
    return api.visitEachChild(file, visit, context)
  }
}

function isWaiting(api: TypeScript, node: ts.Node): boolean {
  if (api.isAwaitExpression(node)) return true
  if (api.isForOfStatement(node)) return node.awaitModifier !== undefined
  return (
    api.isVariableDeclarationList(node) &&
    (node.flags & api.NodeFlags.AwaitUsing) === api.NodeFlags.AwaitUsing
  )
}
