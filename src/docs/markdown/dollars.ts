/**
 * Which dollar signs are math. By Pandoc's rule, not by MathJax's, for which `$5 and $6` is a formula: nothing white
 * behind the first sign and in front of the last one, no digit behind the last one.
 * @see https://pandoc.org/MANUAL.html#extension-tex_math_dollars
 */
import type { Nodes, Root } from 'mdast'
import { endOf, startOf } from './edits'
import { markdown } from './parser'

/** Rounds after which a text with very many lone signs is taken as it is. */
const MAX_ROUNDS = 40

/**
 * Reads Markdown; dollar signs that are no math are escaped first.
 *
 * @param markdownSource - Markdown.
 * @returns The source that was read, and its tree.
 */
export function parseProse(markdownSource: string): { readonly source: string; readonly root: Root } {
  let source = markdownSource
  let root = markdown().parseMarkdown(source)
  for (let round = 0; round < MAX_ROUNDS && source.includes('$'); round++) {
    const wrong = loneSigns(root, source)
    if (wrong.length === 0) break
    for (const at of wrong.reverse()) source = `${source.slice(0, at)}\\${source.slice(at)}`
    root = markdown().parseMarkdown(source)
  }
  return { source, root }
}

function loneSigns(node: Nodes, text: string): number[] {
  if (node.type === 'inlineMath') {
    const raw = text.slice(startOf(node), endOf(node))
    const inner = raw.replace(/^\$+|\$+$/g, '')
    const isMath =
      inner.trim() === inner &&
      inner !== '' &&
      !/\d/.test(text[endOf(node)] ?? '') &&
      !/\n[ \t>]*\n/.test(raw)
    const signs = /^\$+/.exec(raw)![0].length
    return isMath ? [] : Array.from({ length: signs }, (_sign, index) => startOf(node) + index)
  }
  return 'children' in node ? node.children.flatMap((child) => loneSigns(child, text)) : []
}
