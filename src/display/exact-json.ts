/**
 * JSON text to a value that keeps all digits of its numbers: JavaScript's hold 15 to 17, and ids and counts of servers
 * have more. Owns where a number would lose digits; the rest is `JSON.parse`.
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-6
 */

/** A number as it was written, where JavaScript's would be another one. */
export class ExactNumber {
  /** @param text - The number as JSON has it. */
  constructor(readonly text: string) {}
}

/** Below, every number of so many digits is kept by JavaScript. */
const MANY_DIGITS = /\d(?:\.?\d){15}|[eE][+-]?\d{3}/
/** A string, which is passed over, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs
/** A number as the grammar has it: what is printed as it stands must be one. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
/** Marks a number in the text that is parsed. Nobody has a reason to send it; who does gets no more than a number. */
const MARK = '\u0000exact number'

/**
 * Parses JSON.
 *
 * @param text - One JSON document.
 * @param value - The same parsed by JavaScript, if that was done already.
 * @returns The value; numbers that would lose digits are {@link ExactNumber}.
 * @throws SyntaxError when it is not JSON.
 */
export function parseExactJson(text: string, value: unknown = JSON.parse(text)): unknown {
  if (!MANY_DIGITS.test(text)) return value
  let found = false
  const marked = text.replace(TOKEN, (token) => {
    if (token.startsWith('"') || keepsDigits(token)) return token
    found = true
    return JSON.stringify({ [MARK]: token })
  })
  return found ? (JSON.parse(marked, unmark) as unknown) : value
}

function unmark(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, MARK)) return value
  const text = (value as Record<string, unknown>)[MARK]
  return typeof text === 'string' && NUMBER.test(text) ? new ExactNumber(text) : value
}

/** Whether a number of JSON text is the same one in JavaScript. */
export function keepsDigits(token: string): boolean {
  const number = Number(token)
  return Number.isFinite(number) && digitsOf(token) === digitsOf(String(number))
}

/** A number's significant digits and the place of its point, the same for all ways to write it. */
function digitsOf(text: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (whole === undefined) return text
  const digits = (whole + fraction).replace(/^0+/, '')
  const kept = digits.replace(/0+$/, '')
  if (kept === '') return '0'
  return `${sign}${kept}e${digits.length - kept.length - fraction.length + Number(exponent)}`
}
