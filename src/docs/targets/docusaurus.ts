/** Docusaurus 3. @see https://docusaurus.io/docs/markdown-features */
import { emojiColon } from './emoji'
import { MDX_RULES, mdxTarget } from './mdx'
import { jsxTab, jsxTabs, TAB_GROUP } from './tabs'

/** Pages link to each other by their files. */
export const docusaurus = mdxTarget({
  name: 'docusaurus',
  rules: {
    ...MDX_RULES,
    special: new RegExp(`${emojiColon.source}|${MDX_RULES.special.source}`),
    // Names of emoji are looked for in the text that was read, where an escape is gone.
    escape: (match) => (match === ':' ? ':<span></span>' : MDX_RULES.escape(match)),
  },
  tabImports: "import Tabs from '@theme/Tabs'\nimport TabItem from '@theme/TabItem'",
  tabs: (tabs) =>
    jsxTabs(
      `<Tabs groupId="${TAB_GROUP}">`,
      tabs.map((tab) => jsxTab(`<TabItem value="${tab.id}" label="${tab.label}">`, tab)),
    ),
})
