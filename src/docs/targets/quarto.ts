/** Quarto, whose Markdown is Pandoc's. @see https://quarto.org/docs/authoring/markdown-basics.html */
import { colons, details } from './folds'
import { TAB_GROUP, tabFence } from './tabs'
import type { Target } from './target'

/** Pandoc reads TeX, spans, raised and lowered text, lists with letters, and turns `--` into a dash. */
export const quarto: Target = {
  name: 'quarto',
  extension: '.qmd',
  rules: {
    html: 'clean',
    special:
      /[{}$^~]|(?<!\s)\*|\*(?!\s)|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|(?<!\w)@(?=\w)|\\(?=[A-Za-z ]|$)|-(?=-)|\.(?=\.\.)/,
    escape: (match) => `\\${match}`,
    lineStart:
      /^(?:#|\(@[\w-]*\)|:::|:(?=\s)|[|%]|#\.|\(?(?:\d+(?=\))|[A-Za-z]|[ivxlcdmIVXLCDM]+)[.)](?=\s))/,
    math: 'keep',
    headingId: 'keep',
    strictBlocks: true,
    altAttribute: 'fig-alt',
  },
  hasFrontMatter: true,
  showsTitle: true,
  fold: details,
  // A heading is the title of its tab.
  tabs: (tabs) =>
    colons(
      ` {.panel-tabset group="${TAB_GROUP}"}`,
      tabs.map((tab) => `## ${tab.label}\n\n${tabFence(tab)}`).join('\n\n'),
    ),
  pageAddress: (path) => `${path}.qmd`,
}
