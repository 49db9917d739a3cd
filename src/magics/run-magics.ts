/**
 * What a rewritten line calls: the global that brings a magic's line to its magic, with the variables in it. Owns
 * that global and the run of cell magics; each magic's own work is done elsewhere.
 */
import { UsageError } from '../errors'
import type { CellRun, NotebookView } from '../kernel/language'
import { currentScope } from '../kernel/scope/scope'
import type { CellScope } from '../kernel/scope/cell-scope'
import { describeMagic } from './help'
import { interpolate, type Interpolated, type Lookup } from './values/interpolate'
import { toLineList, type LineList } from './line-list'
import { findMagic, type MagicContext } from './registry'
import { readMagicText, RUNTIME_NAME } from './read/rewrite-cell'
import { bodyAtItsPlace, type CellMagic } from './read/split-cell'
import { startClock } from './clock'

/** An install that needs no shell: the `npm` tag knows what is there already, and sees to it that imports find the rest. */
const PLAIN_INSTALL = /^npm\s+((?:install|i|add|ci)(?:\s+[\w@./:+=^-]+)*)$/

/** Reads variables of the cell itself, by name. */
type Getters = Readonly<Record<string, () => unknown>>

/** The functions that a rewritten line finds under {@link RUNTIME_NAME}. */
export interface MagicRuntime {
  /** `! command` */
  shell(command: string, getters?: Getters): Promise<void>
  /** `x = !command` */
  lines(command: string, getters?: Getters): Promise<LineList>
  /** `%name rest`; gives what the magic returns. */
  magic(text: string, getters?: Getters): Promise<unknown>
  /** `%time expression` */
  time<T>(run: () => Promise<T>): Promise<T>
  /** Before a statement of `%time`. */
  start(): void
  /** Behind it. */
  stop(): void
}

/**
 * Puts the runtime of a notebook where rewritten lines look for it.
 *
 * @param context - The magics, and the notebook: its variables are those that `\{name\}` finds.
 */
export function installRuntime(context: MagicContext): void {
  const value = createRuntime(context)
  // Not enumerable: a user who lists the globals sees none of ours.
  Object.defineProperty(globalThis, RUNTIME_NAME, {
    value,
    enumerable: false,
    configurable: true,
    writable: true,
  })
}

/** Makes the runtime of a notebook. */
function createRuntime({ notebook, registry }: MagicContext): MagicRuntime {
  const fill = (text: string, getters: Getters): Interpolated => {
    const isExpression = (name: string) => name.startsWith('{')
    const expressions = Object.entries(getters).filter(([name]) => isExpression(name))
    return interpolate(text, createLookup(notebook, getters), Object.fromEntries(expressions))
  }
  return {
    async shell(command, getters = {}) {
      if (command === '') throw new UsageError('There is no command after the !. Example: ! ls')
      const line = fill(command, getters)
      const npm = PLAIN_INSTALL.exec(command)
      if (npm === null) await line.into((await import('../shell/bash.js')).bash)
      else await (await import('../shell/npm.js')).npm(npm[1] as string)
    },
    async lines(command, getters = {}) {
      if (command === '') throw new UsageError('There is no command after the !. Example: files = !ls')
      const { bash } = await import('../shell/bash.js')
      const line = fill(command, getters)
      return toLineList((await line.into(bash({ quiet: 'stdout' }))).stdout)
    },
    async magic(text, getters = {}) {
      const { name, rest } = readMagicText(text)
      const scope = currentScope()
      if (rest === '?') return scope.write('stdout', `${describeMagic(registry, name)}\n`)
      const magic = findMagic(registry, { name, kind: 'line' })
      const line = fill(rest, getters)
      const lookup = createLookup(notebook, getters)
      const use = { line, lookup, scope, notebook }
      return await magic.run({ ...use, body: undefined, cell: undefined, code: undefined })
    },
    async time(run) {
      const clock = startClock()
      const value = await run()
      clock(currentScope())
      return value
    },
    start() {
      clocks.set(currentScope(), startClock())
    },
    stop() {
      const scope = currentScope()
      clocks.get(scope)?.(scope)
      clocks.delete(scope)
    },
  }
}

/**
 * Runs a cell that starts with `%%name`.
 *
 * @param source - The whole cell.
 * @param split - Its parts.
 * @param context - What the magic may do to its cell, the notebook, and the magics there are.
 * @throws UsageError when there is no such magic; whatever the magic throws.
 */
export async function runCellMagic(
  source: string,
  split: CellMagic,
  { cell, notebook, registry }: MagicContext & { readonly cell: CellRun },
): Promise<void> {
  const scope = currentScope()
  if (split.line === '?') return scope.write('stdout', `${describeMagic(registry, split.name)}\n`)
  const magic = findMagic(registry, { name: split.name, kind: 'cell' })
  const lookup = createLookup(notebook, {})
  const line = interpolate(split.line, lookup)
  const code = bodyAtItsPlace(source, split)
  await magic.run({ line, lookup, body: split.body, cell, code, scope, notebook })
}

function createLookup({ locals }: NotebookView, getters: Getters): Lookup {
  return (name) => {
    if (Object.hasOwn(getters, name)) return { value: readEarly(name, getters[name] as () => unknown) }
    return Object.hasOwn(locals, name) ? { value: locals[name] } : undefined
  }
}

/** A variable of the same cell may be declared below the line that uses it. */
function readEarly(name: string, read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if ((error as Error | undefined)?.name !== 'ReferenceError') throw error
    throw new UsageError(`{${name}} is used above the line that declares it. Move the declaration up.`)
  }
}

/** Running clocks of `%time` statements, by cell. */
const clocks = new WeakMap<CellScope, (scope: CellScope) => void>()
