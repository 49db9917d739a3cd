/**
 * Makes the running text of foreign Markdown harmless: no HTML, no link that runs code, no image from elsewhere.
 * Owns what happens between two code fences. It does not rely on agreeing with a Markdown parser: what looks like
 * code is kept only if it would be harmless as text too, else it is written out as characters.
 * @see https://spec.commonmark.org/0.31.2/#inlines
 */

import { maskForCell } from '../mask'
import { showHidden, showHiddenInAddresses } from '../terminal-text'

/** What is let through. */
export interface MarkdownOptions {
  /** Draw images of `http` and `https` addresses: their servers then learn that the notebook is open. */
  readonly remoteImages?: boolean
}

const TOKEN = /\\[!-/:-@[-`{-~]|(?<ticks>`+)|<(?:https?:\/\/[^\s<>"'`\\${}]+)>|<|(?<image>!\[)|\]\(|\]:|"/g

const INLINE =
  /[ \t\n]*(?:<(?<angled>[^<>\n]*)>|(?<bare>[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*))(?:[ \t\n]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t\n]*\)/y
// The lookahead makes the address one piece: giving back its characters one by one would take quadratic time.
const DEFINITION = /[ \t]*\n?[ \t]*(?=(?<bare>[^\s<>"'`\\$&]{1,2000}))\k<bare>[ \t]*(?=$|\n(?![ \t>]*["'(]))/y
/** Ordinary text after a colon: no definition, whatever it says. */
const ORDINARY = /[ \t]+[^\s<]+[ \t]+[^\s"'(]/y
const MATH = /\$|\\\\[([]|\\begin\{/
const LINKING = /:\/\/|www\.|\]\(|\]:|@/i

/**
 * Neutralises Markdown text that holds no code fences.
 *
 * @param text - Text of a model or a server; line ends are `\n`.
 * @param options - What is let through.
 */
export function safeInline(text: string, options: MarkdownOptions = {}): string {
  // Math never crosses a blank line, so each paragraph is judged alone.
  return showHiddenInAddresses(text)
    .split(/(\n[ \t]*\n)/)
    .map((part, index) => (index % 2 === 1 ? part : safeParagraph(part, options)))
    .join('')
}

function safeParagraph(text: string, options: MarkdownOptions): string {
  // JupyterLab puts formulas back after rendering, quotes unescaped, also into the address of a link.
  const hidesQuotes = MATH.test(text) && LINKING.test(text)
  let out = ''
  let at = 0
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    out += text.slice(at, match.index)
    const { ticks, image } = match.groups ?? {}
    const token = match[0]
    let piece = token
    at = match.index + token.length
    if (ticks !== undefined) {
      const end = endOfCode(text, at, ticks)
      if (end !== -1) {
        piece = safeCode(text.slice(at, end), ticks, options, hidesQuotes)
        at = end + ticks.length
      }
    } else if (token === '](') {
      const link = readLink(text, at)
      piece = link === undefined ? ']\\(' : `](${link.target})`
      at += link?.length ?? 0
    } else if (token === ']:') {
      if (!isSafeDefinition(text, at)) piece = ']\\:'
    } else if (image !== undefined)
      piece = options.remoteImages === true && isRemote(text.slice(at)) ? token : '[image: '
    else if (token === '"') piece = hidesQuotes ? '&quot;' : token
    else if (token === '\\!') piece = '&#33;'
    else if (token === '<' || token === '\\<') piece = '&lt;'
    else if (token === '\\"' && hidesQuotes) piece = '&quot;'
    out += piece
    TOKEN.lastIndex = at
  }
  return withoutOpenLabel(out + text.slice(at))
}

/**
 * A `[` at the start of a line that is not closed in its paragraph: JupyterLab's parser would look for the `]:` of a
 * reference in all that follows, also in code, and hide everything up to there.
 */
function withoutOpenLabel(text: string): string {
  let open = -1
  for (const { 0: token, index } of text.matchAll(/\\[^]|[[\]]/g)) {
    if (token === '[') open = index
    else if (token === ']') open = -1
  }
  if (open === -1 || !/(?:^|\n)[ \t>*+\d.)-]*$/.test(text.slice(0, open))) return text
  return `${text.slice(0, open)}&#91;${text.slice(open + 1)}`
}

/** Where a code span ends: at the next run of exactly as many backticks. */
function endOfCode(text: string, from: number, ticks: string): number {
  for (let at = text.indexOf(ticks, from); at !== -1; at = text.indexOf(ticks, at)) {
    let end = at + ticks.length
    while (text[end] === '`') end++
    if (end - at === ticks.length) return at
    at = end
  }
  return -1
}

function safeCode(raw: string, ticks: string, options: MarkdownOptions, hidesQuotes: boolean): string {
  const code = showHidden(raw)
  const asText = safeParagraph(code, options)
  if (asText === code && !(hidesQuotes && code.includes('"'))) return ticks + code + ticks
  return `<code>${writeOut(code.trim())}</code>`
}

/**
 * Writes every character that Markdown or HTML could read as syntax by its number.
 *
 * @param text - Code.
 */
export function writeOut(text: string): string {
  // Masked first: written like this, a secret would not be recognised any more.
  return maskForCell(text).replace(/[^\p{L}\p{M}\p{N} ,;=?-]|(?<=^|\n) +/gu, (chars) =>
    [...chars].map((char) => `&#${char.codePointAt(0)};`).join(''),
  )
}

function readLink(text: string, from: number): { target: string; length: number } | undefined {
  const match = matchAt(INLINE, text, from)
  if (match === null) return undefined
  const { angled, bare = '' } = match.groups ?? {}
  const target = (angled ?? bare).replace(/\\([!-/:-@[-`{-~])/g, '$1')
  if (!isSafeTarget(target)) return undefined
  // Parentheses are in pairs where there were no angle brackets.
  const special = angled === undefined ? /[\s$"'<>\\`{}|^]|!(?=\[)/g : /[\s$"'<>\\`{}|^()]|!(?=\[)/g
  return { target: target.replace(special, percentEncode), length: match[0].length }
}

function percentEncode(char: string): string {
  return `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`
}

/** Relative addresses, `http`, `https` and `mailto` are links; all other schemes are not. */
function isSafeTarget(target: string): boolean {
  // Browsers drop control characters; an entity could spell a colon.
  if (/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(target) || /^[^/?#]*&/.test(target)) return false
  const scheme = /^\s*([^/?#:]*):/.exec(target)?.[1]
  return scheme === undefined || /^(?:https?|mailto)$/i.test(scheme)
}

function isSafeDefinition(text: string, from: number): boolean {
  const bare = matchAt(DEFINITION, text, from)?.groups?.['bare']
  if (bare !== undefined) return isSafeTarget(bare)
  return matchAt(ORDINARY, text, from) !== null
}

/** Matches a sticky expression at a place, so that the rest of the text is not copied. */
function matchAt(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from
  return pattern.exec(text)
}

/** Whether an image has a remote address and a plain description. */
function isRemote(text: string): boolean {
  return /^[^[\]\\`$&<"@]*\]\(https?:/i.test(text)
}
