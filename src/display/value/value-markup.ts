/**
 * HTML of a value, made safe to draw. JupyterLab runs the scripts of a trusted output with the user's rights, and values hold
 * what servers and models sent: a page parsed by jsdom, the column names of a table. So the rule is that of the whole library,
 * "data, never run": elements and attributes are let through by list, all else goes; scripts, handlers, `javascript:` links,
 * frames, forms and style sheets (they would restyle the whole page) are not on it. Own markup is drawn as it is by `show.html`.
 * An `svg` inside becomes a picture, which keeps its styles to itself and survives in notebooks that are not trusted.
 */
import { escapeHtml } from '../html'
import { maskForCell } from '../mask'
import { svgImage } from '../show'
import { svgFrom } from './value-svg'
import { type Attributes, readTags } from './value-tags'
import { isSafeUrl } from './value-url'

const ELEMENTS = new Set(
  (
    'a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn ' +
    'div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd label legend li main mark meter ' +
    'nav ol p picture pre progress q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td ' +
    'tfoot th thead time tr track tt u ul var video wbr'
  ).split(' '),
)
const ATTRIBUTES = new Set(
  (
    'abbr align alt bgcolor border cellpadding cellspacing cite class color colspan controls datetime dir face headers height ' +
    'hidden high href lang loop low max media min muted open optimum poster reversed role rowspan rules scope size span src start ' +
    'style summary title type valign value width'
  ).split(' '),
)
const VOID = /^(?:br|col|hr|img|source|track|wbr)$/
/** Left out with all that is inside. */
const DROPPED =
  /^(?:script|style|template|iframe|object|applet|noscript|noembed|noframes|xmp|textarea|title|plaintext|select|datalist)$/
/** Deeper elements lose their tags: looking for the start of one stays cheap. */
const MAX_DEPTH = 500
const URL_ATTRIBUTE = /^(?:href|src|poster|cite)$/

/** Markup that may be drawn. */
export interface CleanMarkup {
  readonly markup: string
  /** Whether there is something to see. */
  readonly isVisible: boolean
  /** Whether scripts were left out. */
  readonly hadScripts: boolean
}

/**
 * Makes HTML safe to draw.
 *
 * @param markup - HTML from anywhere.
 * @returns Balanced markup of listed elements and attributes only.
 */
export function cleanHtml(markup: string): CleanMarkup {
  const tokens = readTags(markup)
  const open: string[] = []
  let out = ''
  let dropped: string | undefined
  let isVisible = false
  let hadScripts = false
  for (let next = tokens.next(); next.done !== true; next = tokens.next()) {
    const token = next.value
    if (dropped !== undefined) {
      if (token.kind === 'close' && token.name.toLowerCase() === dropped) dropped = undefined
    } else if (token.kind === 'text') {
      isVisible ||= /\S/.test(token.text)
      out += token.text.replace(/[<>]/g, escapeHtml)
    } else if (token.kind === 'close') {
      const at = open.lastIndexOf(token.name.toLowerCase())
      while (at !== -1 && open.length > at) out += `</${open.pop()}>`
    } else {
      const name = token.name.toLowerCase()
      if (name === 'svg') {
        out += token.isEmpty ? '' : String(svgImage(maskForCell(svgFrom(token.attributes, tokens), 'markup')))
        isVisible = true
      } else if (DROPPED.test(name)) {
        dropped = name
        hadScripts ||= name === 'script'
      } else if (ELEMENTS.has(name) && open.length < MAX_DEPTH) {
        out += `<${name}${attributesOf(name, token.attributes)}>`
        isVisible ||= /^(?:img|hr|audio|video|meter|progress)$/.test(name)
        if (!VOID.test(name)) open.push(name)
      }
    }
  }
  while (open.length > 0) out += `</${open.pop()}>`
  return { markup: out, isVisible, hadScripts }
}

function attributesOf(element: string, attributes: Attributes): string {
  let text = ''
  for (const [writtenName, value] of attributes) {
    const name = writtenName.toLowerCase()
    if (!ATTRIBUTES.has(name) && !/^aria-[a-z]+$/.test(name)) continue
    if (URL_ATTRIBUTE.test(name) && !isSafeUrl(value, element === 'a' ? 'link' : 'picture')) continue
    const clean = name === 'style' ? cleanStyle(value) : value
    if (clean !== '' || name !== 'style') text += ` ${name}="${escapeHtml(clean)}"`
  }
  return text
}

/** Declarations that neither load something nor leave the place of the output. */
function cleanStyle(style: string): string {
  return style
    .split(';')
    .filter((part) => /^\s*[a-z-]+\s*:[^\\@{}<]*$/i.test(part))
    .filter(
      (part) =>
        !/url\s*\(|image(?:-set)?\s*\(|expression\s*\(|\/\*|^\s*(?:position|behavior|-moz-binding)\s*:/i.test(
          part,
        ),
    )
    .map((part) => part.trim())
    .join(';')
}
