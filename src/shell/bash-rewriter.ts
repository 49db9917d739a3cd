/**
 * Puts references in the place of values in a bash script, quoted as the place asks. Owns a reader of bash's quoting
 * (quotes, substitutions, heredocs, comments, `case`), not of its commands. Were it to take a place for another, a
 * value would at worst be split into words: its content is in a variable, so bash does not run it.
 * Places where bash parses the content of a variable again (arithmetic, subscripts) take whole numbers only; places
 * whose rules differ between versions of bash take no value. One grammar in one place, hence the length.
 * unbash, which reads the scripts of curl cells, is not asked: here bash itself runs the script and judges its syntax, so a
 * reader must go on where a parser reports an error, and for a value inside of backticks, of a pattern or of a subscript its
 * tree has no place in the source, only text.
 * Commands that run their own arguments (`eval`, `let`, `sh -c`, `ssh`) stay the user's business, as with any variable.
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
import {
  checkNumber,
  oneWord,
  plain,
  plainText,
  reference,
  refuse,
  wholeNumber,
  type Insert,
  type PlacedValue,
} from './placed-value'

/**
 * Rewrites a script.
 *
 * @param marked - The script with `\0INDEX\0` where a value stands.
 * @param values - The values by index.
 * @returns The script with references in the place of the marks.
 * @throws UsageError for a value in a place that cannot take it.
 */
export function rewriteBash(marked: string, values: readonly PlacedValue[]): string {
  return new Rewriter(marked, values).rewrite()
}

interface Heredoc {
  /** Index in the output of its delimiter, which is unquoted when the body holds a value. */
  readonly index: number
  readonly delimiter: string
  readonly isQuoted: boolean
  readonly stripsTabs: boolean
}

/** Words after which a command may begin. */
const OPENERS = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', 'for', '!', 'time', '{', '}'])
const BOUNDARY = /[\s;&|<>()]/
const ASSIGNMENT = /^[A-Za-z_]\w*(\[.*\])?\+?=/s

class Rewriter {
  private at = 0
  private end: number
  private wordStart = 0
  private markStart = 0
  private readonly out: string[] = []
  private heredocs: Heredoc[] = []

  constructor(
    private readonly source: string,
    private readonly values: readonly PlacedValue[],
  ) {
    this.end = source.length
  }

  rewrite(): string {
    this.commands(false)
    return this.out.join('')
  }

  /** A list of commands, up to the end or to the `)` that closes a substitution. */
  private commands(isNested: boolean): void {
    const open: ('(' | 'case')[] = []
    const outerStart = this.wordStart
    this.wordStart = this.at
    let isCommand = true
    const endWord = () => {
      const word = this.source.slice(this.wordStart, this.at)
      if (word === '') return
      if (isCommand && word === 'case') open.push('case')
      if (isCommand && word === 'esac' && open.at(-1) === 'case') open.pop()
      const opens = OPENERS.has(word) || ASSIGNMENT.test(word)
      isCommand = (isCommand && opens) || (word === 'in' && open.at(-1) === 'case')
    }
    while (this.at < this.end) {
      const char = this.peek()
      if (BOUNDARY.test(char)) {
        endWord()
        if (char === ')' && isNested && open.length === 0) break
        if (isCommand && this.sees('((')) this.arithmetic(2, ')')
        else if (this.sees('<<') && !this.sees('<<<')) this.heredoc()
        else {
          if (char === '(') open.push('(')
          if (char === ')' && open.at(-1) === '(') open.pop()
          this.take(this.sees('<<<') ? 3 : 1)
          if (char === '\n') this.heredocBodies()
          if (!/[ \t<>]/.test(char)) isCommand = true
        }
        this.wordStart = this.at
      } else if (char === '#' && this.at === this.wordStart) this.comment()
      else if (char === "'") this.single((value) => `'${reference(oneWord(value))}'`)
      else if (this.sees("$'")) this.single((value) => `'${reference(oneWord(value))}$'`)
      else if (char === '"') this.double(plain)
      else this.step((value) => this.open(value))
    }
    this.wordStart = outerStart
  }

