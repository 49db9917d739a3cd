/**
 * `{a,b}` and `[1-3]` in addresses: one address becomes many. Owns the syntax, the order and `#1` in output names;
 * knows nothing of addresses otherwise.
 * @see https://curl.se/docs/manpage.html#URL
 */
import { isIPv6 } from 'node:net'
import { CurlError, EXIT } from '../transfer-error'

/** One of the addresses a pattern stands for. */
export interface GlobbedUrl {
  readonly url: string
  /** What each pattern stood for, for `#1` and so on in file names. */
  readonly matches: readonly string[]
}

const MAX_PATTERNS = 100

interface Pattern {
  readonly count: number
  readonly isGlob: boolean
  at(index: number): string
}

/** Expands an address lazily, the rightmost pattern fastest. */
export function* expandGlobs(url: string): Generator<GlobbedUrl> {
  const patterns = new GlobParser(url).parse()
  const counters = patterns.map(() => 0)
  for (;;) {
    const texts = patterns.map((pattern, index) => pattern.at(counters[index] ?? 0))
    yield { url: texts.join(''), matches: texts.filter((_, index) => patterns[index]?.isGlob) }
    let index = patterns.length - 1
    while (index >= 0 && (counters[index] ?? 0) + 1 === patterns[index]?.count) counters[index--] = 0
    if (index < 0) return
    counters[index] = (counters[index] ?? 0) + 1
  }
}

/** Puts the matches in the place of `#1` … in a file name; a number without a pattern stays. */
export function fillMatches(name: string, matches: readonly string[]): string {
  return name.replace(/#(\d+)/g, (whole, digits: string) => matches[Number(digits) - 1] ?? whole)
}

class GlobParser {
  /** Position in the text, from 0. */
  private at = 0
  private total = 1

  constructor(private readonly text: string) {}

  parse(): Pattern[] {
    const patterns: Pattern[] = []
    while (this.at < this.text.length) {
      const pattern = this.literal() ?? (this.text[this.at] === '{' ? this.set() : this.range())
      if (pattern.isGlob) {
        this.total *= pattern.count
        if (!Number.isSafeInteger(this.total)) throw this.problem('range overflow', this.at)
      }
      if (patterns.push(pattern) >= MAX_PATTERNS) throw this.problem('too many globs', this.at)
    }
    return patterns.length > 0 ? patterns : [fixed('')]
  }

  private literal(): Pattern | undefined {
    let out = ''
    for (let char = this.text[this.at]; char !== undefined && char !== '{'; char = this.text[this.at]) {
      if (char === '[') {
        const skip = addressInBrackets(this.text.slice(this.at))
        if (skip === '') break
        out += skip
        this.at += skip.length
        continue
      }
      if (char === '}' || char === ']') throw this.problem('unmatched close brace/bracket', this.at)
      if (char === '\\' && /[{}[\]]/.test(this.text[this.at + 1] ?? '')) char = this.text[++this.at] ?? ''
      out += char
      this.at++
    }
    return out === '' ? undefined : fixed(out)
  }

  private set(): Pattern {
    const start = ++this.at
    const items: string[] = []
    let item = ''
    for (;;) {
      const char = this.text[this.at]
      if (char === undefined) throw this.problem('unmatched brace', start - 1)
      if (char === '{' || char === '[') throw this.problem('nested brace', this.at)
      if (char === ']') throw this.problem('unexpected close bracket', this.at)
      if (char === '}' && this.at === start) throw this.problem('empty string within braces', this.at)
      this.at++
      if (char === '}' || char === ',') {
        items.push(item)
        item = ''
        if (char === '}') return { count: items.length, isGlob: true, at: (index) => items[index] ?? '' }
      } else if (char === '\\' && this.text[this.at] !== undefined) item += this.text[this.at++]
      else item += char
    }
  }

  private range(): Pattern {
    const rest = this.text.slice(++this.at)
    const letters = /^([a-z])-([a-z])(?::(\d+))?\]/i.exec(rest)
    const numbers = /^(\d+)-[ \t]*(\d+)(?::(\d+))?\]/.exec(rest)
    if (letters) {
      const [whole, first = '', last = '', step = '1'] = letters
      return this.counted(whole, first.charCodeAt(0), last.charCodeAt(0), Number(step), String.fromCharCode)
    }
    if (numbers) {
      const [whole, first = '', last = '', step = '1'] = numbers
      const width = first.startsWith('0') ? first.length : 0
      return this.counted(whole, Number(first), Number(last), Number(step), (n) =>
        String(n).padStart(width, '0'),
      )
    }
    throw this.problem(/^[a-z0-9]/i.test(rest) ? 'bad range' : 'bad range specification', this.at)
  }

  private counted(
    whole: string,
    first: number,
    last: number,
    step: number,
    print: (n: number) => string,
  ): Pattern {
    const isWrong = step < 1 || first > last || (first === last ? step !== 1 : step > last - first)
    this.at += whole.length
    if (isWrong || !Number.isSafeInteger(last)) throw this.problem('bad range', this.at)
    return {
      count: Math.floor((last - first) / step) + 1,
      isGlob: true,
      at: (index) => print(first + index * step),
    }
  }

  private problem(what: string, index: number): CurlError {
    const position = index + 1
    return new CurlError(
      EXIT.url,
      `${what} in URL position ${position}:\n${this.text}\n${' '.repeat(index)}^`,
    )
  }
}

function fixed(text: string): Pattern {
  return { count: 1, isGlob: false, at: () => text }
}

/** `[]` or an IPv6 address in brackets at the beginning, which is no range. */
function addressInBrackets(text: string): string {
  const [whole = '', inner = ''] = /^\[([^\]]*)\]/.exec(text) ?? []
  return inner === '' || isIPv6(inner.replace(/%.*$/, '')) ? whole : ''
}
