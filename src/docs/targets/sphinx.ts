/** Sphinx with myst-parser and sphinx-design. @see https://myst-parser.readthedocs.io/en/latest/syntax/typography.html */
import { myst } from './myst'
import type { Target } from './target'

/** As MyST; needs the extensions `colon_fence` and `dollarmath`. */
export const sphinx: Target = { ...myst, name: 'sphinx', rules: { ...myst.rules, blockMath: true } }
