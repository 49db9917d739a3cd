/**
 * The Markdown parser and what renders a page as HTML: micromark with GFM and math, by position. The only file that
 * imports these libraries; it is a file of its own in `dist/`, which the command reads when it exports.
 */
import type { Root } from 'mdast'
import { fromMarkdown, type Extension } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { mathFromMarkdown } from 'mdast-util-math'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { math } from 'micromark-extension-math'

// Transforms find addresses by a pattern and make nodes without a place in the source.
const FROM_GFM: Extension[] = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }))
const GFM_HTML = gfmHtml()
const FROM_MATH = mathFromMarkdown()
const GFM = gfm()
const SYNTAX = [GFM, math()]

/** Reads Markdown as JupyterLab does: CommonMark, GFM, math between dollar signs. */
export function parseMarkdown(source: string): Root {
  return fromMarkdown(source, {
    extensions: SYNTAX,
    mdastExtensions: [FROM_GFM, FROM_MATH],
  })
}

/** Renders Markdown whose HTML has been cleaned; addresses that run code are left out. */
export function renderMarkdown(source: string): string {
  return micromark(source, {
    allowDangerousHtml: true,
    extensions: [GFM],
    htmlExtensions: [GFM_HTML],
  })
}
