/**
 * The text that a reader sees.
 */
import { decodeReferences } from '../../../src/docs/markdown/entities'
import { markdown } from '../../../src/docs/markdown/parser'

/** Words of HTML, white space made one. */
export function wordsOf(html: string): string {
  const text = html
    .replace(
      /<(?:br|hr|break|\/?(?:p|li|ul|ol|h\d|td|th|tr|table|pre|summary|details|blockquote|section|div|center))\b(?:"[^"]*"|[^<>"])*>/gi,
      ' ',
    )
    .replace(/<\/?[a-z!?](?:"[^"]*"|'[^']*'|[^<>"'])*>/gi, '')
  return decodeReferences(text).replace(/\s+/g, ' ').trim()
}

/** What CommonMark with GFM shows of a source that holds no HTML. */
export function shownBy(source: string): string {
  if (source.includes('<')) throw new Error(`say what is shown of ${source}`)
  return wordsOf(markdown().renderMarkdown(source))
}
