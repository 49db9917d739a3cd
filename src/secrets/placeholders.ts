/**
 * Values that only stand where the real one belongs: `...`, `<your key>`, `YOUR_API_KEY`. Owns what they look like; what
 * is said of one is decided by those who ask.
 */

/** What a name of something to be filled in has, between brackets of any kind. */
const FILLED_IN =
  '(?:[^<>{}[\\]|/"]*[ _-])?(?:your|my|api|keys?|tokens?|secrets?|passwords?|id|names?|values?|here|url|user(?:name)?|email|workspace|project|region|account|endpoint|host|model|org|tenant|insert|replace|paste)(?:[ _-][^<>{}[\\]|/"]*)?'

/** What tutorials print in the place of a value. */
const PLACEHOLDERS = [
  /^(?:\.{2,}|…|-{2,}|_{2,}|\?{2,}|\*{3,}|•+)$/, // ...
  /^(?:[\w-]{0,12}[-_=:]?)?(?:\.{3}|…|\*{4,}|x{4,})$/i, // sk-..., sk-xxxx
  /^x{3,}(?:[-_]x{2,})*$/i,
  // <your key>; not the tokens of a model (</s>, <|im_end|>, [INST]) and not JSON
  new RegExp(
    `^(?:<\\s*${FILLED_IN}\\s*>|\\[\\s*${FILLED_IN}\\s*\\]|\\{{1,2}\\s*${FILLED_IN}\\s*\\}{1,2})$`,
    'i',
  ),
  /^<[^<>|/"]* [^<>|/"]*>$|^<\.*>$/, // <what is to be put here>
  /^\$\{?[A-Za-z_]\w*\}?$|^%\w+%$/, // $ACCESS_TOKEN that nobody replaced
  /^(?:my|your)[-_ ]?\w*[-_ ]?(?:key|token|secret|password|id|name|value|here)s?(?:[-_ ]?(?:here|\d+))*$/i,
  /\byour[-_ ](?:own[-_ ])?(?:\w+[-_ ])*(?:key|token|secret|password|id)\b/i,
  /^(?:insert|replace|paste|add|put|enter|fill)(?:[-_ ]?(?:in|me|it|your|the|with|this|here))+\b.*$/i,
  /^(?:changeme|change[-_]me|todo|tbd|fixme|placeholder|undefined|null|none|nil|secret|token|password|key|api[-_]?key|n\/a)$/i,
]

/**
 * Whether a value only stands where the real one belongs.
 *
 * @param value - The value of a variable.
 * @returns `true` for `...`, `<your key>`, `YOUR_API_KEY`, `xxx`, `sk-...`, `changeme` and the like.
 */
export function isPlaceholder(value: string): boolean {
  const text = value.trim()
  return PLACEHOLDERS.some((pattern) => pattern.test(text))
}
