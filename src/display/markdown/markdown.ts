/**
 * Foreign Markdown made safe to hand to a front end. A trusted notebook runs what Markdown's HTML says, so none is
 * let through; links and images are restricted. Owns the code fences, which stay as they are;
 * the text between them is `markdown-inline`'s business.
 */
import { closesFence, createBlockReader, type FenceOpening, readFenceOpening } from './markdown-blocks'
import { showHidden } from '../terminal-text'
import { type MarkdownOptions, safeInline, writeOut } from './markdown-inline'

/**
 * Neutralises Markdown that came from a model or a server: HTML is shown as text, links with schemes other than
 * `http`, `https` and `mailto` are inert, images become links. What is harmless stays as it is written.
 *
 * @param text - Markdown, whole or a part that starts at the start of a block.
 * @param options - `remoteImages`: draw images from elsewhere.
 * @returns Markdown whose only HTML is ours (`<code>`, `<pre>`); every fence in it is closed.
 */
export function safeMarkdown(text: string, options: MarkdownOptions = {}): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const out: string[] = []
  let run: string[] = []
  const flush = () => {
    if (run.length > 0) out.push(withoutNewFences(safeInline(run.join('\n'), options)))
    run = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const opening = readFenceOpening(line)
    if (opening === undefined) {
      run.push(line)
      continue
    }
    const body = readBody(lines, at + 1, opening)
    const code = body.lines.map(showHidden)
    if (opening.lead === '') {
      const isOpen = at > 0 && lines[at - 1]?.trim() !== '' && run.at(-1) !== ''
      if (isOpen) run.push('')
      flush()
      out.push(plainFence(opening, code))
      const next = lines[body.next]
      if (next !== undefined && next.trim() !== '') run.push('')
    } else {
      flush()
      out.push(
        nestedFence(opening, lines.slice(at, body.next).map(showHidden), { ...body, lines: code }, options),
      )
    }
    at = body.next - 1
  }
  flush()
  return out.join('\n')
}

/**
 * Closes what is open at the end of a text that still grows: a code fence, display math.
 *
 * @param text - Markdown so far.
 * @returns The text, with a closing line added when one is missing.
 */
export function closeOpenFences(text: string): string {
  const block = createBlockReader()
  for (const line of text.split('\n')) block.read(line)
  const closing = block.closing()
  return closing === '' ? text : `${text}${text.endsWith('\n') ? '' : '\n'}${closing}`
}

/** A line whose code was written out may have become the opening of a fence: its backticks become characters. */
function withoutNewFences(text: string): string {
  if (!/`{3}|~{3}/.test(text)) return text
  return text
    .split('\n')
    .map((line) => {
      const opening = readFenceOpening(line)
      return opening === undefined
        ? line
        : opening.lead + writeOut(opening.fence) + line.slice(opening.lead.length + opening.fence.length)
    })
    .join('\n')
}

/** Languages that no front end can take for anything else. */
const PLAIN_INFO = /^[ \t]*[\w+#.-]{0,30}[ \t]*$/

/**
 * The shortest fence that code can stand in: longer than every run of backticks in it.
 *
 * @param code - Any text.
 */
export function fenceFor(code: string): string {
  let longest = 2
  for (const [run] of code.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length)
  return '`'.repeat(longest + 1)
}

interface Body {
  readonly lines: readonly string[]
  readonly isClosed: boolean
  /** Index of the first line after the fence. */
  readonly next: number
}

/** The lines of a fence, up to its closing line or, inside a list or a quote, to the end of that. */
function readBody(lines: readonly string[], from: number, { lead, fence }: FenceOpening): Body {
  const indent = lead.replace(/[^ \t>]/g, ' ').trimEnd() === '' ? lead.length : 0
  const isInside = (line: string) =>
    lead.includes('>')
      ? /^[ \t]*>/.test(line)
      : line.trim() === '' || /^[ \t]*/.exec(line)![0].length >= indent
  const body: string[] = []
  let at = from
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (lead !== '' && !isInside(line)) break
    if (closesFence(line, fence)) return { lines: body, isClosed: true, next: at + 1 }
    body.push(line)
  }
  // What follows the last line end of the text is not a line of the code.
  if (at === lines.length && body.at(-1) === '') body.pop()
  return { lines: body, isClosed: false, next: at }
}

/**
 * Diagrams that could ask for something elsewhere or link to it: pictures, styles, settings, links, HTML, escapes. JupyterLab
 * draws Mermaid; one of these is shown as its source.
 */
const REACHING =
  /[<\\@#&%$`]|\/\/|\b(?:img|image|icon|url|style|linkStyle|classDef|click|links?|href|call|import|theme\w*|config|init)\b|^[ \t]*---[ \t]*$/im

/** Whether a front end would make more of a fence than text in a box. */
function isReaching(info: string, code: string): boolean {
  return /^[ \t]*(?:\{[^}]*)?\.?mermaid\b/i.test(info) && REACHING.test(code)
}

/** A fence at the left margin: every parser agrees on it, once no line inside can be taken for its end. */
function plainFence({ info }: FenceOpening, body: readonly string[]): string {
  const code = body.join('\n')
  const fence = fenceFor(code)
  const language = isReaching(info, code) ? 'text' : (/^[ \t]*([\w+#.-]{1,30})/.exec(info)?.[1] ?? '')
  return [fence + language, ...body, fence].join('\n')
}

/** A fence in a list or a quote stays if it were harmless as text too, else it becomes one line of HTML. */
function nestedFence(
  opening: FenceOpening,
  source: readonly string[],
  body: Body,
  options: MarkdownOptions,
): string {
  const whole = source.join('\n')
  const text = [opening.info, ...body.lines].join('\n')
  const closing = opening.lead.replace(/[^ \t>]/g, ' ') + opening.fence
  const isPlain =
    PLAIN_INFO.test(opening.info) &&
    !isReaching(opening.info, body.lines.join('\n')) &&
    safeInline(text, options) === text
  if (isPlain) return body.isClosed ? whole : `${whole}\n${closing}`
  const width = opening.lead.length
  const code = body.lines.map((line) =>
    opening.lead.includes('>')
      ? line.replace(/^[ \t]*>[ ]?/, '')
      : line.replace(new RegExp(`^[ \\t]{0,${width}}`), ''),
  )
  return `${opening.lead}<pre><code>${writeOut(code.join('\n'))}</code></pre>`
}
