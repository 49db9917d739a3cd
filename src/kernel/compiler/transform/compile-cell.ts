/**
 * A cell's text as a script that gives a function: TypeScript to JavaScript, JavaScript to the function, and the way back
 * from a place in the script to the cell. Knows the notebook's names, not its values; runs nothing.
 */
import { makeCellFunction } from './cell-function'
import type { CellNames } from './cell-names'
import { emit, type Emitted, type Problem } from '../emit'
import type { ImportedModule } from './import-calls'
import type { TypeScript } from '../load-typescript'
import { nearestName } from '../../../base/nearest-name'
import { placeAt, type Place } from '../positions/place'
import { mapThrough } from '../positions/source-maps'
import type { NotebookNames } from './rewrite-references'
import { RUN, RUNTIME, VARIABLES } from '../runtime-names'

/** A cell that can be run. */
export interface CompiledCell {
  /** A script whose value is a function of the names in {@link FUNCTION_PARAMETERS}. */
  readonly script: string
  readonly isAsync: boolean
  readonly names: CellNames
  readonly imports: readonly (ImportedModule & { readonly place: Place })[]
  /** What keeps it from being run, in the order of the text. */
  readonly problems: readonly CellProblem[]
  /** The place in the cell that a place in the script came from; lines and columns count from 0. */
  toSource(place: Place): Place | undefined
}

/** Why a cell cannot be run, and where. */
export interface CellProblem {
  readonly place: Place
  readonly message: string
}

/** What the function of a compiled cell is called with, in order. */
const FUNCTION_PARAMETERS = [
  RUN,
  VARIABLES,
  RUNTIME,
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
] as const

/** What the compiler may ask. */
export interface CompileOptions {
  readonly isJs: boolean
  readonly notebook: NotebookNames
  /** Names to suggest for one that nothing declares. */
  readonly knownNames: () => Iterable<string>
  readonly mayWait: (specifier: string) => boolean
}

/** A cell that says of names what no declaration of it does: they may come into being while it runs. */
const DECLARES_ELSEWHERE =
  /\bdeclare\s+(?:global|const|let|var|function|class|enum|namespace|module|abstract)\b/
/** `import "x"` may define globals. */
const IMPORTS_FOR_EFFECT = /^[^\S\n]*import\s*['"]/m

/**
 * Compiles a cell.
 *
 * @param api - The compiler.
 * @param source - The cell, magics rewritten.
 */
export function compileCell(api: TypeScript, source: string, options: CompileOptions): CompiledCell {
  const text = source.startsWith('#!') ? `//${source.slice(2)}` : source
  const emitted = emitCell(api, text, options.isJs)
  const { body, isAsync, names, imports, problems, missing } = makeCellFunction(api, emitted.code, {
    source: text,
    ...options,
  })
  // Two functions: what the inner one declares may have the name of a parameter, as `require` does in many a cell.
  const head = `(function (${FUNCTION_PARAMETERS.join(', ')}) { return (${isAsync ? 'async ' : ''}function () { `
  const script = `${head}${body.text}\n})() })`
  const { toSource } = mapThrough(emitted.map, text)
  const ofJavaScript = (offset: number) => toSource(placeAt(emitted.code, offset)) ?? { line: 0, column: 0 }
  const inSource = ({ start, message }: Problem) => ({ place: placeAt(text, start), message })
  const inJavaScript = ({ start, message }: Problem) => ({ place: ofJavaScript(start), message })
  const unknown =
    DECLARES_ELSEWHERE.test(text) || IMPORTS_FOR_EFFECT.test(text)
      ? []
      : missing.filter(({ name }) => !text.includes(`globalThis.${name}`) && !text.includes(`global.${name}`))
  return {
    script,
    isAsync,
    names,
    imports: imports.map((each) => ({ ...each, place: ofJavaScript(each.start) })),
    problems:
      emitted.problems.length > 0
        ? emitted.problems.map(inSource)
        : [
            ...problems,
            ...unknown.map(({ name, start }) => ({
              start,
              message: unknownName(name, [...names.keys(), ...options.knownNames()]),
            })),
          ]
            .sort((a, b) => a.start - b.start)
            .map(inJavaScript),
    toSource: ({ line, column }) => {
      const offset = offsetAt(script, line, column) - head.length
      if (offset < 0 || offset >= body.text.length) return undefined
      return toSource(placeAt(emitted.code, startOfCall(emitted.code, body.toOriginal(offset))))
    },
  }
}

/** A cell is TypeScript without elements; where it has some, and is sound with them alone, it is read with them. */
function emitCell(api: TypeScript, text: string, isJs: boolean): Emitted {
  if (isJs) return emit(api, text, { fileName: 'cell.jsx', form: 'esm' })
  const plain = emit(api, text, { fileName: 'cell.ts', form: 'esm' })
  if (plain.problems.length === 0 || !/<[\w>]/.test(text)) return plain
  const withElements = emit(api, text, { fileName: 'cell.tsx', form: 'esm' })
  return withElements.problems.length === 0 ? withElements : plain
}

function unknownName(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known)
  return `Cannot find name '${name}'.${nearest === undefined ? '' : ` Did you mean '${nearest}'?`}`
}

/**
 * V8 puts the call of a name at the name, and the call of another expression, which a name of the notebook has become, at
 * its parenthesis.
 */
function startOfCall(code: string, offset: number): number {
  if (code[offset] !== '(') return offset
  const name = /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.exec(
    code.slice(Math.max(0, offset - MAX_NAME_CHARS), offset),
  )
  return name === null ? offset : offset - name[0].length
}

const MAX_NAME_CHARS = 200

function offsetAt(text: string, line: number, column: number): number {
  let start = 0
  for (let at = 0; at < line; at++) start = text.indexOf('\n', start) + 1
  return start + column
}
