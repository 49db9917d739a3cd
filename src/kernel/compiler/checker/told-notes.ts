/**
 * Remembers which notes of a local file were told: each is told once, until the file changes.
 */
import type { Note } from './protocol'

/** Notes that were told. */
export class ToldNotes {
  private readonly files = new Map<string, { version: string; notes: Set<string> }>()

  /**
   * Takes notes as told.
   *
   * @param path - Of the file.
   * @param version - Its state.
   * @param notes - All that there are.
   * @returns Those that are new.
   */
  tell(path: string, version: string, notes: readonly Note[]): readonly Note[] {
    let told = this.files.get(path)
    if (told?.version !== version) this.files.set(path, (told = { version, notes: new Set() }))
    const { notes: known } = told
    return notes.filter(({ line, column, code, message }) => {
      const key = [line, column, code, message].join('\n')
      return !known.has(key) && known.add(key)
    })
  }
}
