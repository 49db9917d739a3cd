/**
 * Labels of a page. In a notebook each cell is a document of its own; on a page a label that two cells use would lead to
 * what the first of them says.
 */

/** The labels that the cells above have used. */
export class PageLabels {
  readonly #addresses = new Map<string, string>()
  readonly #notes = new Set<string>()

  /**
   * Takes a label for an address.
   *
   * @returns `false` when a cell above uses it for another one.
   */
  define(label: string, address: string): boolean {
    const known = this.#addresses.get(label)
    if (known === undefined) this.#addresses.set(label, address)
    return known === undefined || known === address
  }

  /** Takes a label for a footnote: itself, or with a number behind it when a cell above uses it. */
  note(label: string): string {
    let free = label
    for (let count = 2; this.#notes.has(free); count++) free = `${label}-${count}`
    this.#notes.add(free)
    return free
  }
}
