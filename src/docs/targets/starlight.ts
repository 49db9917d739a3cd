/** Astro Starlight. @see https://starlight.astro.build/guides/pages/ */
import { mdxTarget } from './mdx'

/** Each page is a folder of the site. */
export const starlight = mdxTarget({
  name: 'starlight',
  showsTitle: true,
  pageAddress: (path) => `../${path.toLowerCase()}/`,
})
