/** Docusaurus 3. @see https://docusaurus.io/docs/markdown-features */
import { emojiColon } from './emoji'
import { MDX_RULES, mdxTarget } from './mdx'

/** Pages link to each other by their files. */
export const docusaurus = mdxTarget({
  name: 'docusaurus',
  rules: {
    ...MDX_RULES,
    special: new RegExp(`${emojiColon.source}|${MDX_RULES.special.source}`),
    // Names of emoji are looked for in the text that was read, where an escape is gone.
    escape: (match) => (match === ':' ? ':<span></span>' : MDX_RULES.escape(match)),
  },
})
