/** Markdown as GitHub shows it. @see https://github.github.com/gfm/ */
import { emojiColon } from './emoji'
import { details } from './folds'
import { foldedTabs } from './tabs'
import type { Target } from './target'

/** Dollar signs are math there, `@name` and `#12` become links, `:tada:` a picture wherever they stand. */
export const gfm: Target = {
  name: 'gfm',
  extension: '.md',
  rules: {
    html: 'page',
    special: new RegExp(`\\$|(?<![\\w\`/.-])[@#](?=[A-Za-z0-9])|${emojiColon.source}`),
    escape: (match) => (match === '$' ? '\\$' : `${match}<span></span>`),
    math: 'keep',
    headingId: 'drop',
  },
  hasFrontMatter: false,
  showsTitle: false,
  fold: details,
  tabs: foldedTabs,
  pageAddress: (path) => `${path}.md`,
}
