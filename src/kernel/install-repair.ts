/**
 * Packages that are installed while the kernel lives can be imported in the next cell, however they were installed.
 * Owns the repair of two faults of tslab's converter, which compiles cells with a watching TypeScript:
 * - it has room for one timer, but TypeScript sets a second one when a watched folder changes; then every later cell
 *   fails with "Unexpected pending rebuildTimer";
 * - a failed import is remembered; what should make TypeScript look again is that same timer, which never fires.
 * A converter in either state is replaced by a new one (about half a second), whose timers do not collide: its watchers
 * then do their work. Knows nothing of npm.
 */
import { readdirSync, statSync, type Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { createConverter, type Conversion, type Converter } from './steady-converter'
import type { LiveTslab } from './tslab-types'

/** The object in tslab's main.js that holds the converters. */
interface ConverterSet {
  readonly jsKernel: boolean
  readonly node: Converter
  _node: Converter
}

/** The executor, as far as it leads to the converters. */
interface ExecutorOfConverters {
  complete?(source: string, position: number): unknown
}

interface Repair {
  refresh(): void
}

const REPAIR = Symbol.for('tslab-magics.install-repair')
const holder = globalThis as unknown as Record<symbol, Repair | 'impossible' | undefined>

/**
 * Repairs the converter of an executor, once. Not for the cell that imports the library: it is compiled already.
 *
 * @param executor - tslab's executor.
 * @param tslab - The live tslab.
 */
export function repairInstalls(executor: object, tslab: LiveTslab): void {
  if (holder[REPAIR] !== undefined) return
  const converters = findConverters(executor)
  const value = converters === undefined ? 'impossible' : repairConverter(converters, tslab)
  Object.defineProperty(globalThis, REPAIR, { value })
}

/**
 * Has the next cell see the packages as they are now. To be called after an install.
 *
 * @returns `false` when this tslab holds its converters in another way, so that only a restart helps.
 */
export function afterInstall(): boolean {
  const repair = holder[REPAIR]
  if (repair === 'impossible') return false
  // Without a repair yet, the importing cell is running: the next cell makes it, and notices what has appeared.
  repair?.refresh()
  return true
}

/**
 * The converters are in a closure. When tslab is asked for the converter of a browser cell, it reads `_browser` of the
 * object that holds them; as long as there is none, a property of that name further up leads us to the object.
 */
function findConverters(executor: ExecutorOfConverters): ConverterSet | undefined {
  const found: { set?: ConverterSet } = {}
  const stop = new Error('found')
  Object.defineProperty(Object.prototype, '_browser', {
    configurable: true,
    get(this: ConverterSet) {
      found.set = this
      throw stop
    },
  })
  try {
    executor.complete?.('/** @browser */', 0)
  } catch (error) {
    if (error !== stop) throw error
  } finally {
    Reflect.deleteProperty(Object.prototype, '_browser')
  }
  const { set } = found
  return typeof set?._node?.convert === 'function' && typeof set.jsKernel === 'boolean' ? set : undefined
}

function repairConverter(converters: ConverterSet, tslab: LiveTslab): Repair {
  const root = notebookFolder()
  let converter = converters._node
  /** Cells that are modules (`@module`): a new converter has to be told of them again. */
  const modules = new Map<string, readonly [source: string, meta: unknown]>()
  /** Modules that a new converter does not find either, and their state then. */
  const hopeless = new Map<string, number>()

  const refresh = () => {
    const old = converter
    converter = createConverter(tslab, converters.jsKernel, root)
    for (const [name, [source, meta]] of modules) converter.addModule(name, source, meta)
    old.close()
  }
  const use = <T>(call: (converter: Converter) => T): T => {
    try {
      return call(converter)
    } catch (error) {
      // tslab's own spelling.
      if (!(error instanceof Error) || !/rebuildTimer|unexpected tiemr/.test(error.message)) throw error
      refresh()
      return call(converter)
    }
  }
  const missing = (conversion: Conversion): readonly Module[] =>
    conversion.diagnostics.flatMap(({ code, messageText }) => {
      const name = CANNOT_FIND.has(code) ? /'([^']+)'/.exec(messageText)?.[1] : undefined
      const changedMs = name === undefined ? undefined : lastChange(name, root)
      return name === undefined || changedMs === undefined ? [] : [{ name, changedMs }]
    })
  converters._node = {
    convert(declarations, source) {
      const first = use((inner) => inner.convert(declarations, source))
      const appeared = missing(first).filter(({ name, changedMs }) => hopeless.get(name) !== changedMs)
      if (appeared.length === 0) return first
      refresh()
      const second = use((inner) => inner.convert(declarations, source))
      for (const { name, changedMs } of missing(second)) hopeless.set(name, changedMs)
      return second
    },
    inspect: (...args) => use((inner) => inner.inspect(...args)),
    complete: (...args) => use((inner) => inner.complete(...args)),
    addModule(name, source, meta) {
      modules.set(name, [source, meta])
      return use((inner) => inner.addModule(name, source, meta))
    },
    close: () => converter.close(),
  }
  return { refresh }
}

interface Module {
  readonly name: string
  /** When it was last changed on disk. */
  readonly changedMs: number
}

/** "Cannot find module", with and without the advice about `moduleResolution`. */
const CANNOT_FIND = new Set([2307, 2792])

/** When a module that can be imported from a folder was last changed; `undefined` when there is none. */
function lastChange(name: string, from: string): number | undefined {
  if (/^\.{0,2}\//.test(name) || name === '.' || name === '..') return lastChangeOfFile(resolve(from, name))
  const folder = /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name
  for (let at = from; ; at = dirname(at)) {
    const found =
      stats(join(at, 'node_modules', folder, 'package.json')) ?? stats(join(at, 'node_modules', folder))
    if (found !== undefined) return found.mtimeMs
    if (at === dirname(at)) return undefined
  }
}

/** The same for a path, whose extension may be left out. */
function lastChangeOfFile(path: string): number | undefined {
  const found = stats(path)
  if (found !== undefined) return found.mtimeMs
  try {
    const name = readdirSync(dirname(path)).find((each) => each.startsWith(`${basename(path)}.`))
    return name === undefined ? undefined : stats(join(dirname(path), name))?.mtimeMs
  } catch {
    // No such folder: no such module.
    return undefined
  }
}

function stats(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

/** The folder that tslab was started in, from which cells import; `process.cwd()` may have been changed since. */
function notebookFolder(): string {
  const { __tslab__: tslab } = globalThis as { __tslab__?: { require: NodeJS.Require } }
  const [nearest] = tslab?.require.resolve.paths('package') ?? []
  return nearest === undefined ? process.cwd() : dirname(nearest)
}
