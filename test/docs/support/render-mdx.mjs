// Compiles pages with the real @mdx-js/mdx and renders them with stub components: `{"name": "mdx", …}` on stdin gives
// `{"name": {"html": "…"} | {"error": "…"}}` on stdout. A process of its own, because these packages are ESM only.
import { evaluate } from '@mdx-js/mdx'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

/** What all four sites add to MDX. */
function remarkGfm() {
  const data = this.data()
  ;(data.micromarkExtensions ??= []).push(gfm())
  ;(data.fromMarkdownExtensions ??= []).push(gfmFromMarkdown())
}

const Fragment = Symbol('fragment')
const escape = (text) => String(text).replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr', 'col', 'source', 'track'])

/** A JSX runtime that gives HTML; as strict as React about styles and handlers. */
function jsx(type, { children, ...props }) {
  const inner = [children].flat(Infinity).map(textOf).join('')
  if (type === Fragment) return { html: inner }
  if (typeof type === 'function') return type({ children, ...props })
  const attributes = Object.entries(props).map(([name, value]) => {
    if (name === 'style' && typeof value !== 'object') throw new Error('style takes an object')
    if (/^on/i.test(name) && typeof value !== 'function') throw new Error(`${name} takes a function`)
    return ` ${name}="${escape(value)}"`
  })
  return {
    html: VOID.has(type)
      ? `<${type}${attributes.join('')}>`
      : `<${type}${attributes.join('')}>${inner}</${type}>`,
  }
}

function textOf(child) {
  if (child === null || child === undefined || typeof child === 'boolean') return ''
  return typeof child === 'object' ? child.html : escape(child)
}

const Accordion = ({ title, children }) =>
  jsx('details', { children: [jsx('summary', { children: title }), children] })

const Tabs = ({ children }) => jsx('div', { children })
const TabItem = ({ label, children }) => jsx('section', { children: [label, children] })
Tabs.Tab = TabItem
const components = { Accordion, Tabs, TabItem, CodeGroup: Tabs }

let json = ''
for await (const text of process.stdin.setEncoding('utf8')) json += text
const results = {}
for (const [name, source] of Object.entries(JSON.parse(json))) {
  try {
    // Front matter is taken off by each site before MDX sees the page.
    const body = source
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      // What a site has components for.
      .replace(/^\n?(?:import [^\n]* from '(?:@theme|@astrojs|nextra)\/[^\n]*\n)+/, '')
    const { default: Page } = await evaluate(body, {
      jsx,
      jsxs: jsx,
      Fragment,
      remarkPlugins: process.argv.includes('--plain') ? [] : [remarkGfm],
    })
    results[name] = { html: Page({ components }).html }
  } catch (error) {
    results[name] = { error: String(error?.message ?? error) }
  }
}
process.stdout.write(JSON.stringify(results))
