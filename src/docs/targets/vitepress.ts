/** VitePress, whose pages are Vue templates. @see https://vitepress.dev/guide/markdown */
import { fence } from '../fence'
import { reference } from '../markdown/entities'
import { colons } from './folds'
import type { Target } from './target'

/** Braces are Vue's or attributes, `:tada:` and `<3` are emoji, `[[toc]]` a table of contents. */
export const vitepress: Target = {
  name: 'vitepress',
  extension: '.md',
  rules: {
    html: 'clean',
    special: /\{\{|\}\}|[{}]|:(?=[\w+-]+:)|\[(?=\[)|<(?=\/?3)|(?<![^\s(])[:;=8B>O](?=-?['"]?[()DPpOo/\\|*])/,
    escape: (match) => {
      if (match.length > 1) return `<span v-pre>${match}</span>`
      return /[{}[:]/.test(match) ? `\\${match}` : reference(match)
    },
    lineStart: /^(?::::|<<<)/,
    codeAttribute: ' v-pre',
    math: 'code',
    headingId: 'keep',
  },
  hasFrontMatter: true,
  showsTitle: false,
  fold: (title, body) => colons(` details ${title}`, body),
  tabs: (tabs) =>
    colons(
      ' code-group',
      tabs.map(({ language, label, text }) => fence(`${language} [${label}]`, text)).join('\n\n'),
    ),
  pageAddress: (path) => `${path}.md`,
}
