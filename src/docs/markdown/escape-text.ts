/**
 * Escapes text nodes in their source form: what is escaped already, or a character reference, stays as it is.
 */
import { reference } from './entities'
import type { ProseRules } from './prose-rules'

const ESCAPED = /\\[!-/:-@[-`{-~]|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});/iy

/** What begins a block when the indentation in front of it counts no more. */
const BLOCK_START = /^(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|\d{1,9}[.)](?=\s|$)|>|`{3}|~{3}|=+[ \t]*$|-+[ \t]*$)/

/**
 * Escapes the source of a text.
 *
 * @param raw - Source of a text node; later lines may begin with the marks of the blocks around it.
 * @param rules - Of the target.
 * @param place - Whether the text is the first of its block, and how many quotations it is in.
 */
export function escapeText(
  raw: string,
  rules: ProseRules,
  { isBlockStart = false, quotes = 0 }: { isBlockStart?: boolean; quotes?: number } = {},
): string {
  const marks = new RegExp(`^(?:[ \\t]*>){0,${quotes}}[ \\t]*`)
  return raw
    .split('\n')
    .map((line, index) => {
      const lead = index === 0 ? '' : marks.exec(line)![0]
      const body = line.slice(lead.length)
      const escaped = escapeSpecial(body, rules)
      const isStart = index > 0 || isBlockStart
      const isHidden = index > 0 && rules.html === 'jsx' && lead.length > 3 && BLOCK_START.test(body)
      if (body !== '' && ((isStart && rules.lineStart?.test(body) && escaped[0] === body[0]) || isHidden))
        return `${lead}${reference(escaped[0]!)}${escaped.slice(1)}`
      return lead + escaped
    })
    .join('\n')
}

/** Whether escaping changes a text. */
export function hasSpecial(raw: string, rules: ProseRules): boolean {
  return escapeText(raw, rules) !== raw
}

function escapeSpecial(text: string, rules: ProseRules): string {
  const special = new RegExp(rules.special.source, 'y')
  let out = ''
  for (let at = 0; at < text.length;) {
    ESCAPED.lastIndex = special.lastIndex = at
    const escaped = ESCAPED.exec(text)?.[0]
    if (escaped !== undefined) {
      const isKnown = escaped[0] === '&' || (rules.escapable?.test(escaped[1]!) ?? true)
      out += isKnown ? escaped : reference(escaped[1]!)
      at += escaped.length
      continue
    }
    const match = special.exec(text)?.[0]
    out += match ? rules.escape(match) : text[at]
    at += match?.length || 1
  }
  return out
}
