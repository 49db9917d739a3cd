/**
 * A value as a JSON bundle: a tree that folds by itself in every viewer (JupyterLab, exports, GitHub, untrusted
 * notebooks), and indented text. Owns the tree's look; what is kept is `json-nodes`' business.
 * There is no `application/json`: Jupyter saves it with its keys sorted, and a reopened notebook would show another order
 * than the server sent. Only markup that survives JupyterLab's sanitiser is used, and colours that follow its theme
 * (Pygments classes).
 */
import type { MimeBundle } from '../base/mime-bundle'
import { type Html, html as h, type HtmlPart, raw } from './html'
import { type BranchNode, isBranch, type JsonNode, type LeafNode, moreText, readNodes } from './json-nodes'
import { nodeToText } from './json-text'
import { MUTED } from './look'
import { formatCount } from './one-line'
import { cutChars } from '../base/surrogates'

/** How a JSON tree is drawn. */
export interface JsonBundleOptions {
  /** Name of the root. @defaultValue none */
  readonly root?: string
  /** Whether the levels below the root start open. @defaultValue true for a small value */
  readonly expanded?: boolean
}

/** Most nodes that start open: beyond, the page would be the tree. */
const MAX_OPEN_NODES = 300
/** Most parts of one array or object, and characters of one string, in the static tree. */
const MAX_HTML_PARTS = 100
const MAX_HTML_NODES = 2_000
const MAX_HTML_STRING_CHARS = 2_000

const ROW = 'margin-left:1.2em'
/** Lists, so that the tree has its steps where no style is kept, and screen readers tell them. */
const LIST = 'list-style:none;margin:0;padding:0 0 0 1.2em'
const SUMMARY = 'cursor:pointer'
const CLASSES: Readonly<Record<LeafNode['kind'], string>> = {
  string: 's2',
  number: 'mi',
  constant: 'kc',
  other: 'kc',
}

/**
 * Makes the bundle of a value: a `text/html` tree and indented `text/plain`, both in the order of the value.
 *
 * Huge values are cut in the display, never in the value, and what was left out is said. BigInt, cycles, Map, Set,
 * Date, bytes and `undefined` are shown as what they are. Secrets are masked.
 *
 * @param value - Anything.
 * @param options - Name of the root, and whether the levels below it start open.
 * @example
 * ```ts
 * currentScope().display(jsonBundle({ status: 'ok' }, { root: 'response' }))
 * ```
 */
export function jsonBundle(value: unknown, options: JsonBundleOptions = {}): MimeBundle {
  const { root, count } = readNodes(value)
  const expanded = options.expanded ?? count <= MAX_OPEN_NODES
  const name = options.root ?? 'root'
  return {
    data: {
      'text/html': String(treeHtml(root, name, expanded)),
      'text/plain': escapeOddChars(nodeToText(root)),
    },
  }
}

function treeHtml(root: JsonNode, name: string, expanded: boolean): Html {
  const drawing: Drawing = { open: expanded, nodesLeft: MAX_HTML_NODES }
  const tree = isBranch(root)
    ? branchHtml(root, h`<b>${name}</b>`, drawing, true)
    : h`<div style="${ROW}">${leafHtml(root)}</div>`
  // Inside <pre>, MathJax leaves "$…$" alone, and every front end has a monospaced font for it.
  return h`<div class="highlight"><pre style="white-space:pre-wrap;line-height:1.5">${tree}</pre></div>`
}

interface Drawing {
  readonly open: boolean
  nodesLeft: number
}

function branchHtml(node: BranchNode, label: Html, drawing: Drawing, isRoot = false): Html {
  const summary = h`${label} <span style="${MUTED}">${shapeOf(node)}</span>`
  if (node.total === 0)
    return isRoot ? h`<div style="${ROW}">${summary}</div>` : h`<span style="${ROW}">${summary}</span>`
  const parts: Html[] = []
  for (const { key, node: child } of node.entries.slice(0, MAX_HTML_PARTS)) {
    if (drawing.nodesLeft-- <= 0) break
    const name = key === undefined ? h`<span style="${MUTED}">${parts.length}:</span>` : keyHtml(key)
    parts.push(
      isBranch(child)
        ? h`<li>${branchHtml(child, name, drawing)}</li>`
        : h`<li style="${ROW}">${name} ${leafHtml(child)}</li>`,
    )
  }
  if (node.total > parts.length)
    parts.push(h`<li style="${ROW};${MUTED}">${moreText(node, parts.length)}</li>`)
  const open = (isRoot || drawing.open) && raw(' open')
  return h`<details${open}><summary style="${SUMMARY}">${summary}</summary><ul style="${LIST}">${parts}</ul></details>`
}

function keyHtml(key: string): Html {
  return h`<span class="nt">${quoted(cutChars(key, MAX_HTML_STRING_CHARS))}</span>:`
}

function leafHtml(node: LeafNode): Html {
  const text = cutChars(node.text, MAX_HTML_STRING_CHARS)
  const more = node.moreChars + node.text.length - text.length
  const value = h`<span class="${CLASSES[node.kind]}">${node.kind === 'string' ? linesHtml(text) : text}</span>`
  return more === 0 ? value : h`${value} <span style="${MUTED}">… ${formatCount(more)} more characters</span>`
}

/** A string with its line breaks, its lines below each other. */
function linesHtml(text: string): HtmlPart {
  const lines = text.split('\n').map((line) => quoted(line).slice(1, -1))
  if (lines.length === 1) return `"${lines[0]}"`
  const broken = lines.map((line, at) => (at === 0 ? line : h`<br>${line}`))
  return h`<span style="display:block;margin-left:1.2em">"${broken}"</span>`
}

/** What a closed branch says of itself: its class if that says something, and how many parts it has. */
function shapeOf({ kind, label, total }: BranchNode): string {
  const unit = `${formatCount(total)} ${kind === 'array' ? 'item' : 'key'}${total === 1 ? '' : 's'}`
  const shape = total === 0 ? (kind === 'array' ? '[]' : '{}') : kind === 'array' ? `[${unit}]` : `{${unit}}`
  return label === '' ? shape : `${label} ${shape}`
}

function quoted(text: string): string {
  return escapeOddChars(JSON.stringify(text))
}

/** JSON leaves some characters as they are that turn text around, hide in it or steer a terminal. */
function escapeOddChars(json: string): string {
  return json.replace(
    /[\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
