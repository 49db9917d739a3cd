/** Expressions of Python in a text: numbers, texts, lists, operators, calls. Nothing of them is run. */
/* eslint-disable @typescript-eslint/no-explicit-any */
import { failure } from './failure'

/** The error of a text that is no Python */
export function syntaxError(message = 'invalid syntax'): Error {
  return failure('SyntaxError', `${message} (<string>, line 1)`)
}

/** What Python reads and this notebook does not */
export function notRead(what: string): Error {
  return failure('NotConverted', `${what} in a text that is evaluated is not read here.`)
}

/** Words, numbers, texts and signs of an expression, without the spaces between them */
export function tokensOf(text: string): { kind: string; text: string }[] {
  const tokens: { kind: string; text: string }[] = []
  const kinds: [string, RegExp][] = [
    ['space', /(?:[ \t\f]|\\\n|#[^\n]*)+/y],
    ['line', /[\r\n]+/y],
    [
      'number',
      /0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?/y,
    ],
    ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
    ['text', /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y],
    ['sign', /\*\*|\/\/|<<|>>|<=|>=|==|!=|[-+*/%&|^~<>()[\]{},:.]/y],
  ]
  for (let at = 0; at < text.length;) {
    const [found] = kinds.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at
      return (pattern.exec(text) ?? []).slice(0, 1).map((part) => ({ kind, text: part }))
    })
    if (!found) throw /[=;@]/.test(text[at]!) ? notRead(`The sign ${text[at]}`) : syntaxError()
    const last = tokens.at(-1)
    if (last && text.slice(0, at).endsWith(last.text)) {
      if (last.kind === 'word' && found.kind === 'text') throw notRead(`The text ${last.text}${found.text}`)
      if (last.kind === 'number' && /^(?:j|if|or|and|in|is|else|not)/i.test(found.text))
        throw notRead(`The number ${last.text}${found.text}`)
      if (last.kind === 'number' && /^[\w.]/.test(found.text)) throw syntaxError('invalid decimal literal')
    }
    if (found.kind !== 'space') tokens.push(found)
    at += found.text.length
  }
  return tokens
}

/** An expression as its parts */
export class ExpressionReader {
  private readonly tokens: { kind: string; text: string }[]
  private at = 0
  private depth = 0

  constructor(text: string) {
    this.tokens = tokensOf(text.trim())
  }

  read(): any {
    const items = [this.operators()]
    let isTuple = false
    while (this.sees(',')) {
      this.take()
      isTuple = true
      if (this.token) items.push(this.operators())
    }
    if (this.sees('if')) throw notRead('"if"')
    if (this.token) throw syntaxError()
    return isTuple ? { kind: 'tuple', parts: items } : items[0]
  }

  private get token(): { kind: string; text: string } | undefined {
    while (this.depth > 0 && this.tokens[this.at]?.kind === 'line') this.at++
    return this.tokens[this.at]
  }

  private sees(...texts: string[]): boolean {
    return this.token !== undefined && this.token.kind !== 'text' && texts.includes(this.token.text)
  }

  private take(): string {
    const { text } = this.token ?? { text: '' }
    this.at++
    return text
  }

  /** Operators between values, by how strongly they bind */
  private operators(level = 0): any {
    const signs = ['or', 'and', '', '< > <= >= == != in is not', '|', '^', '&', '<< >>', '+ -', '* / // %'][
      level
    ]
    if (signs === undefined) return this.signed()
    if (signs === '') return this.negated(level)
    let left = this.operators(level + 1)
    const parts = [left]
    while (this.sees(...signs.split(' '))) {
      let sign = this.take()
      if (sign === 'not' && !this.sees('in')) throw syntaxError()
      if (sign === 'not' || (sign === 'is' && this.sees('not'))) sign += ` ${this.take()}`
      const right = this.operators(level + 1)
      parts.push({ kind: sign }, right)
      left = { kind: 'binary', value: sign, parts: [left, right] }
    }
    if (!signs.startsWith('< >')) return left
    return parts.length === 1 ? left : { kind: 'compare', parts }
  }

