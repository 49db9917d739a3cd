/**
 * Outputs of a cell: streams merged, colours off, of each bundle the type that a page shows best.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs
 */
import { isObject, stringOf, type JsonObject } from '../../base/unknown'
import { decodeReferences } from '../markdown/entities'
import type { Output } from '../page'
import { type Footers, settleMarkdown, settlePlain } from './footers'
import { pictureOf } from './pictures'
import { settledText } from './terminal'

/** How outputs are read. */
export interface OutputOptions {
  readonly footers: Footers
  /** Answers in Markdown as prose of the page, or in a fence. */
  readonly answers: 'prose' | 'fence'
}

interface CellOptions extends OutputOptions {
  readonly tags: ReadonlySet<string>
  /** What pictures of the cell show. */
  readonly alt: string
}

/** Reads the outputs of a cell. */
export function readOutputs(outputs: unknown, options: CellOptions): Output[] {
  const found: Output[] = []
  let stream = ''
  const flush = (): void => {
    const text = settledText(stream).replace(/^(?:[ \t]*\n)+|\s+$/g, '')
    if (text !== '') found.push({ kind: 'text', language: 'text', text })
    stream = ''
  }
  for (const output of Array.isArray(outputs) ? outputs.filter(isObject) : []) {
    if (output['output_type'] === 'stream') {
      if (!options.tags.has(`remove-${stringOf(output['name'])}`)) stream += linesOf(output['text'])
      continue
    }
    flush()
    const shown = output['output_type'] === 'error' ? errorOf(output) : bundleOf(output, options)
    if (shown) found.push(shown)
  }
  flush()
  return found
}

function errorOf(output: JsonObject): Output {
  const traceback = Array.isArray(output['traceback']) ? output['traceback'].map(stringOf).join('\n') : ''
  const line = [stringOf(output['ename']), stringOf(output['evalue'])].filter(Boolean).join(': ')
  const text = settledText(traceback).trim() || settledText(line)
  return { kind: 'text', language: 'text', text, isError: true }
}

function bundleOf({ data, metadata }: JsonObject, options: CellOptions): Output | undefined {
  if (!isObject(data)) return undefined
  const plain = settledText(linesOf(data['text/plain']))
  const markdown = linesOf(data['text/markdown'])
  if (markdown.trim() !== '') {
    const text = settleMarkdown(markdown, options.footers)
    if (options.answers === 'prose') return text.trim() === '' ? undefined : { kind: 'answer', text }
    return textOutput(settlePlain(plain || markdown, options.footers), 'md')
  }
  const picture = pictureOf(data)
  if (picture) return { kind: 'picture', picture, alt: altOf(metadata, options.alt) }
  const json = jsonOf(data)
  if (json !== undefined) return textOutput(json, 'json')
  const latex = linesOf(data['text/latex']).trim()
  if (latex !== '') return textOutput(latex.replace(/^\$+|\$+$/g, '').trim(), 'math')
  if (plain.trim() !== '')
    return textOutput(settlePlain(plain, options.footers), isJson(plain) ? 'json' : 'text')
  return textOutput(wordsOf(linesOf(data['text/html'])), 'text')
}

function textOutput(text: string, language: string): Output | undefined {
  const trimmed = text.replace(/^(?:[ \t]*\n)+|\s+$/g, '')
  return trimmed === '' ? undefined : { kind: 'text', language, text: trimmed }
}

/** JSON of a bundle, as its plain twin writes it, which keeps the order of fields and all digits. */
function jsonOf(data: JsonObject): string | undefined {
  const type = Object.keys(data).find(
    (name) => /^application\/(?:[\w.-]+\+)?json$/.test(name) && !/vega|plotly|widget/.test(name),
  )
  if (type === undefined) return undefined
  const plain = settledText(linesOf(data['text/plain']))
  return isJson(plain) ? plain : JSON.stringify(data[type], null, 2)
}

/** Whether a text is a JSON object or list. */
function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function altOf(metadata: unknown, otherwise: string): string {
  const own = isObject(metadata)
    ? Object.values(metadata).find((each) => isObject(each) && each['alt'])
    : undefined
  return isObject(own) ? stringOf(own['alt']) : otherwise
}

/** The words of HTML that has no plain twin. */
function wordsOf(html: string): string {
  const text = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi, '')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h\d)\b[^>]*>/gi, '\n')
    .replace(/<\/t[dh]>/gi, '\t')
    .replace(/<[^<>]*>/g, '')
  return decodeReferences(text).replace(/\n{3,}/g, '\n\n')
}

function linesOf(value: unknown): string {
  return Array.isArray(value) ? value.map(stringOf).join('') : stringOf(value)
}
