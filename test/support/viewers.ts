/**
 * What other viewers of notebooks leave of HTML: rules as lists, and what is left as text. They are rules that we hold
 * ourselves to, no copy of theirs: the elements that GitHub's published list is known to keep, without styles and classes,
 * and HTML without scripts, as in VS Code. Neither viewer was run.
 * @see https://github.com/gjtorikian/html-pipeline (the sanitiser's allow list, which GitHub publishes)
 * @see https://code.visualstudio.com/api/extension-guides/notebook#notebook-renderer
 */
import { decodeReferences, type MarkupToken, readTags } from '../../src/display/value/value-tags'

/** Elements that GitHub keeps; of others only the content. */
const GITHUB_ELEMENTS = new Set(
  (
    'h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p picture ol ul table thead tbody tfoot ' +
    'blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption abbr bdo ' +
    'cite dfn mark small source span time wbr'
  ).split(' '),
)
/** Attributes that GitHub keeps, on any of our elements; `style` and `class` are not among them. */
const GITHUB_ATTRIBUTES = /^(?:href|src|alt|title|open|colspan|rowspan|scope|width|height)$/
/** Elements that may vanish with only their content left: the content says the same. */
const REPLACEABLE = /^(?:audio|video)$/

/** Elements and attributes of ours that a viewer takes away. */
export interface Lost {
  readonly elements: readonly string[]
  readonly attributes: readonly string[]
}

/** What GitHub takes away of markup. */
export function lostOnGitHub(markup: string): Lost {
  const elements = new Set<string>()
  const attributes = new Set<string>()
  for (const token of readTags(markup)) {
    if (token.kind !== 'open') continue
    if (!GITHUB_ELEMENTS.has(token.name) && !REPLACEABLE.test(token.name)) elements.add(token.name)
    for (const name of token.attributes.keys()) if (!GITHUB_ATTRIBUTES.test(name)) attributes.add(name)
  }
  return { elements: [...elements], attributes: [...attributes] }
}

/** Words of markup as they stand when no style is kept: blocks and cells are set apart, lists have steps. */
export function plainView(markup: string): string {
  let depth = 0
  let out = ''
  for (const token of readTags(markup)) {
    if (token.kind === 'text') out += token.text
    else depth = step(token, depth, (text) => (out += text))
  }
  return out
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim()
}

function step(
  token: Exclude<MarkupToken, { kind: 'text' }>,
  depth: number,
  add: (text: string) => void,
): number {
  const isOpen = token.kind === 'open'
  const name = token.name.toLowerCase()
  if (/^(?:td|th)$/.test(name)) add(isOpen ? '' : ' | ')
  else if (name === 'li' && isOpen) add(`\n${'  '.repeat(depth)}- `)
  else if (/^(?:div|p|br|tr|table|summary|details|pre|h[1-6]|caption|blockquote)$/.test(name)) add('\n')
  return name === 'ul' || name === 'ol' ? depth + (isOpen ? 1 : -1) : depth
}

/** The text of markup, without blanks. */
export function wordsOf(markup: string): string {
  let words = ''
  for (const token of readTags(markup)) if (token.kind === 'text' && !token.isRaw) words += token.text
  return decodeReferences(words).replace(/\s+/g, '')
}

/** What VS Code would not do with markup: it keeps styles and elements, and runs no script of ours. */
export function notForCode(markup: string): readonly string[] {
  const found = new Set<string>()
  for (const token of readTags(markup)) {
    if (token.kind !== 'open') continue
    if (/^(?:script|iframe|object|embed|form|link|meta|base|style)$/i.test(token.name)) found.add(token.name)
    for (const [name, value] of token.attributes) {
      if (/^on/i.test(name)) found.add(name)
      // Its themes have variables of other names: ours need a value to fall back to.
      if (name === 'style' && /var\(--[\w-]+\)/.test(value)) found.add(value)
    }
  }
  return [...found]
}
