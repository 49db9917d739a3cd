/** Astro Starlight. @see https://starlight.astro.build/guides/pages/ */
import { mdxTarget } from './mdx'
import { jsxTab, jsxTabs, TAB_GROUP } from './tabs'

/** Each page is a folder of the site. */
export const starlight = mdxTarget({
  name: 'starlight',
  showsTitle: true,
  tabImports: "import { Tabs, TabItem } from '@astrojs/starlight/components'",
  tabs: (tabs) =>
    jsxTabs(
      `<Tabs syncKey="${TAB_GROUP}">`,
      tabs.map((tab) => jsxTab(`<TabItem label="${tab.label}">`, tab)),
    ),
  pageAddress: (path) => `../${path.toLowerCase()}/`,
})
