/**
 * Code fences. A fence is one mark longer than the longest run inside, so that nothing in it has to be escaped.
 * @see https://spec.commonmark.org/0.31.2/#fenced-code-blocks
 */

/**
 * Puts a text into a fence.
 *
 * @param language - Word behind the opening fence; may be empty.
 * @param text - Any text; line breaks at its end are left out.
 */
export function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const mark = '`'.repeat(longest + 1)
  return `${mark}${language}\n${text.replace(/\n+$/, '')}\n${mark}`
}
