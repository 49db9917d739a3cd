/** Docusaurus 3. @see https://docusaurus.io/docs/markdown-features */
import { mdxTarget } from './mdx'

/** Pages link to each other by their files. */
export const docusaurus = mdxTarget({ name: 'docusaurus' })
