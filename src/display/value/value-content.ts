/**
 * Contents of bundles that values make of themselves, one media type at a time: what may be sent, and in which form. JavaScript
 * is dropped, HTML, SVG and Markdown are cleaned, Vega is checked, formulas and diagrams may not reach elsewhere, bytes become base64.
 */
import { types } from 'node:util'
import { safeMarkdown } from '../markdown/markdown'
import { MAX_PICTURE_BYTES, MAX_TEXT_CHARS } from './value-bytes'
import { htmlContent } from './value-html'
import { toPlainJson } from './value-json'
import { cleanSvg } from './value-svg'
import { cutTwin, tooLarge } from './value-text'
import { checkChart, isChartType } from './value-vega'

const RUNS_CODE = /script|\/xhtml\+xml$/
const JSON_TYPE = /[/+]json$/
const BINARY_TYPE = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|octet-stream)$/
// Said of what it is not: a pattern that matches ten million characters one by one outgrows V8's stack.
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]|=[^=\s]/
/** Commands of MathJax with addresses, styles or markup. */
const REACHING_FORMULA = /\\(?:href|url|style|class|cssId|includegraphics|unicode|require|html\w*|data)\b/
const MAX_JSON_CHARS = 5_000_000

/** Content to send, under which media type if not its own, or what is said instead; `undefined` when it is nothing. */
export type Checked =
  { readonly content: unknown; readonly type?: string } | { readonly note: string } | undefined

/**
 * Checks the content of one media type.
 *
 * @param type - Media type in lower case, without parameters.
 * @param content - A text, lines, bytes, base64 or a JSON value.
 */
export function checkContent(type: string, content: unknown): Checked {
  if (RUNS_CODE.test(type)) return { note: `[${type} is not run]` }
  if (isChartType(type)) {
    const chart = checkChart(type, typeof content === 'string' ? parsed(content) : content)
    return chart === undefined
      ? { note: `[${type}: not a chart that can be drawn]` }
      : { type: chart[0], content: chart[1] }
  }
  if (JSON_TYPE.test(type)) {
    const json = toPlainJson(content, MAX_JSON_CHARS)
    return json === undefined ? undefined : { content: json.value }
  }
  if (BINARY_TYPE.test(type) && type !== 'image/svg+xml') return checkBytes(type, content)
  const text = textFrom(content)
  return text === undefined || text === '' ? undefined : checkText(type, text)
}

function checkText(type: string, text: string): Checked {
  if (type === 'text/plain') return { content: text }
  if (type === 'text/html') {
    const content = htmlContent(text)
    return content === undefined || 'note' in content ? content : { content: content.html }
  }
  if (text.length > MAX_TEXT_CHARS) return { note: tooLarge(type, text.length) }
  if (type === 'text/markdown') return { content: safeMarkdown(text, { remoteImages: true }) }
  if (isReaching(type, text))
    return { note: `[${type} with links, styles or pictures is not drawn]\n${cutTwin(text)}` }
  if (type !== 'image/svg+xml') return { content: text }
  const clean = cleanSvg(text)
  return clean === undefined ? undefined : { content: clean }
}

/** Whether a formula or a diagram could do more than be drawn. */
function isReaching(type: string, text: string): boolean {
  if (type === 'text/latex') return REACHING_FORMULA.test(text)
  return type === 'text/vnd.mermaid' && !safeMarkdown(`\`\`\`mermaid\n${text}`).startsWith('```mermaid\n')
}

/** Base64 goes as it is, bytes become it. */
function checkBytes(type: string, content: unknown): Checked {
  const bytes = bytesFrom(content)
  const base64 =
    bytes !== undefined
      ? Buffer.from(bytes).toString('base64')
      : typeof content === 'string'
        ? content.replace(/^data:[\w/+.-]+;base64,/, '')
        : ''
  const size = Math.floor(base64.length * 0.75)
  if (size > MAX_PICTURE_BYTES) return { note: tooLarge(type, size) }
  return base64 !== '' && !NOT_BASE64.test(base64) ? { content: base64 } : undefined
}

/** A text, the lines that notebook files make of one, or its bytes. */
function textFrom(content: unknown): string | undefined {
  if (typeof content === 'string') return content
  if (Array.isArray(content) && content.every((line) => typeof line === 'string')) return content.join('')
  const bytes = bytesFrom(content)
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
}

function bytesFrom(content: unknown): Uint8Array | undefined {
  if (types.isUint8Array(content)) return content
  return types.isAnyArrayBuffer(content) ? new Uint8Array(content) : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
