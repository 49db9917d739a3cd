/**
 * HTML of a Markdown source, written anew for a target: as JSX or as clean HTML, in lines that stand alone.
 */
import { decodeReferences, inert, literal, reference } from './entities'
import {
  beginsLine,
  isAddressName,
  pairTags,
  readHtml,
  safeAttributes,
  withoutDrawings,
  type HtmlTag,
  type HtmlToken,
} from './html-tokens'
import type { Prose } from './prose-rules'

/** Names that React spells otherwise. */
const JSX_NAMES: Readonly<Record<string, string>> = {
  class: 'className',
  colspan: 'colSpan',
  rowspan: 'rowSpan',
  datetime: 'dateTime',
  srcset: 'srcSet',
}

/** HTML nodes that share a parent: a tag may be opened in one and closed in another. */
export class HtmlGroup {
  readonly #tokens: readonly (readonly HtmlToken[])[]

  /**
   * @param values - The nodes' HTML.
   * @param prose - What the target asks for, and where addresses lead.
   */
  constructor(
    values: readonly string[],
    readonly prose: Prose,
  ) {
    const tokens = values.map((html) => readHtml(html).map((token) => this.#led(token)))
    this.#tokens = withoutDrawings(tokens)
    pairTags(this.#tokens.flat())
  }

  /** Whether a node can stay as it is: nothing but HTML's own tags, all closed. */
  isWhole(index: number): boolean {
    return this.#tokens[index]!.every((token) =>
      token.kind === 'tag'
        ? !token.isLed &&
          !token.isEmpty &&
          (token.form === 'void' || token.partner !== undefined) &&
          safeAttributes(token).length === token.attributes.length
        : isPlain(token),
    )
  }

  /** An inline node: one tag, or text. */
  inline(index: number): string {
    return this.#tokens[index]!.map((token) => this.#write(inlineTag(token))).join('')
  }

  /** A block as the paragraphs that take its place. */
  block(index: number): string[] {
    const tokens = this.#tokens[index]!
    const inside = new Set<HtmlToken>(tokens)
    const lines: string[] = []
    let line = ''
    let pre = 0
    const flush = (): void => {
      if (line.trim() !== '') lines.push(line.trim())
      line = ''
    }
    for (const token of tokens) {
      if (token.kind !== 'tag') {
        if (token.kind === 'text') line += pre > 0 ? preText(token.text) : inLine(line, token.text)
        continue
      }
      if (token.name === 'pre' && token.partner) pre += token.form === 'open' ? 1 : -1
      if (beginsLine(token)) line += line.trim() === '' ? '' : '<br />'
      else if (token.form === 'void' || (token.partner && inside.has(token.partner)))
        line += this.#write(token)
      else if (token.partner) {
        flush()
        const tag = this.#write(token)
        lines.push(
          token.form === 'open' ? tag.replace(/>$/, `${this.prose.rules.blockAttribute ?? ''}>`) : tag,
        )
      }
    }
    flush()
    return lines
  }

  #write(token: HtmlToken): string {
    if (token.kind !== 'tag') return token.kind === 'text' ? literal(token.text) : ''
    if (token.form === 'close') return token.partner ? `</${token.name}>` : ''
    if (token.form === 'open' && !token.partner) return ''
    return writeTag(token, this.prose.rules.html === 'jsx')
  }

  /** A token whose addresses lead where those of Markdown do; a picture that is left out is no tag. */
  #led(token: HtmlToken): HtmlToken {
    if (token.kind !== 'tag') return token
    let isLeftOut = false
    const attributes = token.attributes.map(([name, value]) => {
      const kind = name === 'srcset' || (name === 'src' && token.name === 'img') ? 'picture' : 'link'
      if (!isAddressName(name) || !value || /[\s,]/.test(name === 'srcset' ? value : ''))
        return [name, value] as const
      const address = this.prose.address(decodeReferences(value), kind)
      isLeftOut ||= address === ''
      return [name, address === decodeReferences(value) ? value : address] as const
    })
    if (isLeftOut) return { kind: 'comment', text: '' }
    return attributes.some(([, value], index) => value !== token.attributes[index]![1])
      ? { ...token, attributes, isLed: true }
      : token
  }
}

/** Between words `pre` would have other rules than the Markdown around it. */
function inlineTag(token: HtmlToken): HtmlToken {
  return token.kind === 'tag' && token.name === 'pre' ? { ...token, name: 'code' } : token
}

function writeTag(tag: HtmlTag, isJsx: boolean): string {
  const attributes = safeAttributes(tag).map(([name, value]) => {
    const key = isJsx ? (JSX_NAMES[name] ?? name) : name
    if (value === undefined) return ` ${key}`
    return ` ${key}="${value
      .replace(/"/g, '&quot;')
      .replace(/\s+/g, ' ')
      .replace(/[{}<>]/g, reference)}"`
  })
  if (tag.isEmpty && !isJsx) return `<${tag.name}${attributes.join('')}></${tag.name}>`
  return `<${tag.name}${attributes.join('')}${tag.form === 'void' ? ' /' : ''}>`
}

/** Text between tags of a block is no Markdown. */
function inLine(line: string, text: string): string {
  const words = text.replace(/\s+/g, ' ')
  if (line.trim() !== '') return inert(words)
  return literal(words.trimStart())
}

/** In `pre` lines and spaces count. */
function preText(text: string): string {
  return text
    .split('\n')
    .map((line) => literal(line))
    .join('<br />')
}

function isPlain({ kind, text }: HtmlToken): boolean {
  return kind === 'comment' ? text !== '<!---->' && text.startsWith('<!--') : text[0] !== '<'
}
