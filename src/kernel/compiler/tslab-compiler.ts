/**
 * tslab's own compiler, set aside: what its converter has been told so far is taken over, and the converter is ended. Every
 * private name of tslab that this relies on is checked first.
 */
import { readFileSync } from 'node:fs'
import Module from 'node:module'
import { join, sep } from 'node:path'
import type { Variables } from './cell-runtime'
import type { TypeScript } from './load-typescript'

/** What is taken over from tslab's executor. */
export interface Inheritance {
  /** The notebook's variables: the object itself, which cells of tslab's compiler keep using. */
  readonly variables: Variables
  /** What the cells so far have declared, as a declaration file; empty in a new kernel. */
  readonly declarations: string
}

/** tslab's executor, as far as it leads to what it hides. */
export interface ExecutorInside {
  readonly locals: Variables
  execute(source: string): Promise<boolean>
  complete(source: string, position: number): unknown
}

/** The object in tslab's main.js that holds the converters. */
interface ConverterSet {
  _node: Converter
}

interface Converter {
  convert(declarations: string, source: string): unknown
  close(): void
}

/** Texts in tslab's files without which nothing can be taken over. */
const NEEDED: readonly (readonly [file: string, text: string])[] = [
  ['main.js', 'this._node'],
  ['main.js', 'this._browser'],
  ['converter.js', 'exports.createConverter = createConverter'],
  ['executor.js', 'convs.node.convert(prevDecl, src)'],
  ['executor.js', 'exports[prop] = attrs.value'],
  ['executor.js', 'converted.declOutput'],
]

/**
 * Lists what this tslab lacks for its compiler to be set aside.
 *
 * @param directory - Its `dist` folder.
 */
export function missingForTakeOver(directory: string): readonly string[] {
  const texts = new Map<string, string>()
  return NEEDED.filter(([file, text]) => {
    if (!texts.has(file)) texts.set(file, readFileSync(join(directory, file), 'utf8'))
    return !texts.get(file)?.includes(text)
  }).map(([file, text]) => `${text} in ${file}`)
}

/**
 * Takes over from an executor of tslab, between two cells.
 *
 * @returns `undefined` when it hides its parts in another way.
 */
export function takeOver(executor: ExecutorInside): Inheritance | undefined {
  const converters = findConverters(executor)
  const variables = findVariables(executor.locals)
  if (converters === undefined || variables === undefined) return undefined
  const old = converters._node
  let declarations = ''
  converters._node = idleConverter((told) => (declarations = told))
  // Runs nothing: the converter answers that there is no code. The text of the declarations comes by at once.
  void executor.execute('')
  old.close()
  return { variables, declarations }
}

/**
 * The converters are in a closure. When tslab is asked for the converter of a browser cell, it reads `_browser` of the
 * object that holds them; as long as there is none, a property of that name further up leads us to the object.
 */
function findConverters(executor: ExecutorInside): ConverterSet | undefined {
  const set = catchThis((name) => executor.complete('/** @browser */', name.length), '_browser', 'get')
  return typeof (set as ConverterSet | undefined)?._node?.convert === 'function'
    ? (set as ConverterSet)
    : undefined
}

/** tslab hands out a proxy of the object that holds the variables. To define a property of it assigns to the object. */
function findVariables(locals: Variables): Variables | undefined {
  const define = (name: string) => Object.defineProperty(locals, name, { value: 0, configurable: true })
  return catchThis(define, '__tslab_magics_locals__', 'set') as Variables | undefined
}

/** Runs code that reads or assigns a property which nothing has, and tells on which object. */
function catchThis(run: (name: string) => void, name: string, by: 'get' | 'set'): object | undefined {
  let found: object | undefined
  const stop = new Error('found')
  const caught = function (this: object): never {
    found = this
    throw stop
  }
  Object.defineProperty(Object.prototype, name, { configurable: true, [by]: caught })
  try {
    run(name)
  } catch (error) {
    if (error !== stop) throw error
  } finally {
    Reflect.deleteProperty(Object.prototype, name)
  }
  return found
}

/** A converter that compiles nothing, and tells of the declarations that it is given. */
function idleConverter(tell: (declarations: string) => void = () => {}) {
  return {
    convert(declarations: string) {
      tell(declarations)
      return { diagnostics: [], declOutput: declarations }
    },
    inspect: () => undefined,
    complete: () => ({ start: 0, end: 0, candidates: [] }),
    addModule: () => [],
    close() {},
  }
}

interface ModuleInternals {
  _load(id: string, parent: { filename?: string } | undefined, ...rest: unknown[]): unknown
}

const TSLAB_TYPESCRIPT = '@tslab/typescript-for-tslab'

/** What was done to a tslab, and can be undone before it starts. */
export interface SparedCompiler {
  /** Gives tslab its own compiler after all. */
  undo(): void
}

/**
 * Has a tslab that is not loaded yet start without a compiler of its own, which is most of what its start costs.
 *
 * @param directory - Its `dist` folder.
 * @param version - The compiler's version, for whoever asks tslab.
 * @param compiler - Stands in where tslab itself reads TypeScript, as for "is this cell complete?".
 */
export function spareTslabCompiler(
  directory: string,
  version: string,
  compiler: () => TypeScript,
): SparedCompiler {
  const internals = Module as unknown as ModuleInternals
  const { _load: load } = internals
  // tslab sets a flag of `sys` while it loads; and asks whether it has to be wrapped, which `__esModule` denies.
  const own: Record<string | symbol, unknown> = { sys: {}, __esModule: true, version }
  let real: TypeScript | undefined
  const standIn = new Proxy(own, {
    get: (_, name) =>
      real === undefined && name in own ? own[name] : (real ?? compiler())[name as keyof TypeScript],
  })
  internals._load = function (id, parent, ...rest) {
    const isTslabs = id === TSLAB_TYPESCRIPT && parent?.filename?.startsWith(directory + sep)
    return isTslabs && real === undefined ? standIn : load.call(this, id, parent, ...rest)
  }
  const file = join(directory, 'converter.js')
  const converter = Module.createRequire(file)(file) as { createConverter: unknown }
  const { createConverter } = converter
  converter.createConverter = () => idleConverter()
  return {
    undo() {
      internals._load = load
      real = Module.createRequire(file)(TSLAB_TYPESCRIPT) as TypeScript
      Object.assign(real.sys, own['sys'])
      converter.createConverter = createConverter
    },
  }
}
