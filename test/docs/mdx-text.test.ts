/**
 * What MDX shows of a Markdown cell is what the cell says: compiled and rendered by the real `@mdx-js/mdx`.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { makeSafe } from '../../src/docs/markdown/make-safe'
import { loadMarkdown } from '../../src/docs/markdown/parser'
import { TARGETS } from '../../src/docs/targets/all-targets'
import { variants } from '../support/extent'
import { HOSTILE } from './support/hostile-markdown'
import { shownBy, wordsOf } from './support/shown-text'

const MDX_TARGETS = TARGETS.filter(({ extension }) => extension === '.mdx')

/** Compiles and renders pages in a process of its own. */
function render(pages: Readonly<Record<string, string>>): Record<string, { html?: string; error?: string }> {
  const output = execFileSync(process.execPath, [join(__dirname, 'support', 'render-mdx.mjs')], {
    input: JSON.stringify(pages),
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  })
  return JSON.parse(output) as Record<string, { html?: string; error?: string }>
}

beforeAll(loadMarkdown)

/** The same lines inside of other blocks. */
const CONTAINERS: readonly (readonly [name: string, wrap: (source: string) => string])[] = [
  ['on its own', (source) => source],
  ['in a quotation', (source) => source.replace(/^/gm, '> ')],
  ['in a list', (source) => `- ${source.replace(/\n(?=.)/g, '\n  ')}`],
  ['deep in a list', (source) => `1. one\n\n   - ${source.replace(/\n(?=.)/g, '\n     ')}`],
]

describe.each(variants(MDX_TARGETS.map((target) => [target.name, target] as const)))(
  'a page for %s',
  (name, { rules }) => {
    // Inside of other blocks all MDX targets have the same rules; Mintlify alone has other escapes.
    const containers = { docusaurus: CONTAINERS, mintlify: [CONTAINERS[0]!, CONTAINERS[3]!] }[name]
    test.each(variants(containers ?? CONTAINERS.slice(0, 1)))(
      'shows every hostile line as it is read in the notebook, %s',
      (place, wrap) => {
        const safe = HOSTILE.map(([source]) =>
          makeSafe({ source: wrap(source), rules, address: (url) => url }),
        )
        const results = render(Object.fromEntries(safe.map((text, index) => [index, text])))
        const shown = HOSTILE.map(([source], index) => {
          const { html, error } = results[index]!
          return { source, safe: safe[index], shown: error ?? wordsOf(html!) }
        })
        expect(shown).toEqual(
          HOSTILE.map(([source, words], index) => ({
            source,
            safe: safe[index],
            shown: `${place.startsWith('deep') ? 'one ' : ''}${words ?? shownBy(source)}`
              .replace(/\s+/g, ' ')
              .trim(),
          })),
        )
      },
    )
  },
)
