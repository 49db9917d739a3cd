/** Material for MkDocs, whose Markdown is Python-Markdown's. @see https://squidfunk.github.io/mkdocs-material/reference/ */
import { reference } from '../markdown/entities'
import { tabFence } from './tabs'
import type { Target } from './target'

/** Indentation is structure: four columns for each level, a blank line above each block. */
export const mkdocs: Target = {
  name: 'mkdocs',
  extension: '.md',
  rules: {
    html: 'clean',
    special: /[{}<]|\\(?=\s)|(?<!\s)\*|\*(?!\s)|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)/,
    escape: reference,
    lineStart: /^(?:#|!!!|\?\?\?|===|:(?=\s)|\[TOC\])/,
    math: 'keep',
    headingId: 'keep',
    escapable: /[\\`*_{}>#+.!-]/,
    strictBlocks: true,
    emptyItem: '<!-- -->',
    listIndent: 4,
    dottedLists: true,
    blockAttribute: ' markdown="1"',
  },
  hasFrontMatter: true,
  showsTitle: false,
  fold: (title, body) => `??? note "${title}"\n\n${body.replace(/(^|\n)(?=[^\n])/g, '$1    ')}`,
  tabs: (tabs) =>
    tabs
      .map((tab) => `=== "${tab.label}"\n\n${tabFence(tab).replace(/(^|\n)(?=[^\n])/g, '$1    ')}`)
      .join('\n\n'),
  pageAddress: (path) => `${path}.md`,
}
