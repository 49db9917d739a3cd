/** MyST and Jupyter Book 2. @see https://mystmd.org/guide/quickstart-myst-markdown */
import { reference } from '../markdown/entities'
import type { ProseRules } from '../markdown/prose-rules'
import { colons } from './folds'
import { mystTabs } from './tabs'
import type { Target } from './target'

/** Dollars are math, braces are roles and attributes, `@key` cites. */
const MYST_RULES: ProseRules = {
  html: 'page',
  special: /[{}$]|(?<![\w])@(?=\w)|\[(?=\^)/,
  escape: (match) => (match === '@' ? reference(match) : `\\${match}`),
  lineStart: /^(?:%|\+\+\+|:::|\([\w:.-]+\)=|[:~](?=\s))/,
  math: 'keep',
  headingId: 'label',
  // mystmd writes no JATS of a page with an item that has no children.
  emptyItem: '<!-- -->',
}

/** Folds are dropdowns. */
export const myst: Target = {
  name: 'myst',
  extension: '.md',
  rules: MYST_RULES,
  hasFrontMatter: true,
  showsTitle: false,
  fold: (title, body) => colons(`{dropdown} ${title}`, body),
  tabs: (tabs) => mystTabs(tabs),
  pageAddress: (path) => `${path}.md`,
}
