/**
 * The files on disk that cells lead to: texts, and versions that change when a file does. Files of packages are taken
 * as they were until somebody says that something was installed; the notebook's own are looked at every time.
 */
import type { IScriptSnapshot } from 'typescript'
import { statSync } from 'node:fs'
import type { TypeScript } from '../load-typescript'

interface KnownFile {
  readonly version: string
  readonly snapshot: IScriptSnapshot
}

/** Files on disk, read once for each version. */
export class DiskFiles {
  private readonly known = new Map<string, KnownFile>()
  private readonly versions = new Map<string, string | undefined>()

  /**
   * @param ts - TypeScript.
   */
  constructor(private readonly ts: TypeScript) {}

  /**
   * The state of a file.
   *
   * @param path - Absolute path.
   * @returns Another text for each state; `undefined` when there is no such file.
   */
  version(path: string): string | undefined {
    if (!isOfPackage(path)) return this.look(path)
    if (!this.versions.has(path)) this.versions.set(path, this.look(path))
    return this.versions.get(path)
  }

  /**
   * The text of a file.
   *
   * @param path - Absolute path.
   * @returns `undefined` when there is no such file.
   */
  snapshot(path: string): IScriptSnapshot | undefined {
    const version = this.version(path)
    if (version === undefined) return undefined
    const known = this.known.get(path)
    if (known?.version === version) return known.snapshot
    const text = this.ts.sys.readFile(path)
    if (text === undefined) return undefined
    const snapshot = this.ts.ScriptSnapshot.fromString(text)
    this.known.set(path, { version, snapshot })
    return snapshot
  }

  /** Has files of packages looked at again. */
  forgetPackages(): void {
    this.versions.clear()
  }

  private look(path: string): string | undefined {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats?.isFile() === true ? `${stats.mtimeMs} ${stats.size}` : undefined
  }
}

/**
 * Tells whether a file belongs to a package.
 *
 * @param path - Absolute path, with slashes.
 */
export function isOfPackage(path: string): boolean {
  return path.includes('/node_modules/')
}
