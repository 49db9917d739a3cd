/**
 * What one output of a live answer shows: folded reasoning and tool calls, a segment of the text, a status line,
 * the footer. Owns the look, as Markdown or as HTML; knows nothing of time or of the order of outputs.
 */
import type { MimeBundle } from '../../base/mime-bundle'
import { maskForCell } from '../mask'
import { type Html, html as h, raw } from '../html'
import { MUTED, WARNING } from '../look'
import type { ToolCallView } from './live-contract'
import { closeOpenFences, fenceFor, safeMarkdown } from '../markdown/markdown'
import { formatCount } from '../one-line'
import type { Segment } from '../markdown/segments'
import { showInvisible } from '../terminal-text'
import { cutChars } from '../../base/surrogates'

/** The parts of one output. Absent parts are not drawn. */
export interface OutputParts {
  readonly reasoning: string
  readonly toolCalls: readonly ToolCallView[]
  readonly segment: Segment
  readonly note: string
  readonly footer: string
  /** Why the answer is not complete. */
  readonly failure: string
  /** Whether anything of the answer came before the failure. */
  readonly hasAnswer: boolean
  /** While live, long parts are shortened and reasoning without a text yet is open. */
  readonly isLive: boolean
}

/** Characters of reasoning, and of a tool call's arguments, that are drawn while they grow. */
const MAX_LIVE_CHARS = 4_000

const PRE = 'white-space:pre-wrap;margin:0'
const COLOURS = /\x1b\[[0-9;:]*m/g

/**
 * Draws the parts as Markdown; everything that came from outside is made harmless.
 *
 * @param parts - What to draw.
 */
export function markdownBundle(parts: OutputParts): MimeBundle {
  const { reasoning, toolCalls, segment, note, footer, failure } = parts
  const blocks = [
    reasoning !== '' &&
      fold(reasoningTitle(parts), foreign(shorten(reasoning, parts.isLive)), isReasoningOpen(parts)),
    ...toolCalls.map((call) =>
      fold(callTitle(call), fence(argumentsText(call, parts.isLive), 'json'), false),
    ),
    segment.text !== '' && foreign(segment.prefix + segment.text),
    note !== '' && `<span style="${MUTED}">${escapeInline(note)}</span>`,
    failure !== '' && `<div style="${WARNING}"><b>${failureTitle(parts)}.</b> ${escapeInline(failure)}</div>`,
    footer !== '' && `<span style="${MUTED}">${escapeInline(footer)}</span>`,
  ]
  return { data: { 'text/markdown': blocks.filter(Boolean).join('\n\n'), 'text/plain': plainText(parts) } }
}

/**
 * Draws the parts with the text as it is, not as Markdown.
 *
 * @param parts - What to draw.
 */
export function textBundle(parts: OutputParts): MimeBundle {
  const { reasoning, toolCalls, segment, note, footer, failure } = parts
  const markup = h`${
    reasoning !== '' &&
    foldHtml(h`${reasoningTitle(parts)}`, shorten(reasoning, parts.isLive), isReasoningOpen(parts))
  }${toolCalls.map((call) =>
    foldHtml(raw(callTitle(call)), argumentsText(call, parts.isLive), false),
  )}${segment.text !== '' && h`<pre style="${PRE}">${withoutColours(segment.text)}</pre>`}${
    note !== '' && h`<div style="${MUTED}">${cleanLine(note)}</div>`
  }${failure !== '' && h`<div style="${WARNING}"><b>${failureTitle(parts)}.</b> ${cleanLine(failure)}</div>`}${
    footer !== '' && h`<div style="${MUTED}">${cleanLine(footer)}</div>`
  }`
  return { data: { 'text/html': String(markup), 'text/plain': plainText(parts) } }
}

function plainText(parts: OutputParts): string {
  const { toolCalls, segment, note, footer, failure } = parts
  return [
    ...toolCalls.map((call) => `tool call ${cleanLine(call.name)}(${call.arguments})`),
    segment.text,
    note && `[${cleanLine(note)}]`,
    failure && `[${failureTitle(parts).toLowerCase()}: ${cleanLine(failure)}]`,
    footer && `[${cleanLine(footer)}]`,
  ]
    .filter(Boolean)
    .join('\n')
}

function failureTitle({ hasAnswer }: OutputParts): string {
  return hasAnswer ? 'Incomplete' : 'No answer'
}

function foreign(text: string): string {
  return safeMarkdown(closeOpenFences(withoutColours(text)))
}

function fold(title: string, body: string, isOpen: boolean): string {
  return `<details${isOpen ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`
}

function foldHtml(title: Html, body: string, isOpen: boolean): Html {
  return h`<details${isOpen && raw(' open')}><summary>${title}</summary><pre style="${PRE}">${withoutColours(body)}</pre></details>`
}

function isReasoningOpen({ isLive, segment, toolCalls }: OutputParts): boolean {
  return isLive && segment.text === '' && toolCalls.length === 0
}

function reasoningTitle({ reasoning, isLive }: OutputParts): string {
  const isShort = isLive && reasoning.length > MAX_LIVE_CHARS
  return `Reasoning${isShort ? ` (the last part of ${formatCount(reasoning.length)} characters)` : ''}`
}

function callTitle({ name }: ToolCallView): string {
  return `Tool call <code>${escapeInline(name)}</code>`
}

/** The end of a growing text, from the start of a line on. */
function shorten(text: string, isLive: boolean): string {
  if (!isLive || text.length <= MAX_LIVE_CHARS) return text
  const end = text.slice(-MAX_LIVE_CHARS)
  return end.slice(end.indexOf('\n') + 1)
}

function argumentsText(call: ToolCallView, isLive: boolean): string {
  const text = maskForCell(call.arguments)
  if (isLive) {
    const more = text.length - MAX_LIVE_CHARS
    return more > 0 ? `${cutChars(text, MAX_LIVE_CHARS)}… ${formatCount(more)} more` : text
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text // Not JSON (yet, or never): shown as it came.
  }
}

function fence(code: string, language: string): string {
  const mark = fenceFor(code)
  return safeMarkdown(`${mark}${language}\n${code}\n${mark}`)
}

/** One line of plain words for a place where Markdown and HTML are both read. */
function escapeInline(text: string): string {
  return cleanLine(text).replace(/[&<>"'`*_~[\]$\\|@#]|:(?=\/\/)/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** Masked here, because escaped it would not be recognised any more. */
function cleanLine(text: string): string {
  return showInvisible(maskForCell(text).replace(/\s+/g, ' ').trim())
}

function withoutColours(text: string): string {
  return text.replace(COLOURS, '')
}
