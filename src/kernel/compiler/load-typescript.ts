/**
 * The TypeScript that compiles cells: the newest one with a JavaScript API, brought by this library, else the one of the
 * notebook's project. Owns where it is found, which versions fit, and how it is loaded; see code-cache.ts for the speed.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type ts from 'typescript'
import { requireCached } from './code-cache'

/** The compiler's interface. */
export type TypeScript = typeof ts

/** A TypeScript on disk. */
export interface FoundTypeScript {
  /** Its main file. */
  readonly file: string
  /** For example `6.0.3`. */
  readonly version: string
}

/** The first version whose interface and options are the ones used here, and the first that has none (it is native). */
const FIRST = [5, 9] as const
const END_MAJOR = 7

/**
 * Finds a TypeScript that fits.
 *
 * @param folders - Where to look, first to last: each as a module of that folder would find it.
 * @returns `undefined` when none of them has one that fits.
 */
export function findTypeScript(folders: readonly string[]): FoundTypeScript | undefined {
  for (const folder of folders) {
    const resolve = createRequire(join(folder, 'x.js'))
    try {
      const { version } = resolve('typescript/package.json') as { version: string }
      if (fits(version)) return { file: resolve.resolve('typescript'), version }
    } catch {
      // Not there, or a copy that gives nothing away: the next folder may have one.
    }
  }
  return undefined
}

function fits(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < END_MAJOR && (major > FIRST[0] || (major === FIRST[0] && minor >= FIRST[1]))
}

/**
 * Loads a TypeScript, once in a thread.
 *
 * @param file - Its main file.
 */
export function loadTypeScript(file: string): TypeScript {
  return requireCached(file) as TypeScript
}
