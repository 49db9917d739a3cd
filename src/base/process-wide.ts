/**
 * What all copies of this library in one process share: a notebook may import one from its folder while the kernelspec has
 * loaded another, and a cell that is run again may load a third. Owns where it is kept.
 */

/** Everything that is shared, and whose it is. */
export type SharedName =
  /** The cell whose code is running. */
  | 'scope'
  /** Compiled code that is to be kept on disk. */
  | 'compiled-code'
  /** Compiles and runs cells. */
  | 'engine'
  /** Reads magics out of cells. */
  | 'language'
  /** How far the kernel is patched. */
  | 'patch'
  /** Draws the value of a cell's last line. */
  | 'value-drawer'
  /** Runs code so that Stop can break it; called by a script through its symbol. */
  | 'gate'
  /** Variables that a file has set, so that it may set them again. */
  | 'loaded-env'
  /** What was said of the lines of such files. */
  | 'dotenv-notes'
  /** Values that the user wants to see. */
  | 'revealed'
  /** Values that are never shown. */
  | 'secrets'
  /** Tells of each variable that is set. */
  | 'environment'
  /** Values that the cell of the moment has drawn already. */
  | 'shown-values'
  /** The magics that there are. */
  | 'registry'
  /** The practice endpoint that runs. */
  | 'practice'
  /** Told when cells begin and end. */
  | 'cell-watch'
  /** Changes variables while they are set. */
  | 'environment-filter'
  /** What is recorded or replayed. */
  | 'recording'
  /** Where a practice endpoint listens or has listened. */
  | 'practice-origins'
  /** Tries of each exercise that failed. */
  | 'exercises'

/** One shared thing: set by whichever copy came to it first, seen by all. */
export interface Shared<T> {
  value: T | undefined
}

/**
 * Finds a shared thing. Its form must stay readable for older and newer copies of the library.
 *
 * @param name - Its name, part of a symbol on `globalThis`.
 */
export function processWide<T>(name: SharedName): Shared<T> {
  const key = Symbol.for(`tslab-magics.${name}`)
  const holder = globalThis as unknown as Record<symbol, T | undefined>
  return {
    get value() {
      return holder[key]
    },
    set value(value) {
      holder[key] = value
    },
  }
}
