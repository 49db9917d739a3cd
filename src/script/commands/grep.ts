/**
 * `grep` on standard input, for patterns that JavaScript reads as grep does; the real program does the rest.
 */
import type { InProcess } from '../shell'
import { writeText, type ByteSource } from '../streams'

interface GrepOptions {
  readonly regex: RegExp
  readonly invert: boolean
  readonly count: boolean
  readonly quiet: boolean
  readonly onlyMatch: boolean
  readonly number: boolean
  readonly most: number
}

/**
 * Finds grep for its arguments.
 *
 * @returns `undefined` for files, other options and patterns that the two read differently.
 */
export function findGrep(name: string, args: readonly string[]): InProcess | undefined {
  const flags = new Set<string>()
  let most = Infinity
  let pattern: string | undefined
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const limit = /^-m(\d*)$/.exec(word)
    if (word === '--color=never' || word === '--line-buffered') continue
    if (limit) most = Number(limit[1] || words.shift())
    else if (word === '-e' && pattern === undefined) pattern = words.shift()
    else if (/^-[ivcqonEFhs]+$/.test(word)) for (const flag of word.slice(1)) flags.add(flag)
    else if (word === '--' || /^-./.test(word) || pattern !== undefined) return undefined
    else pattern = word
  }
  if (pattern === undefined || Number.isNaN(most)) return undefined
  const source = patternSource(
    pattern,
    flags.has('F') || name === 'fgrep',
    flags.has('E') || name === 'egrep',
  )
  if (source === undefined) return undefined
  const regex = new RegExp(source, flags.has('i') ? 'giu' : 'gu')
  return (io) =>
    grep(io, {
      regex,
      most,
      invert: flags.has('v'),
      count: flags.has('c'),
      quiet: flags.has('q'),
      onlyMatch: flags.has('o'),
      number: flags.has('n'),
    })
}

/** Translates what means the same in both; `undefined` for anything else. */
function patternSource(pattern: string, fixed: boolean, extended: boolean): string | undefined {
  const literal = (text: string): string =>
    text.replace(/[\\^$.*+?()[\]{}|/-]/g, (char) => (char === '-' ? '-' : `\\${char}`))
  if (pattern.includes('\n')) return undefined
  if (fixed) return literal(pattern)
  // Sets of plain characters and ranges, the dot, anchors at the ends, repetition after one of these.
  const unit = /\[\^?[A-Za-z0-9 _,:;"'=<>/@#%&!~-]+\]|\\[.*[\]^$\\/]|\.|[^\\[\]^$*+?(){}|.]/y
  let out = ''
  let at = 0
  if (pattern.startsWith('^')) {
    out = '^'
    at = 1
  }
  while (at < pattern.length) {
    if (pattern[at] === '$' && at === pattern.length - 1) return `${out}$`
    // Alternatives: JavaScript takes the first, grep the longest; which lines match is the same, what -o shows is not.
    if (!extended && /[+?(){}|]/.test(pattern[at] as string)) {
      out += `\\${pattern[at] as string}`
      at++
      continue
    }
    unit.lastIndex = at
    const match = unit.exec(pattern)
    if (!match) return undefined
    const text = match[0]
    out += /^[[.\\]/.test(text) ? text : literal(text)
    at += text.length
    const repeat = pattern[at]
    if (repeat === '*' || (extended && (repeat === '+' || repeat === '?'))) {
      out += repeat
      at++
    }
  }
  return out
}

async function grep({ stdin, stdout }: Parameters<InProcess>[0], options: GrepOptions): Promise<number> {
  let found = 0
  let line = 0
  for await (const text of lines(stdin)) {
    line++
    const matches = text.match(options.regex) ?? []
    if (matches.length > 0 === options.invert) continue
    found++
    if (options.quiet) return 0
    if (!options.count) {
      const parts = options.onlyMatch ? (options.invert ? [] : matches.filter((part) => part !== '')) : [text]
      const prefix = options.number ? `${line}:` : ''
      if (!(await writeText(stdout, parts.map((part) => `${prefix}${part}\n`).join('')))) return 141
    }
    if (found >= options.most) break
  }
  if (options.count) await writeText(stdout, `${found}\n`)
  return found > 0 ? 0 : 1
}

/** Lines as they come, so that a stream is filtered while it runs. */
async function* lines(source: ByteSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let rest = ''
  for await (const bytes of source) {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = parts.pop() as string
    yield* parts
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
