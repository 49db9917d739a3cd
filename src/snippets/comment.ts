/**
 * Comments in code: one line, whatever names are quoted in them. Pure.
 */

/** What ends a line in one of the languages, or is not seen. */
const LINE_ENDS = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/g

/**
 * Writes a comment.
 *
 * @param mark - What begins it.
 * @param text - What it says; a line end in it becomes its escape, for what follows one is code.
 */
export function commentLine(mark: '#' | '//', text: string): string {
  const line = text.replace(LINE_ENDS, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `${mark} ${line}`
}
