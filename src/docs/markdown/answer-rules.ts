/**
 * Answers of a model as prose of a page: what came from outside is text. Of HTML only what our own views are made of is
 * kept; pictures become links; headings go below the cell's.
 */
import type { Nodes } from 'mdast'
import { destination } from './addresses'
import { endOf, SourceEdits, startOf } from './edits'
import { literal } from './entities'
import { markdown } from './parser'

/** Tags of our own views, without what is in them. */
const OWN = /^<\/?(?:details|summary|code|b|span|div)\b[^<>]*>$/

/** What a tag, a picture, a link, a definition or a heading is written with: without it there is nothing to do. */
const MARKS = /[<[#]|^[ \t>]*(?:=+|-+)[ \t]*$/m

/**
 * Makes an answer prose.
 *
 * @param source - Markdown that came from outside.
 * @param depth - Depth of the heading above, 0 for none.
 */
export function answerProse(source: string, depth: number): string {
  const text = source.replace(/\r\n?/g, '\n').replace(/^(?:[ \t]*\n)+/, '')
  if (!MARKS.test(text)) return text
  const edits = new SourceEdits(text)
  const root = markdown().parseMarkdown(text)
  const top = Math.min(7, ...depthsOf(root))
  visit(root, edits, Math.max(0, depth + 1 - top))
  return edits.apply()
}

function depthsOf(node: Nodes): number[] {
  if (node.type === 'heading') return [node.depth]
  return 'children' in node ? node.children.flatMap(depthsOf) : []
}

function visit(node: Nodes, edits: SourceEdits, down: number): void {
  const [start, end] = [startOf(node), endOf(node)]
  if (node.type === 'html') {
    const tags = node.value.replace(/<[^<>]*>/g, (tag) => (OWN.test(tag) ? bare(tag) : literal(tag)))
    return edits.replace(start, end, tags.replace(/<(?!\/?(?:details|summary|code|b|span|div)\b)/g, '&#60;'))
  }
  if (node.type === 'image')
    return edits.replace(start, end, `[${literal(node.alt || 'picture')}](${destination(node.url)})`)
  if (node.type === 'imageReference') return edits.replace(start, start + 1, '')
  if (
    (node.type === 'link' || node.type === 'definition') &&
    /^\s*(?:javascript|data|vbscript|file):/i.test(node.url)
  )
    return edits.replace(start, end, literal(edits.rawOf(node)))
  if (node.type === 'heading' && down > 0) {
    const depth = Math.min(6, node.depth + down)
    const [first, last] = [node.children[0], node.children.at(-1)]
    const text =
      first && last ? edits.source.slice(startOf(first), endOf(last)).replace(/\n[ \t>]*/g, ' ') : ''
    return edits.replace(start, end, `${'#'.repeat(depth)} ${text}`)
  }
  if ('children' in node) for (const child of node.children) visit(child, edits, down)
}

/** Without styles and handlers. */
function bare(tag: string): string {
  const name = /^<\/?\w+/.exec(tag)![0]
  return `${name}${/^<details\b[^>]*\sopen\b/.test(tag) ? ' open' : ''}>`
}
