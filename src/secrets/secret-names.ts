/**
 * Names that probably stand for a secret: variables, headers, fields. Owns the word list; knows nothing of values.
 */

/** The words of a secret name, anywhere in it. */
const SECRET_WORD = /key|token|secret|pass|pwd|auth|credential|cookie/i

/**
 * Words that only contain one of them. They are taken out before the name is looked at:
 * masking `GIT_AUTHOR_NAME` or `PWD` would mangle ordinary output.
 */
const HARMLESS_WORD =
  /author(?!i[sz])|keyboard|keymap|key_?layout|keywords?|keystroke|monkey|turkey|tokeniz|(?:max|min|num|total|prompt|completion|input|output)_?(?:\w*_)?tokens|compass|bypass|passenv|passive|passenger|passthrough|pass(?:ed|es|ing|age|port)/gi

/**
 * Tells whether a variable, header or field of that name probably holds a secret.
 *
 * @param name - Name of a variable, header or field, in any case.
 * @returns `true` when the name contains key, token, secret, pass, pwd, auth, credential or cookie;
 * `false` for `PWD` and `OLDPWD` (folders) and for words such as author, keyboard or tokenizer.
 * @example
 * isSecretName('OPENAI_API_KEY') // true
 */
export function isSecretName(name: string): boolean {
  if (/^(?:old)?pwd$/i.test(name)) return false
  return SECRET_WORD.test(name.replace(HARMLESS_WORD, ''))
}
