/** Lines of texts. */

/** `text.splitlines()` */
export function splitLines(text: string, isWhole = false): string[] {
  const lines = isWhole
    ? text.split(/(?<=\r\n|[\n\v\f\x1c-\x1e\x85\u2028\u2029]|\r(?!\n))/)
    : text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** `for line in file`: lines with their ends */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? []
}
