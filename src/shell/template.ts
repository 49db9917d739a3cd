/**
 * Reading of a tagged template or a plain string: text as it was typed, values as literal words. Owns which values
 * are accepted and how a refusal is explained; knows nothing of bash, curl or processes.
 * A value is never made part of the text here: whoever runs the parts decides how a word stays one word.
 */
import { checkMs, checkOptions } from '../base/option-names'
import { UsageError } from '../errors'
import { describeValue, isTemplate, isThenable, literalWord, typedText } from '../base/template-rules'
import type { Secret } from '../secrets/secret-value'

/** One word of a command. */
export type TemplateWord = string | number | bigint | boolean | Secret

/** What `$\{…\}` takes: one word each, several for an array. */
export type TemplateValue = TemplateWord | readonly TemplateWord[]

/** A stretch of text as the user typed it. */
export interface TextPart {
  readonly text: string
}

/** One `$\{…\}`: literal words that must never be parsed again. */
export interface WordsPart {
  /** The words; exactly one unless `list`. */
  readonly words: readonly string[]
  /** Whether an array was given: then there may be no word, or several. */
  readonly list: boolean
  /** How an error names the place, e.g. `value 2 (line 3, after --url)`. Never holds the value. */
  readonly where: string
}

/** A piece of a template. */
export type TemplatePart = TextPart | WordsPart

/** A tag that also takes a plain string, and options before the template. */
export interface ScriptTag<Options extends object, Result> {
  /** Runs a template; each `$\{value\}` is one literal word, an array several. */
  (strings: TemplateStringsArray, ...values: TemplateValue[]): Result
  /** Runs a plain string as it is. */
  (script: string): Result
  /** Gives the same tag with options set; later ones win. */
  (options: Options): ScriptTag<Options, Result>
}

/**
 * Makes a tag from the function that runs the parts.
 *
 * @param name - What the tag is called in errors, and whose options it takes.
 * @param run - Gets the parts and the merged options.
 * @returns The tag; it throws `usage` for a value, an argument or an option that it cannot take.
 */
export function createTag<Options extends object, Result>(
  name: 'bash' | 'curl' | 'npm',
  run: (parts: TemplatePart[], options: Partial<Options>) => Result,
): ScriptTag<Options, Result> {
  const tagWith = (options: Partial<Options>): ScriptTag<Options, Result> =>
    function tag(first: TemplateStringsArray | string | Options, ...values: unknown[]): unknown {
      if (typeof first === 'string') {
        if (values.length > 0)
          throw new UsageError(`${name}(text) takes one string. Options come first: ${name}({ … })(text).`)
        return run([{ text: first }], options)
      }
      if (isTemplate(first)) return run(readTemplate(name, first, values), options)
      if (typeof first === 'object' && first !== null && !Array.isArray(first) && !isThenable(first)) {
        checkOptions(name, first)
        checkMs('timeoutMs', (first as { readonly timeoutMs?: unknown }).timeoutMs)
        return tagWith({ ...options, ...first })
      }
      const hint = isThenable(first) ? ` Use ${name}(await …).` : ''
      throw new UsageError(
        `${name} takes a template, a string or options, not ${describeValue(first)}.${hint}`,
      )
    } as ScriptTag<Options, Result>
  return tagWith({})
}

/**
 * Reads a template into parts. Text is `strings.raw` with only an escaped backtick and an escaped `$\{` turned
 * back, so that what a shell reads is what stands in the cell.
 *
 * @param name - What the tag is called in errors.
 * @param strings - The template's strings.
 * @param values - The template's values.
 * @returns Text and words in order, without empty texts.
 * @throws UsageError for `undefined`, `null`, `NaN`, objects, functions, symbols and promises, naming the place.
 */
export function readTemplate(
  name: string,
  strings: TemplateStringsArray,
  values: readonly unknown[],
): TemplatePart[] {
  const parts: TemplatePart[] = []
  let before = ''
  strings.raw.forEach((raw, index) => {
    const text = typedText(raw)
    if (text !== '') parts.push({ text })
    before += text
    if (index >= values.length) return
    const where = placeOf(index + 1, before)
    parts.push(readValue(values[index], where, `${name}: ${where}`))
    before += '\u2026'
  })
  return parts
}

function readValue(value: unknown, where: string, subject: string): WordsPart {
  if (!Array.isArray(value)) return { words: [literalWord(value, subject)], list: false, where }
  const words = value.map((item: unknown, index) => literalWord(item, `${subject}, item ${index + 1}`))
  return { words, list: true, where }
}

/** Names a place by what stands just before it, as far as that cannot be a secret: a flag, a variable, a header name. */
function placeOf(ordinal: number, before: string): string {
  const line = before.split('\n').length
  const lead =
    /(?:^|\s)(--?[A-Za-z][\w-]*)[ =]["']?$|\b([A-Za-z_]\w*=)["']?$|["' ]([A-Za-z][A-Za-z-]*:) ?(?:Bearer )?$/
  const name = lead.exec(before)?.slice(1).find(Boolean)
  const place = [line > 1 ? `line ${line}` : '', name ? `after ${name}` : ''].filter(Boolean).join(', ')
  return place === '' ? `value ${ordinal}` : `value ${ordinal} (${place})`
}
