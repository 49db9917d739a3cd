/** One HTML file that needs no script and no other file. */
import { escapeHtml } from '../../display/html'
import { markdown } from '../markdown/parser'
import { details } from './folds'
import { foldedCode } from './tabs'
import type { Target } from './target'

const STYLE = `:root{color-scheme:light dark}
body{max-width:50rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif}
pre{overflow-x:auto;padding:.8rem;border:1px solid #8884;border-radius:.3rem;line-height:1.45}
code{font-family:ui-monospace,monospace;font-size:.9em}
img{max-width:100%}table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.3rem .6rem}
blockquote{margin-left:0;padding-left:1rem;border-left:.25rem solid #8886}`

/** The page is rendered here; pictures are in it. */
export const html: Target = {
  name: 'html',
  extension: '.html',
  rules: { html: 'clean', special: /(?!)/, escape: (match) => match, math: 'code', headingId: 'drop' },
  hasFrontMatter: false,
  showsTitle: false,
  fence: codeBlock,
  fold: details,
  tabs: (tabs) => foldedCode(tabs, codeBlock).join('\n'),
  pageAddress: (path) => `${path}.html`,
  print: (text) => markdown().renderMarkdown(text),
  document: (title) => ({
    head: `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>${escapeHtml(title)}</title>\n<style>\n${STYLE}\n</style>\n</head>\n<body>\n<main>\n`,
    foot: '</main>\n</body>\n</html>\n',
  }),
  inlinesPictures: true,
}

/** What CommonMark makes of a fence: to read one again costs more than all else. */
function codeBlock(language: string, text: string): string {
  const name = language === '' ? '' : ` class="language-${escapeHtml(language)}"`
  return `<pre><code${name}>${escapeHtml(text.replace(/\n+$/, ''))}\n</code></pre>`
}