  /** One step where `$`, backticks and backslashes count. */
  private step(insert: Insert): void {
    if (this.peek() === '\0') this.insert(insert)
    else if (this.peek() === '\\') this.escape()
    else if (this.sees('$\0')) {
      // A dollar of the text must not take what comes for its name.
      this.at += 1
      this.out.push('\\$')
    } else if (this.sees('$((')) this.arithmetic(3, ')')
    else if (this.sees('$[')) this.arithmetic(2, ']')
    else if (this.sees('$(')) this.substitution()
    else if (this.sees('${')) this.parameter()
    else if (this.peek() === '`') this.backticks()
    else this.take(1)
  }

  /** A value outside quotes: a word or several, or part of one. */
  private open(value: PlacedValue): string {
    const before = this.source.slice(0, this.markStart)
    if (value.list && ASSIGNMENT.test(before.slice(this.wordStart)))
      throw refuse(
        value,
        'is an array, but a variable holds one word. For a bash array write name=(${list}).',
      )
    if (value.list && /[<>][&|]?[ \t]*$/.test(before))
      throw refuse(value, 'is an array, but a file name is one word. Use one of its items.')
    return value.names.map((name) => `"\${${name}}"`).join(' ')
  }

  /** `'…'` and `$'…'`. */
  private single(insert: Insert): void {
    const hasEscapes = this.peek() === '$'
    this.take(hasEscapes ? 2 : 1)
    while (this.at < this.end && this.peek() !== "'") {
      if (this.peek() === '\0') this.insert(insert)
      else if (hasEscapes && this.peek() === '\\') this.escape()
      else this.take(1)
    }
    this.take(1)
  }

  /** `"…"`. */
  private double(insert: Insert): void {
    this.take(1)
    while (this.at < this.end && this.peek() !== '"') this.step(insert)
    this.take(1)
  }

  private escape(): void {
    const mark = /^\\\0(\d+)/.exec(this.source.slice(this.at))
    if (mark) throw refuse(this.values[Number(mark[1])], 'follows a backslash. Write two for a real one.')
    this.take(2)
  }

  /** `$(…)`. */
  private substitution(): void {
    this.take(2)
    const outer = this.heredocs
    this.heredocs = []
    this.commands(true)
    this.heredocs = [...outer, ...this.heredocs]
    this.take(1)
  }

  /** `$((…))`, `((…))`, `$[…]`. */
  private arithmetic(opening: number, close: ')' | ']'): void {
    this.take(opening)
    for (let depth = close === ')' ? 2 : 1; depth > 0 && this.at < this.end;) {
      const char = this.peek()
      if (char === (close === ')' ? '(' : '[')) depth += 1
      if (char === close) depth -= 1
      if (char === '"') this.double(wholeNumber)
      else this.step(wholeNumber)
    }
  }

  /** `$\{name…\}`. */
  private parameter(): void {
    this.take(2)
    const insert = (value: PlacedValue): never => {
      throw refuse(value, 'stands inside ${…} of bash. Put it in a variable of bash first: name=${value}')
    }
    while (this.at < this.end && this.peek() !== '}') {
      if (this.peek() === '"') this.double(insert)
      else if (this.peek() === "'") this.single(insert)
      else this.step(insert)
    }
    this.take(1)
  }

  private backticks(): void {
    const insert = (value: PlacedValue): never => {
      throw refuse(value, 'stands inside backticks. Write $(…) instead.')
    }
    this.take(1)
    while (this.at < this.end && this.peek() !== '`') {
      if (this.peek() === '\0') this.insert(insert)
      else this.take(this.peek() === '\\' ? 2 : 1)
    }
    this.take(1)
  }

  private comment(): void {
    while (this.at < this.end && this.peek() !== '\n') {
      if (this.peek() === '\0') this.insert(() => '…')
      else this.take(1)
    }
  }

