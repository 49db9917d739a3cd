/** Nextra 4. @see https://nextra.site/docs/guide/markdown */
import { MDX_RULES, mdxTarget } from './mdx'

/** Pages link to each other by their addresses, without endings. */
export const nextra = mdxTarget({
  name: 'nextra',
  rules: {
    ...MDX_RULES,
    // `[#id]` behind a heading is its id, looked for in the text that was read.
    special: new RegExp(`\\[(?=#[^\\]]+\\]\\s*$)|${MDX_RULES.special.source}`),
    escape: (match) => (match === '[' ? '[<span></span>' : MDX_RULES.escape(match)),
  },
  pageAddress: (path) => `./${path}`,
})
