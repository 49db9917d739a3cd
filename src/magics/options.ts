/**
 * Options of a magic, in IPython's style: `--out NAME`, `--out=NAME`, `-a`, before the rest of the line, or anywhere in
 * it where the rest is a command. Owns words, quotes and options of that line; the line of a shell command is never
 * read here.
 */
import { UsageError } from '../errors'

/** One option. */
export interface OptionSpec {
  /** What it does, in a few words. */
  readonly help: string
  /** Name of the value that follows it, e.g. `NAME`; without it the option is a switch. */
  readonly value?: string
}

/** Options by name: one letter is written `-a`, a longer name `--name`. */
export interface OptionSpecs {
  readonly [name: string]: OptionSpec
}

/** What was given: `true` or `false` for a switch, text or `undefined` for an option with a value. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends { readonly value: string }
    ? string | undefined
    : boolean
}

/** A line read. */
export interface ReadLine {
  readonly options: { readonly [name: string]: string | boolean | undefined }
  /** The line after its options, as typed. */
  readonly rest: string
  /** The words of `rest`, quotes taken off. */
  readonly words: readonly string[]
}

/** Whose line is read, and how. */
export interface LineRules {
  /** How errors call the magic, e.g. `%%bash`. */
  readonly magic: string
  /**
   * Whether options that are not in the specs are words for somebody else; then those that are may stand among them.
   * @defaultValue `false`: they are refused.
   */
  readonly keepsOthers?: boolean | undefined
}

/**
 * Reads the line of a magic.
 *
 * @param line - What follows the magic's name.
 * @param specs - The options there are; with none a leading dash is part of the rest.
 * @param rules - The magic, and what becomes of other options.
 * @throws UsageError for an unknown option, a missing value or a quote that is not closed.
 */
export function readLine(
  line: string,
  specs: OptionSpecs,
  { magic, keepsOthers = false }: LineRules,
): ReadLine {
  const options: Record<string, string | boolean | undefined> = {}
  for (const [name, { value }] of Object.entries(specs))
    options[name] = value === undefined ? false : undefined
  const words = splitWords(line, magic)
  const others: string[] = []
  let index = 0
  let end = 0
  while (Object.keys(specs).length > 0 && index < words.length) {
    const word = words[index] as Word
    if (word.text === '--') end = word.end
    if (word.text === '--' || (!keepsOthers && !/^[-+]./.test(word.text))) break
    const [, flag, inline] = /^--?([^=]+)(?:=([^]*))?$/.exec(word.text) ?? []
    const spec = flag !== undefined && Object.hasOwn(specs, flag) ? specs[flag] : undefined
    if (spec === undefined) {
      if (!keepsOthers)
        throw new UsageError(`${magic} has no option ${word.text}. It takes ${listOptions(specs)}.`)
      others.push(word.text)
    } else if (spec.value === undefined) {
      if (inline !== undefined)
        throw new UsageError(`${magic}: ${nameOption(flag as string)} takes no value.`)
      options[flag as string] = true
    } else {
      const value = inline ?? words[++index]?.text
      if (value === undefined)
        throw new UsageError(`${magic}: ${nameOption(flag as string)} needs a value: ${spec.value}.`)
      options[flag as string] = value
    }
    end = words[index]?.end ?? line.length
    index++
  }
  if (words[index]?.text === '--') index++
  others.push(...words.slice(index).map(({ text }) => text))
  return { options, rest: line.slice(end).trim(), words: others }
}

/** The options of a magic as one text: `--out NAME, -a`. */
export function listOptions(specs: OptionSpecs): string {
  return Object.entries(specs)
    .map(([name, { value }]) => nameOption(name) + (value === undefined ? '' : ` ${value}`))
    .join(', ')
}

/** An option as it is typed. */
export function nameOption(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`
}

interface Word {
  readonly text: string
  readonly end: number
}

/** Splits at spaces; quotes hold words together, a backslash keeps the next character. */
function splitWords(line: string, magic: string): Word[] {
  const words: Word[] = []
  const piece = /\\([^])|'([^']*)'|"((?:[^"\\]|\\[^])*)"|(["'])|(\s+)|([^\s\\"']+|\\$)/g
  let text: string | undefined
  let end = 0
  for (const match of line.matchAll(piece)) {
    const [whole, kept, single, double, open, space, plain] = match
    if (open !== undefined) throw new UsageError(`${magic}: a quote ${open} is not closed.`)
    if (space !== undefined) {
      if (text !== undefined) words.push({ text, end })
      text = undefined
      continue
    }
    text = (text ?? '') + (kept ?? single ?? double?.replace(/\\(["\\])/g, '$1') ?? plain ?? '')
    end = match.index + whole.length
  }
  if (text !== undefined) words.push({ text, end })
  return words
}
