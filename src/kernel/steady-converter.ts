/**
 * A converter of tslab, which compiles cells, with timers that do not collide. Owns how a converter is made and what
 * is given to it on the way; see install-repair.ts for why.
 */
import type { LiveTslab } from './tslab-types'

/** What became of a cell's code. */
export interface Conversion {
  readonly diagnostics: readonly { readonly messageText: string; readonly code: number }[]
}

/** tslab's converter: TypeScript to JavaScript, with what the earlier cells declared. */
export interface Converter {
  convert(declarations: string, source: string): Conversion
  inspect(...args: unknown[]): unknown
  complete(...args: unknown[]): unknown
  addModule(name: string, source: string, meta: unknown): unknown
  close(): void
}

/**
 * Makes a converter like the one that tslab has made at its start, but with timers that do not collide.
 *
 * @param tslab - The live tslab.
 * @param isJS - Whether cells are JavaScript.
 * @param root - The folder that cells import from.
 */
export function createConverter(tslab: LiveTslab, isJS: boolean, root: string): Converter {
  const sys = tslab.ts.sys as unknown as Record<
    'getCurrentDirectory' | 'setTimeout' | 'clearTimeout',
    unknown
  >
  const names = ['getCurrentDirectory', 'setTimeout', 'clearTimeout'] as const
  const originals = names.map((name) => Object.getOwnPropertyDescriptor(sys, name))
  sys.getCurrentDirectory = () => root
  // The converter assigns both on an object that inherits from `sys`; a setter up here gets them on their way.
  const given: Partial<Timers> = {}
  for (const name of ['setTimeout', 'clearTimeout'] as const)
    Object.defineProperty(sys, name, {
      configurable: true,
      get: () => undefined,
      set(this: object, value: never) {
        given[name] = value
        if (given.setTimeout === undefined || given.clearTimeout === undefined) return
        const steady = steadyTimers(given as Timers)
        for (const [key, timer] of Object.entries(steady)) Object.defineProperty(this, key, { value: timer })
      },
    })
  try {
    const { createConverter: create } = tslab.require('./converter.js') as {
      createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter
    }
    return create({ isJS, isBrowser: false })
  } finally {
    names.forEach((name, index) => {
      const original = originals[index]
      if (original === undefined) Reflect.deleteProperty(sys, name)
      else Object.defineProperty(sys, name, original)
    })
  }
}

interface Timers {
  setTimeout(callback: () => void): unknown
  clearTimeout(id: unknown): void
}

/**
 * Timers over tslab's single one: the latest has it. That is the one tslab fires at the next cell, for it asks for a
 * rebuild just before; a rebuild looks at all that the earlier timers were set for.
 */
export function steadyTimers(single: Timers): Timers {
  let current: { id: unknown } | undefined
  const drop = () => {
    if (current !== undefined) single.clearTimeout(current.id)
    current = undefined
  }
  return {
    setTimeout(callback) {
      drop()
      const timer = { id: undefined as unknown }
      timer.id = single.setTimeout(() => {
        current = undefined
        callback()
      })
      current = timer
      return timer
    },
    clearTimeout(id) {
      if (id === current) drop()
    },
  }
}
