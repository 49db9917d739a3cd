/**
 * What the MDX targets share: inert text for `@mdx-js/mdx` 3, whatever plugins a site adds.
 * @see https://mdxjs.com/docs/what-is-mdx/#markdown
 */
import type { ProseRules } from '../markdown/prose-rules'
import { details } from './folds'
import type { Target } from './target'

/** Prose of MDX: braces and `<` are JSX, `import` and `export` at the start of a line are JavaScript. */
export const MDX_RULES: ProseRules = {
  html: 'jsx',
  // A directive, which Docusaurus and Starlight take away when they do not know it.
  special: /[{}<]|:(?=[A-Za-z][\w-]*(?:\[|$))/,
  escape: (char) => `\\${char}`,
  lineStart: /^(?:import|export)\b|^::/,
  math: 'code',
  headingId: 'drop',
}

/** A target whose pages are MDX. */
export function mdxTarget(own: Pick<Target, 'name' | 'tabs'> & Partial<Target>): Target {
  return {
    extension: '.mdx',
    rules: MDX_RULES,
    hasFrontMatter: true,
    showsTitle: false,
    fold: details,
    pageAddress: (path) => `${path}.mdx`,
    ...own,
  }
}
