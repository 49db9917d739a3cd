/**
 * SVG of a value, made fit for an `<img>`: well-formed XML with its namespaces (elements of jsdom are written as HTML), without
 * scripts, handlers and links that run code. As `<img>` nothing in it could run; exports and other front ends put it into
 * the page itself. A drawing in `currentColor` gets white paper: an `<img>` does not inherit the page's colour, and black on
 * JupyterLab's dark theme cannot be read.
 * @see https://www.w3.org/TR/SVG2/conform.html#secure-static-mode
 */
import { escapeHtml } from '../html'
import { type Attributes, decodeReferences, type MarkupToken, readTags } from './value-tags'
import { isSafeUrl } from './value-url'

/** Left out with all that is inside: what runs code or loads documents. */
const DROPPED = new Set(
  (
    'script handler listener iframe frame frameset object embed applet link meta base form input ' +
    'button select textarea template audio video noscript noembed noframes xmp plaintext math'
  ).split(' '),
)
const ELEMENT = /^[a-z][\w.-]*$/i
const ATTRIBUTE = /^(?:(?:xlink|xml):)?[a-z_][\w.-]*$/i
const LINK = /^(?:xlink:)?href$|^src$|^(?:form)?action$/i
const RUNS_CODE = /javascript:|expression\s*\(|@import|-moz-binding/i
const NOT_KEPT = /^(?:on|data-|xmlns$|srcset$|srcdoc$|ping$|background$)/i
/** An address in a style that is not in this document. */
const REMOTE = /url\(\s*(?!["'\s#])[^)]*\)?|url\(\s*["'](?!#)[^)]*\)?/gi
const OTHER_NAMESPACE = /^http:\/\/www\.w3\.org\/(?:1999\/xhtml|1998\/Math\/MathML|2000\/svg)$/

/** Deeper elements lose their tags, as browsers do at about this depth: looking for the start of one stays cheap. */
const MAX_DEPTH = 500

/** Not allowed in XML, not even as references. */
const NO_XML =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * Makes a clean SVG document of what may be one.
 *
 * @param markup - An SVG document, or markup that holds an `svg` element.
 * @returns The first `svg` element as a document of its own; `undefined` when there is none.
 */
export function cleanSvg(markup: string): string | undefined {
  const tokens = readTags(markup)
  for (let next = tokens.next(); next.done !== true; next = tokens.next())
    if (next.value.kind === 'open' && next.value.name.toLowerCase() === 'svg')
      return next.value.isEmpty
        ? rootTag(next.value.attributes, '') + '</svg>'
        : svgFrom(next.value.attributes, tokens)
  return undefined
}

/**
 * Reads on after an opening `svg` tag, to its end.
 *
 * @param root - The attributes of that tag.
 * @param tokens - What follows; it is read up to the closing tag and no further.
 */
export function svgFrom(root: Attributes, tokens: Iterator<MarkupToken, void>): string {
  const open: string[] = []
  let body = ''
  let dropped: string | undefined
  for (let next = tokens.next(); next.done !== true; next = tokens.next()) {
    const token = next.value
    const name = token.kind === 'text' ? '' : token.name.toLowerCase()
    if (token.kind === 'close') {
      const at = open.lastIndexOf(token.name)
      if (at === -1 && name === 'svg') break
      if (dropped === undefined) while (at !== -1 && open.length > at) body += `</${open.pop()}>`
      else if (name === dropped) dropped = undefined
    } else if (dropped !== undefined) {
      continue
    } else if (token.kind === 'text') {
      body += open.at(-1)?.toLowerCase() === 'style' ? styleText(token.text) : plainText(token)
    } else if (DROPPED.has(name)) {
      if (!token.isEmpty) dropped = name
    } else if (ELEMENT.test(name) && open.length < MAX_DEPTH && !animatesLink(token.attributes)) {
      body += `<${token.name}${attributesOf(token.attributes)}${token.isEmpty ? '/' : ''}>`
      if (!token.isEmpty) open.push(token.name)
    }
  }
  while (open.length > 0) body += `</${open.pop()}>`
  return `${rootTag(root, body)}${body}</svg>`
}

function rootTag(root: Attributes, body: string): string {
  const rest = new Map([...root].filter(([name]) => !/^xmlns(?::|$)/i.test(name)))
  if (/currentcolor/i.test(body) || [...rest.values()].some((value) => /currentcolor/i.test(value)))
    rest.set('style', `background:#fff;${rest.get('style') ?? ''}`)
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"${attributesOf(rest)}>`
}

function attributesOf(attributes: Attributes): string {
  let text = ''
  for (const [name, value] of attributes) {
    const isNamespace = name === 'xmlns' && OTHER_NAMESPACE.test(value)
    if (!isNamespace && (!ATTRIBUTE.test(name) || NOT_KEPT.test(name))) continue
    if (LINK.test(name) ? !isSafeUrl(value, 'picture') : RUNS_CODE.test(value) || value.search(REMOTE) !== -1)
      continue
    text += ` ${name}="${escapeXml(value)}"`
  }
  return text
}

/** An animation can put `javascript:` into a link. */
function animatesLink(attributes: Attributes): boolean {
  return /href$|^on/i.test(attributes.get('attributeName') ?? attributes.get('attributename') ?? '')
}

function plainText({ text, isRaw }: { readonly text: string; readonly isRaw: boolean }): string {
  return escapeXml(isRaw ? text : decodeReferences(text))
}

function styleText(text: string): string {
  const css = decodeReferences(text.replace(/<!\[CDATA\[|\]\]>/g, ''))
  return escapeXml(css.replace(/@import[^;]*;?/gi, '').replace(REMOTE, 'none'))
}

function escapeXml(text: string): string {
  return escapeHtml(text.replace(NO_XML, '\ufffd'))
}
