/**
 * The lines a command wrote: what `x = !command` gives. An array, with IPython's three other forms of it.
 * @see https://ipython.readthedocs.io/en/stable/interactive/reference.html#manual-capture-of-command-output-and-magic-output
 */

/** Lines of a command's standard output. */
export type LineList = string[] & {
  /** The lines as a plain array. */
  readonly l: string[]
  /** The lines as one text, a line end between each two. */
  readonly n: string
  /** The lines as one text, a space between each two. */
  readonly s: string
}

/**
 * Cuts output into its lines.
 *
 * @param output - Standard output as it came; line ends at its end do not count.
 * @returns No line for no output. The other forms do not show when the array is printed.
 */
export function toLineList(output: string): LineList {
  const text = output.replace(/(?:\r?\n)+$/, '')
  const lines = text === '' ? [] : text.split(/\r?\n/)
  return Object.defineProperties(lines, {
    l: { get: () => [...lines] },
    n: { get: () => lines.join('\n') },
    s: { get: () => lines.join(' ') },
  }) as LineList
}
