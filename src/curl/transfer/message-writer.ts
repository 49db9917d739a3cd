/**
 * curl's messages: warnings, notes, errors, usage help, the lines of `-v`. Owns their prefixes, wrapping and when
 * `-s` and `-S` silence them; knows nothing of transfers.
 */
import type { GlobalOptions } from '../options/operation'
import { fromWire } from '../wire-text'

const LINE_CHARS = 79
const HELP_HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n"

/** Writes messages. */
export class MessageWriter {
  constructor(
    private readonly write: (text: string) => void,
    private readonly options: () => Pick<GlobalOptions, 'silent' | 'showError' | 'verbose'>,
  ) {}

  /** Not with `-s`. */
  warn(text: string): void {
    if (!this.options().silent) this.write(wrap('Warning: ', text))
  }

  /** Said even with `-s`: something differs from what curl would do, for safety. */
  notice(text: string): void {
    this.write(wrap('Warning: ', text))
  }

  /** A failed transfer. Not with `-s` unless `-S`. */
  error(exitCode: number, message: string, more = ''): void {
    const { silent, showError } = this.options()
    if (!silent || showError) this.write(`curl: (${exitCode}) ${message}\n${more}`)
  }

  /** A wrong command line: always said. */
  usage(message: string): void {
    this.write(`curl: ${message}\n${HELP_HINT}`)
  }

  /** A line of `-v`; wire text. */
  verbose(prefix: '*' | '>' | '<', text: string): void {
    if (!this.options().verbose) return
    for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) this.write(`${prefix} ${fromWire(line)}\n`)
  }

  /** Text as it is. */
  plain(text: string): void {
    this.write(text)
  }
}

/** Breaks a message at blanks, each line with the prefix. */
function wrap(prefix: string, text: string): string {
  const width = LINE_CHARS - prefix.length
  let out = ''
  let rest = text
  while (rest.length > width) {
    const blank = rest.slice(0, width).search(/[ \t][^ \t]*$/)
    const cut = blank > 0 ? blank + 1 : width
    out += `${prefix}${rest.slice(0, cut)}\n`
    rest = rest.slice(cut)
  }
  return `${out}${prefix}${rest}\n`
}
