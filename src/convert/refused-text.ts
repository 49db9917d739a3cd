/** A cell that is not converted: its Python as a comment, and one line that fails and says why. */

/** Writes such a cell. */
export function refusedText(
  python: string,
  { what, line, advice }: { what: string; line: number; advice: string | undefined },
): string {
  const message = `not converted: ${what} (line ${line})${advice === undefined ? '' : `. ${advice.replace(/\.$/, '')}`}`
  const comment = python
    .replace(/\n+$/, '')
    .split('\n')
    .map((each) => `// ${each}`.trimEnd())
    .join('\n')
  return `${comment}\nthrow new Error(${JSON.stringify(message)})`
}
