/**
 * Outputs of a cell as lines that can be compared and read: streams joined, colours off, HTML a tag to a line, JSON with
 * its fields in order. Of each line there is the form that is shown and the form that is compared, without times.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs
 */
import { createHash } from 'node:crypto'
import { isObject, stringOf, type JsonObject } from '../../../base/unknown'
import {
  chartWithoutTimes,
  isProgressLine,
  printedWithoutTimes,
  withoutTimes,
} from '../../../docs/notebook/run-times'
import { settledText } from '../../../docs/notebook/terminal'

/** Lines of an output in one form of it. */
export interface OutputText {
  /** What stands above the lines, e.g. `stdout` or `text/html`. */
  readonly title: string
  readonly shown: readonly string[]
  /** As many lines as `shown`. */
  readonly compared: readonly string[]
  /** Whether this is what people read of the output; other forms of it are compared, and shown only when this is equal. */
  readonly isRead: boolean
}

/** Media types in which a display is read best in a terminal. */
const READ = ['text/plain', 'text/markdown', 'application/json', 'text/html'] as const

/**
 * Reads outputs.
 *
 * @param outputs - Outputs of one cell as a notebook holds them.
 */
export function readOutputTexts(outputs: readonly unknown[]): OutputText[] {
  const texts: OutputText[] = []
  let streams: Record<string, string> = {}
  const flush = (): void => {
    // Which of two streams came first is chance.
    for (const name of Object.keys(streams).sort()) {
      const text = settledText(streams[name]!)
      if (text !== '') texts.push(textOf(name, text, { compared: printedWithoutTimes(text) }))
    }
    streams = {}
  }
  for (const output of outputs.filter(isObject)) {
    if (isChance(output)) continue
    if (output['output_type'] === 'stream') {
      const name = stringOf(output['name'])
      streams[name] = (streams[name] ?? '') + linesOf(output['text'])
      continue
    }
    flush()
    if (output['output_type'] === 'error') texts.push(textOf('error', errorOf(output)))
    else texts.push(...displayOf(output))
  }
  flush()
  return texts
}

function isChance({ output_type: type, data }: JsonObject): boolean {
  if (type !== 'display_data' || !isObject(data)) return false
  return Object.keys(data).join() === 'text/plain' && isProgressLine(linesOf(data['text/plain']))
}

function displayOf({ data, metadata }: JsonObject): OutputText[] {
  if (!isObject(data)) return []
  const read = READ.find((type) => data[type] !== undefined)
  const texts = Object.keys(data)
    .sort()
    .map((type) => ({ ...formOf(type, data[type]), isRead: type === read || read === undefined }))
  const hints = isObject(metadata) && Object.keys(metadata).length > 0 ? [metadata] : []
  return [...texts, ...hints.map((hint) => ({ ...jsonOf('metadata', hint), isRead: false }))]
}

function formOf(type: string, content: unknown): OutputText {
  if (/[/+]json$/.test(type)) return jsonOf(type, content)
  const text = linesOf(content)
  if (/^(?:image|audio|video|application)\//.test(type) && !/[/+](?:xml|javascript)$/.test(type)) {
    const mark = createHash('sha256').update(text.replace(/\s/g, '')).digest('hex').slice(0, 12)
    return textOf(type, `${Buffer.from(text, 'base64').length} bytes, sha256 ${mark}…`)
  }
  const isMarkup = /html|xml/.test(type)
  const settled = isMarkup ? text : settledText(text)
  const compared = withoutTimes(type, settled)
  return isMarkup
    ? textOf(type, tagsOnLines(settled), { compared: tagsOnLines(compared) })
    : textOf(type, settled, { compared })
}

function jsonOf(title: string, value: unknown): OutputText {
  const write = (part: unknown): string => JSON.stringify(inOrder(part), null, 2)
  return textOf(title, write(value), { compared: write(chartWithoutTimes(value)) })
}

/** A stack is where a program lies on one machine: only lines of cells are compared. */
function errorOf({ ename, evalue, traceback }: JsonObject): string {
  const line = [stringOf(ename), stringOf(evalue)].filter(Boolean).join(': ')
  const stack = Array.isArray(traceback) ? settledText(traceback.map(stringOf).join('\n')).split('\n') : []
  const own = stack.filter((each) => /^\s+at /.test(each) && !/[/\\]|node:/.test(each))
  return [settledText(line), ...own].join('\n')
}

function textOf(title: string, shown: string, { compared = shown } = {}): OutputText {
  return { title, shown: shown.split('\n'), compared: compared.split('\n'), isRead: true }
}

const BLOCK =
  /(?=<(?:div|p|table|thead|tbody|tr|t[dh]|[uo]l|li|pre|details|summary|h\d|svg|g|rect|path|circle|line|text)\b)/g

function tagsOnLines(html: string): string {
  return html
    .replace(BLOCK, '\n')
    .replace(/\n{2,}/g, '\n')
    .replace(/^\n/, '')
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, inOrder(value[name])]),
  )
}

function linesOf(value: unknown): string {
  return Array.isArray(value) ? value.map(stringOf).join('') : stringOf(value)
}
