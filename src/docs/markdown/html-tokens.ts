/**
 * HTML in Markdown as tokens: which tags a page may keep, and which of them belong together. Pure; knows nothing of
 * targets.
 * @see https://html.spec.whatwg.org/multipage/syntax.html
 */

/** A piece of HTML. */
export type HtmlToken = HtmlTag | HtmlOther
/** What stands between tags. */
export interface HtmlOther {
  readonly kind: 'text' | 'comment'
  readonly text: string
}

/** A tag. */
export interface HtmlTag {
  readonly kind: 'tag'
  readonly text: string
  /** In lower case. */
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string | undefined])[]
  /** Whether an address in it was changed. */
  readonly isLed?: true
  /** Whether it closes itself, which HTML knows of no such element. */
  readonly isEmpty?: true
  readonly form: 'open' | 'close' | 'void'
  /** The tag at the other end, where it has one. */
  partner: HtmlTag | undefined
}

const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '))
const KNOWN = new Set(
  `a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn
  div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture
  pre q rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th thead time
  tr u ul var video wbr`.split(/\s+/),
)
/** Tags that run or embed what is not of the page, or only style it: they go, and what is between them stays. */
const DROPPED = new Set(
  'script style template noscript iframe object embed base meta link form font center tt big strike'.split(
    ' ',
  ),
)
/** Elements whose content is no text of the page. */
const HIDDEN = /<(script|style|template|noscript|iframe|object|svg)\b[^>]*>[\s\S]*?<\/\1\s*>/gi

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<![A-Za-z[][^>]*>|<(\/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[A-Za-z_:@][\w:.@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(\/?)>|[^<]+|</g
const ATTRIBUTE = /([A-Za-z_:@][\w:.@-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g

/** Cuts HTML into tokens; a tag that is none of HTML's is text. */
export function readHtml(html: string): HtmlToken[] {
  return [...html.replace(HIDDEN, '<!---->').matchAll(TOKEN)].map((match): HtmlToken => {
    const [text, slash, tag, attributes, end] = match
    if (text.startsWith('<!') || text.startsWith('<?')) return { kind: 'comment', text }
    const name = tag?.toLowerCase()
    if (name !== undefined && DROPPED.has(name)) return { kind: 'comment', text }
    if (name === undefined || !KNOWN.has(name)) return { kind: 'text', text }
    return {
      kind: 'tag',
      text,
      name,
      attributes: [...(attributes ?? '').matchAll(ATTRIBUTE)].map(
        ([, key, ...values]) => [key!.toLowerCase(), values.find((value) => value !== undefined)] as const,
      ),
      form: VOID.has(name) ? 'void' : slash === '/' ? 'close' : end === '/' ? 'void' : 'open',
      ...(end === '/' && !VOID.has(name) ? { isEmpty: true } : {}),
      partner: undefined,
    }
  })
}

/** Elements that end where the next one begins, and stand in lines of their own. */
const LINES = new Set('p li dt dd tr option div h1 h2 h3 h4 h5 h6'.split(' '))

/** Whether a tag that is left alone begins a line. */
export function beginsLine({ name, form, partner }: HtmlTag): boolean {
  return form === 'open' && partner === undefined && LINES.has(name)
}

/** Takes pictures that are drawn in tags between words out of a group of nodes: what is in them is no text. */
export function withoutDrawings(groups: readonly (readonly HtmlToken[])[]): HtmlToken[][] {
  const tags = groups.flat().map(({ text }) => text)
  const last = tags.findLastIndex((text) => /^<\/svg\s*>/i.test(text))
  let isInside = false
  let at = -1
  return groups.map((tokens) =>
    tokens.map((token) => {
      at++
      if (at > last) return token
      if (/^<svg\b/i.test(token.text)) isInside = true
      if (!isInside) return token
      if (/^<\/svg\s*>/i.test(token.text)) isInside = false
      return { kind: 'comment', text: '' }
    }),
  )
}

/** Finds out which tags belong together. A tag that is left alone shows nothing, and has no partner afterwards. */
export function pairTags(tokens: readonly HtmlToken[]): void {
  const open: HtmlTag[] = []
  for (const token of tokens) {
    if (token.kind !== 'tag' || token.form === 'void') continue
    if (token.form === 'open') open.push(token)
    else {
      const at = open.findLastIndex(({ name }) => name === token.name)
      if (at === -1) continue
      const partner = open[at]!
      open.length = at
      partner.partner = token
      token.partner = partner
    }
  }
}

/** Attributes that show or lead somewhere; the others style a page or run code. */
const KEPT =
  /^(?:href|src|srcset|media|alt|title|id|name|width|height|align|valign|open|colspan|rowspan|start|target|rel|lang|dir|type|controls|datetime|class|scope|aria-[a-z-]+|role)$/

/** Whether an attribute holds an address. */
export function isAddressName(name: string): boolean {
  return name === 'href' || name === 'src' || name === 'srcset'
}

/** Attributes of a tag that are safe on a page. */
export function safeAttributes({ attributes }: HtmlTag): HtmlTag['attributes'] {
  return attributes.filter(([name, value], index) => {
    if (!KEPT.test(name) || attributes.findIndex(([other]) => other === name) < index) return false
    const isAddress = isAddressName(name)
    // Several pictures for several screens: the plain one is shown.
    if (name === 'srcset' && /[\s,]/.test(value ?? '')) return false
    return (
      !isAddress ||
      /^(?:https?:|mailto:|data:image\/(?!svg)|[^:]*$|[./#?])/i.test(
        (value ?? '').replace(/[\s\x00-\x1f]/g, ''),
      )
    )
  })
}
