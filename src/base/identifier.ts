/**
 * Names of JavaScript.
 * @see https://tc39.es/ecma262/#prod-IdentifierName
 */

/** Pattern of a name, to be put into a regular expression with the flag `u`. */
export const IDENTIFIER = '[\\p{ID_Start}$_][\\p{ID_Continue}$\\u200c\\u200d]*'

const WHOLE = new RegExp(`^${IDENTIFIER}$`, 'u')

/** Whether a text is a name, reserved words included. */
export function isIdentifier(text: string): boolean {
  return WHOLE.test(text)
}
