/**
 * A file beside the notebook as code that can be run: TypeScript and JavaScript compiled to CommonJS, JSON read. Owns what
 * such code finds around it; when it is run, and how often, is decided in local-modules.ts.
 */
import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import vm from 'node:vm'
import { emit, IMPORT_NAME, META_NAME, REQUIRE_NAME, type Emitted } from '../emit'
import type { TypeScript } from '../load-typescript'
import { placeAt, printPlace } from '../positions/place'
import { registerLiterals } from '../../../secrets/source-secrets'
import { mapThrough } from '../positions/source-maps'
import { registerSource } from '../positions/sources'
import { asUrl } from './as-url'
import { memberOf } from './interop'
import type { ResolvedModule } from './resolve-module'

/** What local modules need of the loader. */
export interface LocalContext {
  compiler(): TypeScript
  resolve(specifier: string, folder: string): ResolvedModule | undefined
  require(specifier: string, folder: string): unknown
  import(specifier: string, folder: string): Promise<{ readonly module: unknown }>
  /** Loads a file of compiled machine code. */
  requireNative(file: string): unknown
  /** What else a `require` has: `cache`, `main`, `extensions`. */
  readonly requireMembers: Partial<NodeJS.Require>
}

/** A file, ready to be run. */
export interface LocalCode {
  /** Names of what it imports at its top level, as written. */
  readonly specifiers: readonly string[]
  /** The local files that it uses anywhere. */
  readonly files: readonly string[]
  /** Runs it; a promise where it waits at its top level. */
  run(module: { exports: unknown }): unknown
}

const PARAMETERS = [
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  REQUIRE_NAME,
  META_NAME,
  IMPORT_NAME,
] as const

/**
 * Compiles a file.
 *
 * @param file - Its path; the extension says what it is.
 * @param text - What is in it.
 * @throws SyntaxError when it does not compile.
 */
export function compileLocal(file: string, text: string, context: LocalContext): LocalCode {
  const extension = extname(file)
  registerLiterals(text)
  if (extension === '.node') return plain(() => context.requireNative(file))
  if (extension === '.json') return plain(() => parseJson(text, file))
  const folder = dirname(file)
  // Under `.mjs` and `.cjs` TypeScript would choose the form by itself.
  const fileName = file.replace(/\.[mc]([jt]s)$/, '.$1')
  const source = text.replace(/^#!/, '//')
  const emitted = emit(context.compiler(), source, { fileName, form: 'commonjs' })
  throwFirstProblem(emitted, source, file)
  registerSource(file, { label: file, text: source, ...mapThrough(emitted.map, source) })
  const required = requiredNames(emitted.code)
  return {
    // Imports of types alone are gone from the code.
    specifiers: emitted.imports.filter((each) => required.includes(each)),
    files: required.flatMap((each) => {
      const found = context.resolve(each, folder)
      return found?.kind === 'local' ? [found.file] : []
    }),
    run(module) {
      const { require, meta, importHere } = surroundings(file, folder, context)
      const { exports } = module
      const run = asFunction(emitted, file)
      return run.call(exports, exports, require, module, file, folder, require, meta, importHere)
    },
  }
}

/** What is read rather than run. */
function plain(read: () => unknown): LocalCode {
  return { specifiers: [], files: [], run: (module) => void (module.exports = read()) }
}

function surroundings(file: string, folder: string, context: LocalContext) {
  const resolve = (specifier: string) => {
    const found = context.resolve(specifier, folder)
    return found?.kind === 'local' ? found.file : specifier
  }
  const load = (specifier: string) => context.require(specifier, folder)
  return {
    require: Object.assign(load, { ...context.requireMembers, resolve }),
    meta: {
      url: pathToFileURL(file).href,
      filename: file,
      dirname: folder,
      resolve: (specifier: string) => asUrl(resolve(specifier)),
    },
    importHere: async (specifier: string) => memberOf((await context.import(specifier, folder)).module, '*'),
  }
}

/** The function of a module; an async one where the text waits. */
function asFunction({ code, awaits }: Emitted, filename: string): (...args: unknown[]) => unknown {
  // Two functions: the file may declare what is a parameter.
  const head = `(function (${PARAMETERS.join(', ')}) { return (${awaits ? 'async ' : ''}function () { `
  // The code begins on the first line, and its columns are counted without what is put before it.
  const options = { filename, columnOffset: -head.length }
  const script = new vm.Script(`${head}${code}\n}).call(this) })`, options)
  return script.runInThisContext() as (...args: unknown[]) => unknown
}

/** Names of all that the code loads, by any of the words for it. */
function requiredNames(code: string): string[] {
  return [...new Set([...code.matchAll(LOADS)].map(([, , text = '']) => unescape(text)))]
}

const LOADS = new RegExp(
  `\\b(?:require|${REQUIRE_NAME}|${IMPORT_NAME})\\(\\s*(["'])((?:(?!\\1)[^\\\\\\n]|\\\\.)+)\\1`,
  'g',
)

/** The text that a literal stands for: the compiler writes some letters as `\\u00e9`. */
function unescape(text: string): string {
  return text.replace(/\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))/g, (_, four, two, other) =>
    other === undefined ? String.fromCharCode(Number.parseInt(four ?? two, 16)) : (other as string),
  )
}

function throwFirstProblem({ problems }: Emitted, text: string, file: string): void {
  const [first] = problems
  if (first !== undefined)
    throw new SyntaxError(`${file}:${printPlace(placeAt(text, first.start))} - ${first.message}`)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SyntaxError(`${file}: ${(error as Error).message}`, { cause: error })
  }
}
