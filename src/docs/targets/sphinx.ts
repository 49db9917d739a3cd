/** Sphinx with myst-parser and sphinx-design. @see https://myst-parser.readthedocs.io/en/latest/syntax/typography.html */
import { myst } from './myst'
import { mystTabs, TAB_GROUP } from './tabs'
import type { Target } from './target'

/** As MyST; needs the extensions `colon_fence` and `dollarmath`. */
export const sphinx: Target = {
  ...myst,
  name: 'sphinx',
  rules: { ...myst.rules, blockMath: true },
  tabs: (tabs) => mystTabs(tabs, `:sync-group: ${TAB_GROUP}\n`),
}
