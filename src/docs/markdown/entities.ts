/**
 * Text as character references, which every target shows and none reads as markup.
 * @see https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */

/** A character as a numeric reference. */
export function reference(char: string): string {
  return `&#${char.codePointAt(0)};`
}

/**
 * A text whose characters mean nothing to Markdown, JSX or a template; `&` stays, for references that are in it.
 *
 * @param text - Any text without line breaks that count.
 */
export function literal(text: string): string {
  return inert(text).replace(LINE_START, (first) => reference(first))
}

/** {@link literal} for a text in the middle of a line. */
export function inert(text: string): string {
  return text.replace(/[\\`*_{}[\]<>$~|@^]|-(?=-)|\.(?=\.\.)/g, reference)
}

/** First characters of lines that begin a block in one of the targets. */
const LINE_START = /^(?:[#+\-%=?!:](?=\S*)|[ie](?=(?:mport|xport)\b)|\d(?=\d*[.)]))/

/** The text that references of HTML stand for; those that are not known stay. */
export function decodeReferences(html: string): string {
  return html.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|copy));/gi,
    (whole, ...groups) => {
      const [decimal, hex, name] = groups as (string | undefined)[]
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
    },
  )
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
}
