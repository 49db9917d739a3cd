/** Nextra 4. @see https://nextra.site/docs/guide/markdown */
import { MDX_RULES, mdxTarget } from './mdx'
import { jsxTab, jsxTabs, TAB_GROUP } from './tabs'

/** Pages link to each other by their addresses, without endings. */
export const nextra = mdxTarget({
  name: 'nextra',
  rules: {
    ...MDX_RULES,
    // `[#id]` behind a heading is its id, looked for in the text that was read.
    special: new RegExp(`\\[(?=#[^\\]]+\\]\\s*$)|${MDX_RULES.special.source}`),
    escape: (match) => (match === '[' ? '[<span></span>' : MDX_RULES.escape(match)),
  },
  tabImports: "import { Tabs } from 'nextra/components'",
  // The choice is kept as a number, so the same tabs come in the same order everywhere.
  tabs: (tabs) =>
    jsxTabs(
      `<Tabs items={[${tabs.map(({ label }) => `'${label}'`).join(', ')}]} storageKey="${TAB_GROUP}">`,
      tabs.map((tab) => jsxTab('<Tabs.Tab>', tab)),
    ),
  pageAddress: (path) => `./${path}`,
})