  /** `<<WORD`; its body begins after the next newline. */
  private heredoc(): void {
    this.take(2)
    const stripsTabs = this.peek() === '-'
    if (stripsTabs) this.take(1)
    while (/[ \t]/.test(this.peek())) this.take(1)
    const rest = this.source.slice(this.at, this.end)
    const raw = /^(?:\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"|[^\s;&|<>()'"\\])*/.exec(rest)?.[0] ?? ''
    this.take(raw.length)
    const mark = /\0(\d+)/.exec(raw)
    if (mark)
      throw refuse(this.values[Number(mark[1])], 'names the end of a heredoc. Write a fixed word there.')
    const delimiter = raw.replace(/\\([^])|["']/g, '$1')
    this.heredocs.push({ index: this.out.length - 1, delimiter, isQuoted: raw !== delimiter, stripsTabs })
  }

  private heredocBodies(): void {
    const { end } = this
    for (const heredoc of this.heredocs.splice(0)) {
      const isEnd = (line: string) =>
        (heredoc.stripsTabs ? line.replace(/^\t+/, '') : line) === heredoc.delimiter
      let bodyEnd = this.at
      let lineEnd = this.lineEnd(bodyEnd)
      while (bodyEnd < end && !isEnd(this.source.slice(bodyEnd, lineEnd))) {
        bodyEnd = Math.min(lineEnd + 1, end)
        lineEnd = this.lineEnd(bodyEnd)
      }
      this.end = bodyEnd
      this.heredocBody(heredoc)
      this.end = end
      this.take(Math.min(lineEnd + 1, end) - this.at)
    }
  }

  private heredocBody(heredoc: Heredoc): void {
    const hasValue = this.source.slice(this.at, this.end).includes('\0')
    if (!heredoc.isQuoted) while (this.at < this.end) this.step(plainText)
    else if (!hasValue) this.take(this.end - this.at)
    else {
      // References need a heredoc that expands, so the rest of the text is kept from expanding instead.
      if (!/^[\w.,:%+-]+$/.test(heredoc.delimiter)) this.refuseDelimiter()
      this.out[heredoc.index] = heredoc.delimiter
      while (this.at < this.end) {
        if (this.peek() === '\0') this.insert(plainText)
        else {
          if (/[\\$`]/.test(this.peek())) this.out.push('\\')
          this.take(1)
        }
      }
    }
  }

  private refuseDelimiter(): never {
    const mark = /\0(\d+)/.exec(this.source.slice(this.at, this.end))
    throw refuse(
      this.values[Number(mark?.[1])],
      "stands in a heredoc with an unusual end. Use a plain one: <<'EOF'.",
    )
  }

  /** Takes a mark and puts in its place what `insert` makes of the value. */
  private insert(insert: Insert): void {
    this.markStart = this.at
    const close = this.source.indexOf('\0', this.at + 1)
    const value = this.values[Number(this.source.slice(this.at + 1, close))] as PlacedValue
    this.at = close + 1
    const calculates = insert !== plainText && this.isCalculated()
    this.out.push(insert(calculates ? checkNumber(value) : value))
  }

  /** Whether bash would take the content of a variable here for arithmetic: `name[…]`, `[[ … -eq … ]]`. */
  private isCalculated(): boolean {
    const line = this.source.slice(this.source.lastIndexOf('\n', this.markStart) + 1, this.markStart)
    if (/^[A-Za-z_]\w*\[[^\]]*$/.test(this.source.slice(this.wordStart, this.markStart))) return true
    if (!/(^|[\s;&|(!])(\[\[?|test)\s/.test(line)) return false
    const after = this.source.slice(this.at, this.at + 20)
    return /\s-(eq|ne|lt|le|gt|ge|v)\s+["']?$/.test(line) || /^["']?\s+-(eq|ne|lt|le|gt|ge)\s/.test(after)
  }

  private peek(): string {
    return this.at < this.end ? (this.source[this.at] as string) : ''
  }

  private sees(text: string): boolean {
    return this.at + text.length <= this.end && this.source.startsWith(text, this.at)
  }

  private take(count: number): void {
    const to = Math.min(this.at + count, this.end)
    this.out.push(this.source.slice(this.at, to))
    this.at = to
  }

  private lineEnd(from: number): number {
    const found = this.source.indexOf('\n', from)
    return found === -1 || found > this.end ? this.end : found
  }
}
