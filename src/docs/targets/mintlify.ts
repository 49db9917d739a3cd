/** Mintlify, whose parser refuses braces in code between backticks too. @see https://mintlify.com/docs/components/accordions */
import { reference } from '../markdown/entities'
import { MDX_RULES, mdxTarget } from './mdx'

/** Pages link to each other from the root of the site. */
export const mintlify = mdxTarget({
  name: 'mintlify',
  rules: { ...MDX_RULES, escape: reference, bracelessCode: true },
  showsTitle: true,
  fold: (title, body) => `<Accordion title="${title}">\n\n${body}\n\n</Accordion>`,
  pageAddress: (_path, fromRoot) => `/${fromRoot}`,
})
