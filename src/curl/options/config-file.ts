/**
 * The lines of a `-K` file. Owns its syntax; knows nothing of options.
 * @see https://curl.se/docs/manpage.html#-K
 */

/** One option of a config file. */
export interface ConfigLine {
  /** As written, with or without dashes. */
  readonly option: string
  /** `undefined` when the line has none. */
  readonly value: string | undefined
  /** Counted from 1. */
  readonly line: number
  /** Something follows an unquoted value. */
  readonly hasRest: boolean
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', v: '\v' }

/** Reads a config file's text into options. Lines that begin with `#`, `/` or `*` are comments. */
export function* readConfigLines(text: string): Generator<ConfigLine> {
  let line = 0
  for (const raw of text.split('\n')) {
    line++
    const trimmed = raw.trimStart()
    if (trimmed === '' || /^[#/*]/.test(trimmed)) continue
    // A dashed option ends at white space only; a bare one also at `=` or `:`.
    const pattern = trimmed.startsWith('-') ? /^(\S+)\s?(\s*)/ : /^([^\s=:]+)[\s=:]?([\s=:]*)/
    const head = pattern.exec(trimmed)
    if (!head?.[1]) continue
    const rest = trimmed.slice(head[0].length)
    if (rest.startsWith('"')) {
      const quoted = /^"((?:\\[^]|[^"\\])*)/.exec(rest)?.[1] ?? ''
      const value = quoted.replace(/\\([^])/g, (_, char: string) => ESCAPES[char] ?? char)
      yield { option: head[1], value, line, hasRest: false }
    } else {
      const value = /^\S*/.exec(rest)?.[0] ?? ''
      const after = rest.slice(value.length).trim()
      yield {
        option: head[1],
        value: value || undefined,
        line,
        hasRest: after !== '' && !after.startsWith('#'),
      }
    }
  }
}
