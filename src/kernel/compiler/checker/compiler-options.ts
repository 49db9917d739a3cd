/**
 * How cells are looked at: lenient, so that pasted code does not drown in notes, and with the types of what Node and
 * bundlers understand. Owns the compiler's options and the folders of ambient types; knows nothing of cells.
 */
import { dirname, join } from 'node:path'
import type { CompilerOptions } from 'typescript'
import type { TypeScript } from '../load-typescript'
import type { CheckerSettings } from './protocol'

/**
 * The options of the compiler.
 *
 * @param ts - TypeScript.
 * @param settings - The notebook.
 */
export function compilerOptions(ts: TypeScript, settings: CheckerSettings): CompilerOptions {
  return {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    // A helper file without import or export is imported like any other.
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ['esnext', 'dom', 'dom.iterable', 'dom.asynciterable'].map((name) => `lib.${name}.d.ts`),
    strict: false,
    noImplicitAny: false,
    noEmit: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    skipLibCheck: true,
    jsx: ts.JsxEmit.React,
    allowJs: true,
    checkJs: false,
    useDefineForClassFields: true,
    types: ['*'],
    typeRoots: findTypeRoots(ts, settings),
  }
}

/** The `@types` folders above the notebook; with the given one when none of them has the types of Node. */
function findTypeRoots(ts: TypeScript, { root, fallbackTypeRoots }: CheckerSettings): string[] {
  const roots: string[] = []
  for (let at = root; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', '@types')
    if (ts.sys.directoryExists(folder)) roots.push(folder)
    if (at === dirname(at)) break
  }
  const hasNode = roots.some((folder) => ts.sys.fileExists(join(folder, 'node', 'package.json')))
  return hasNode ? roots : [...roots, fallbackTypeRoots]
}
