/** Nextra 4. @see https://nextra.site/docs/guide/markdown */
import { mdxTarget } from './mdx'

/** Pages link to each other by their addresses, without endings. */
export const nextra = mdxTarget({ name: 'nextra', pageAddress: (path) => `./${path}` })
