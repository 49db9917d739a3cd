/** VitePress, whose pages are Vue templates. @see https://vitepress.dev/guide/markdown */
import { colons } from './folds'
import type { Target } from './target'

/** Braces are Vue's or attributes, `:tada:` an emoji, `[[toc]]` a table of contents. */
export const vitepress: Target = {
  name: 'vitepress',
  extension: '.md',
  rules: {
    html: 'clean',
    special: /\{\{|\}\}|[{}]|:(?=[\w+-]+:)|\[(?=\[)/,
    escape: (match) => (match.length > 1 ? `<span v-pre>${match}</span>` : `\\${match}`),
    lineStart: /^:::/,
    math: 'code',
    headingId: 'keep',
  },
  hasFrontMatter: true,
  showsTitle: false,
  fold: (title, body) => colons(` details ${title}`, body),
  pageAddress: (path) => `${path}.md`,
}
