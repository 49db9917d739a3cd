/**
 * Markup in, tags and texts out, with the tokens of an HTML parser and no tree. Who writes them out again, escaped, has markup
 * that every parser reads the same way: safety never rests on this reader and a browser agreeing about odd input. Linear in the
 * length of the markup. Knows nothing of what is allowed.
 * @see https://html.spec.whatwg.org/multipage/parsing.html#tokenization
 */

/** A piece of markup. Comments, doctypes and processing instructions are left out. */
export type MarkupToken =
  | { readonly kind: 'text'; readonly text: string; readonly isRaw: boolean }
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: Attributes
      readonly isEmpty: boolean
    }
  | { readonly kind: 'close'; readonly name: string }

/** Attributes by name, as written; of two with one name the first counts. Values are decoded. */
export type Attributes = ReadonlyMap<string, string>

/** Elements whose content is text up to their end tag, whatever it looks like. */
const RAW = /^(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)$/i
/** In SVG these two are elements like others; texts of all others are raw there too. */
const RAW_IN_SVG = /^(?:script|style)$/i

const NAME = /<(\/?)([a-z][^\s/>]*)/iy
const ATTRIBUTE = /[\s/]*(=[^\s/>=]*|[^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*))?)?/y
/** Characters `<` that start no tag; the last one of several may. */
const LONE = /<+(?=<)|</y
const TAG_END = /[\s/]*>/y

/**
 * Reads markup token by token.
 *
 * @param markup - HTML or SVG, of any quality.
 * @returns Tags as they are written, not balanced; an unfinished tag or comment at the end gives nothing.
 */
export function* readTags(markup: string): Generator<MarkupToken, void, undefined> {
  let svgDepth = 0
  let at = 0
  while (at < markup.length) {
    const start = markup.indexOf('<', at)
    if (start !== at) yield textToken(markup.slice(at, start === -1 ? undefined : start))
    if (start === -1) return
    NAME.lastIndex = start
    const [, slash, name] = NAME.exec(markup) ?? []
    if (name === undefined) {
      const other = readOther(markup, start)
      if (other.token !== undefined) yield other.token
      at = other.next
      continue
    }
    const attributes = new Map<string, string>()
    const end = readAttributes(markup, NAME.lastIndex, attributes)
    if (end === -1) return
    at = end
    if (slash === '/') {
      if (isSvg(name)) svgDepth = Math.max(0, svgDepth - 1)
      yield { kind: 'close', name }
      continue
    }
    const isEmpty = markup[end - 2] === '/'
    if (isSvg(name) && !isEmpty) svgDepth++
    yield { kind: 'open', name, attributes, isEmpty }
    if (isEmpty && svgDepth > 0) continue
    if ((svgDepth > 0 ? RAW_IN_SVG : RAW).test(name)) {
      const close = indexOfClose(markup, at, name)
      if (close > at) yield textToken(markup.slice(at, close), true)
      at = close
    }
  }
}

/** Replaces character references; unknown names stay as they are. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos|nbsp));?/gi,
    (whole, hex, decimal, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole
      const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16)
      return code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
    },
  )
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

function textToken(text: string, isRaw = false): MarkupToken {
  return { kind: 'text', text, isRaw }
}

function isSvg(name: string): boolean {
  return name.length === 3 && name.toLowerCase() === 'svg'
}

/** Fills the attributes of a tag; gives where the tag ends, or -1 when it does not. */
function readAttributes(markup: string, from: number, attributes: Map<string, string>): number {
  for (let at = from; ; at = ATTRIBUTE.lastIndex) {
    TAG_END.lastIndex = at
    if (TAG_END.test(markup)) return TAG_END.lastIndex
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(markup)
    if (match === null) return -1
    const [, name = '', double, single, bare] = match
    if (!attributes.has(name)) attributes.set(name, decodeReferences(double ?? single ?? bare ?? ''))
  }
}

/** What starts with `<` and is no tag: a comment, a declaration, character data, or just that character. */
function readOther(markup: string, start: number): { token?: MarkupToken; next: number } {
  if (markup.startsWith('<![CDATA[', start)) {
    const end = indexOrEnd(markup, ']]>', start)
    return { token: textToken(markup.slice(start + 9, end), true), next: end + 3 }
  }
  if (markup.startsWith('<!--', start)) {
    const short = /^<!---?>/.exec(markup.slice(start, start + 6))
    return { next: short === null ? indexOrEnd(markup, '-->', start + 4) + 3 : start + short[0].length }
  }
  if (/^<[!?/]/.test(markup.slice(start, start + 2))) return { next: indexOrEnd(markup, '>', start) + 1 }
  LONE.lastIndex = start
  const lone = LONE.exec(markup)?.[0] ?? '<'
  return { token: textToken(lone), next: start + lone.length }
}

function indexOrEnd(markup: string, text: string, from: number): number {
  const at = markup.indexOf(text, from)
  return at === -1 ? markup.length : at
}

function indexOfClose(markup: string, from: number, name: string): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  close.lastIndex = from
  return close.exec(markup)?.index ?? markup.length
}