  private negated(level: number): any {
    if (!this.sees('not')) return this.operators(level + 1)
    return { kind: 'unary', value: this.take(), parts: [this.negated(level)] }
  }

  private signed(): any {
    if (this.sees('-', '+', '~')) return { kind: 'unary', value: this.take(), parts: [this.signed()] }
    const base = this.called()
    return this.sees('**') ? { kind: 'binary', value: this.take(), parts: [base, this.signed()] } : base
  }

  private called(): any {
    let value = this.atom()
    while (this.sees('(', '.', '[')) {
      const sign = this.take()
      if (sign === '[') throw notRead('An index')
      if (sign === '(') value = { kind: 'call', value, parts: this.items(')').items }
      else if (this.token?.kind === 'word') value = { kind: 'field', value: this.take(), parts: [value] }
      else throw syntaxError()
    }
    return value
  }

  private atom(): any {
    const { kind = 'line', text } = this.token ?? {}
    if (kind === 'line') throw syntaxError()
    this.take()
    if (kind === 'number') return numberOf(text!)
    if (kind === 'text') {
      let value = textBetween(text!)
      while (this.token?.kind === 'text') value += textBetween(this.take())
      return { kind: 'text', value }
    }
    if (text === '[') return { kind: 'list', parts: this.items(']').items }
    if (text === '{') return { kind: 'dict', parts: this.items('}', true).items }
    if (text === '(') {
      const { items, isOpen } = this.items(')')
      return items.length === 1 && !isOpen ? items[0]! : { kind: 'tuple', parts: items }
    }
    if ((/^\*/.test(text!) && this.depth > 0) || /^(?:lambda|await|yield)$/.test(text!))
      throw notRead(`"${text}"`)
    const words =
      'import from def class return for while with try except finally global nonlocal pass break continue raise assert del if else elif as and or in is async'
    if (kind === 'sign' || words.split(' ').includes(text!)) throw syntaxError()
    return { kind: 'name', value: text }
  }

  /** What stands between brackets, and whether a comma is its last sign */
  private items(close: string, isDict = false): { items: any[]; isOpen: boolean } {
    const items: any[] = []
    let isOpen = false
    this.depth++
    while (!this.sees(close)) {
      const key = this.operators()
      const isPair = isDict && this.sees(':')
      if (isPair) this.take()
      else if (isDict) throw this.sees(',', '}') ? notRead('A set') : syntaxError()
      items.push(isPair ? { kind: 'pair', parts: [key, this.operators()] } : key)
      isOpen = this.sees(',')
      if (isOpen) this.take()
      else if (this.sees('for', 'async', 'if', ':')) throw notRead(`"${this.token?.text}"`)
      else if (!this.sees(close)) throw syntaxError()
    }
    this.depth--
    this.take()
    return { items, isOpen }
  }
}

/** A number as it is written: an int or a float */
function numberOf(text: string): any {
  if (/__|_$|_\.|\._|_e/i.test(text)) throw syntaxError('invalid decimal literal')
  const plain = text.replaceAll('_', '')
  if (/^0\d*[1-9]\d*$/.test(plain)) throw syntaxError('leading zeros are not permitted')
  const isFloat = !/^0[xbo]/i.test(plain) && /[.e]/i.test(plain)
  if (!isFloat && !Number.isSafeInteger(Number(plain))) throw notRead(`The int ${text}`)
  return { kind: isFloat ? 'float' : 'int', value: Number(plain) }
}

/** What stands between quotes */
function textBetween(written: string): string {
  const size = /^(?:"""|''')/.test(written) ? 3 : 1
  const body = written.slice(size, -size)
  const escapes: Record<string, string> = {
    n: '\n',
    t: '\t',
    r: '\r',
    '\n': '',
    '\\': '\\',
    "'": "'",
    '"': '"',
  }
  return body.replace(/\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|[^])/g, (whole, code: string) => {
    if (code.length > 1) return String.fromCodePoint(parseInt(code.slice(1), 16))
    return escapes[code] ?? (/[abfvxuUN\d]/.test(code) ? fail(whole) : whole)
  })
  function fail(whole: string): never {
    throw notRead(`The sign ${whole}`)
  }
}
