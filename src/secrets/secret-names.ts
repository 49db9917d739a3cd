/**
 * Names that probably stand for a secret: variables, headers, fields. Owns the word lists; knows nothing of values.
 */

/** The words of a secret name, anywhere in it. */
const SECRET_WORD = /key|token|secret|pass|pwd|auth|credential|cookie/i

/**
 * Words that only contain one of them. They are taken out before the name is looked at:
 * masking `GIT_AUTHOR_NAME` or `PWD` would mangle ordinary output.
 */
const HARMLESS_WORD = new RegExp(
  [
    'author(?!i[sz])',
    'key_?layout|key(?:board|map|words?|stroke|space|cloak|stone|note|frame|point|code|store|down|up|press|value|vault|of)',
    '(?:mon|tur|don|hoc|joc|whis|hot)key',
    'token(?:iz|is(?:e|ing|ation)|omic)',
    // What a model reads and writes is counted in tokens, and marked by some.
    '(?:max|min|num|total|prompt|completion|input|output|context|n|cached|reasoning|new)_?(?:\\w*_)?tokens',
    'tokens_?per\\w*',
    '(?:eos|bos|pad|unk|sep|cls|mask|stop|special|start|end|eot)_?tokens?',
    'secretar(?:y|iat)',
    'com_?pass|by_?pass|pass(?:env|ive|enger|through|thru|ion|ed|es|ing|age|port)',
    'cookie_?(?:cutter|jar|file)',
    'public_?key|pub_?key|publishable_?key',
  ].join('|'),
  'gi',
)

/**
 * Last words of names that are about a secret and hold none: `SECRET_NAME`, `PASSWORD_MIN_LENGTH`, `AUTH_TYPE`.
 * `KEY_ID`, `AUTH_HEADER` and `SECRET_KEY_BASE` do hold one, or half of one.
 */
const ABOUT = new Set(
  `name names type types limit limits length len count size min max ttl expiry expires expiration timeout age lifetime
  seconds minutes hours days ms enabled disabled required optional method mode scheme provider algorithm alg format
  version region realm domain prefix suffix policy strategy backend plugin scope scopes role roles group groups audience
  issuer host port namespace budget usage interval rotation retries rounds strength symbol decimals label title
  description hash digest fingerprint checksum arn user username service style rate ratio`.split(/\s+/),
)

/**
 * Tells whether a variable, header or field of that name probably holds a secret.
 *
 * @param name - Name of a variable, header or field, in any case.
 * @returns `true` when the name contains key, token, secret, pass, pwd, auth, credential or cookie;
 * `false` for `PWD` and `OLDPWD` (folders), for words such as author, keyboard or tokenizer, and for names that are about a
 * secret (`TOKEN_LIMIT`, `SECRET_NAME`).
 * @example
 * isSecretName('OPENAI_API_KEY') // true
 */
export function isSecretName(name: string): boolean {
  return hasSecretWord(name) && !ABOUT.has(lastWord(name))
}

/** Tells whether a name speaks of a secret, also one that is only about it: what must not travel on is told by this. */
export function hasSecretWord(name: string): boolean {
  if (!SECRET_WORD.test(name) || /^(?:old)?pwd$/i.test(name)) return false
  return SECRET_WORD.test(name.replace(HARMLESS_WORD, ''))
}

/** Tells whether people make up what stands under a name, such as a password; keys and tokens are made by machines. */
export function isPasswordName(name: string): boolean {
  return /pass|pwd|secret|phrase/i.test(name)
}

function lastWord(name: string): string {
  const [word = ''] = /[A-Za-z]+(?=[^A-Za-z]*$)/.exec(name) ?? []
  return (/[A-Z]?[a-z]+$|[A-Z]+$/.exec(word)?.[0] ?? word).toLowerCase()
}
