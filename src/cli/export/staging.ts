/**
 * Files that are written beside where they belong, and put there when all of them are done.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PageFile } from '../../docs/write-page-options'

/** The files of one run. */
export class Staging {
  readonly #folder: string
  readonly #paths: string[] = []

  /** @param out - Folder that the files are for; it is made when the first one comes. */
  constructor(readonly out: string) {
    this.#folder = join(out, `.export-${process.pid}.tmp`)
  }

  /** Keeps files until {@link Staging.commit}. */
  add(files: readonly PageFile[]): void {
    for (const { path, content } of files) {
      const draft = join(this.#folder, path)
      mkdirSync(dirname(draft), { recursive: true })
      writeFileSync(draft, content)
      this.#paths.push(path)
    }
  }

  /** Puts the files in place. Those that are there already stay untouched, so that no watcher builds them again. */
  commit(): void {
    for (const path of this.#paths) {
      const [draft, target] = [join(this.#folder, path), join(this.out, path)]
      if (existsSync(target) && readFileSync(target).equals(readFileSync(draft))) continue
      mkdirSync(dirname(target), { recursive: true })
      renameSync(draft, target)
    }
  }

  /** Takes away what was not put in place. */
  discard(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
