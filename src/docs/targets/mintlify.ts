/** Mintlify, whose parser refuses braces in code between backticks too. @see https://mintlify.com/docs/components/accordions */
import { fence } from '../fence'
import { reference } from '../markdown/entities'
import { MDX_RULES, mdxTarget } from './mdx'

/** Pages link to each other from the root of the site. */
export const mintlify = mdxTarget({
  name: 'mintlify',
  rules: { ...MDX_RULES, escape: reference, bracelessCode: true },
  showsTitle: true,
  fold: (title, body) => `<Accordion title="${title}">\n\n${body}\n\n</Accordion>`,
  // The words behind a language are the title of its tab.
  tabs: (tabs) =>
    `<CodeGroup>\n\n${tabs.map(({ language, label, text }) => fence(`${language} ${label}`, text)).join('\n\n')}\n\n</CodeGroup>`,
  pageAddress: (_path, fromRoot) => `/${fromRoot}`,
})
