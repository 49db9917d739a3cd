/**
 * Links and pictures of prose: addresses that move with the page, forms that the target does not read.
 */
import type { Definition, Image, ImageReference, Link, LinkReference } from 'mdast'
import { endOf, startOf } from './edits'
import { literal, reference } from './entities'
import { hasSpecial } from './escape-text'
import type { ProseEdits } from './prose-rules'

/**
 * Makes the edits of a link, a picture or a definition.
 *
 * @returns Whether its children are to be visited.
 */
export function editAddress(node: Link | Image | Definition, { edits, prose }: ProseEdits): boolean {
  const raw = edits.rawOf(node)
  // A definition may be a picture's, which is written where it is used.
  const isPictures =
    node.type === 'definition' && /\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$|^attachment:/i.test(node.url)
  const url = isPictures ? node.url : prose.address(node.url, node.type === 'image' ? 'picture' : 'link')
  if (node.type === 'image') {
    if (url === '') {
      edits.replace(startOf(node), endOf(node), '')
      return false
    }
    const isSafe = url === node.url && !/[{}<>$@]/.test(raw.slice(0, raw.lastIndexOf(']')))
    if (!isSafe || prose.rules.altAttribute)
      edits.replace(startOf(node), endOf(node), picture(node, url, prose.rules.altAttribute))
    return false
  }
  if (node.type === 'link' && raw[0] !== '[') {
    // An address without brackets, or one between `<` and `>`.
    const text = raw[0] === '<' ? raw.slice(1, -1) : raw
    const isJsx = prose.rules.html === 'jsx'
    // What follows it without a space would become a part of it when it is escaped.
    const next = edits.source.slice(endOf(node), endOf(node) + 2)
    const isRunOn = raw[0] !== '<' && (next[0] === '<' || hasSpecial(next, prose.rules))
    if ((isJsx && raw[0] === '<') || hasSpecial(text, prose.rules) || isRunOn)
      edits.replace(startOf(node), endOf(node), `[${literal(text)}](${destination(node.url)})`)
    return false
  }
  if (url === node.url) return true
  const last = node.type === 'link' ? node.children.at(-1) : undefined
  const from = last ? endOf(last) - startOf(node) : node.type === 'link' ? 1 : 0
  const tail = raw.slice(from)
  const found =
    node.type === 'link'
      ? /^(\]\(\s*)(<[^<>\n]*>|\S*?)(?=\s+["'(]|\s*\)$)/.exec(tail)
      : /^(\[(?:\\.|[^\]\\])*\]:\s*)(<[^<>\n]*>|\S+)/.exec(tail)
  if (found) {
    const start = startOf(node) + from + found[1]!.length
    edits.replace(start, start + found[2]!.length, destination(url))
  }
  return true
}

/** Makes the edits of a reference: one whose label has to be escaped would not meet its definition any more. */
export function editReference(
  node: LinkReference | ImageReference,
  { edits, prose, definitions, taken }: ProseEdits,
): void {
  const raw = edits.rawOf(node)
  const definition = definitions.get(node.identifier)
  if (definition === undefined) return
  const { url, title } = definition
  if (node.type === 'imageReference') {
    const address = prose.address(url, 'picture')
    const image = { alt: node.alt ?? '' }
    const text = address === '' ? '' : picture(image, address, prose.rules.altAttribute)
    return edits.replace(startOf(node), endOf(node), text)
  }
  if (!hasSpecial(raw, prose.rules) && !taken.has(node.identifier)) return
  const last = node.children.at(-1)
  const from = last ? endOf(last) : startOf(node) + 1
  edits.replace(from, endOf(node), `](${destination(prose.address(url, 'link'))}${titleOf(title)})`)
}

/**
 * A picture in Markdown.
 *
 * @param image - What it shows, and its title.
 * @param url - Its address.
 * @param attribute - Attribute for the words, where those between brackets would be a caption.
 */
export function picture(
  { alt, title }: Pick<Image, 'alt' | 'title'>,
  url: string,
  attribute?: string,
): string {
  const words = literal((alt ?? '').replace(/\s+/g, ' '))
  const more = titleOf(title)
  if (attribute === undefined) return `![${words}](${destination(url)}${more})`
  return `![](${destination(url)}${more})${words === '' ? '' : `{${attribute}="${words.replaceAll('"', '&quot;')}"}`}`
}

/** A title behind an address. */
function titleOf(title: string | null | undefined): string {
  if (!title) return ''
  return ` "${title.replace(/["\\{}<&\n]/g, (char) => (char === '\n' ? ' ' : reference(char)))}"`
}

/** An address as the destination of a link. */
export function destination(url: string): string {
  return url.replace(
    /[\s<>(){}"\\`|^]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
