/**
 * Takes secrets out of a notebook's texts: outputs are masked, a line that sets a variable becomes one that asks for it.
 * Pure; works on texts, knows nothing of files.
 */
import { isPlaceholder } from '../../secrets/placeholders'
import { MASK, mergeSpans } from '../../secrets/redact-text'
import { findSecrets, isSecretSetting, type Found, type KnownValues } from '../../secrets/find-secrets'

/** A source after the repair. */
export interface FixedSource {
  readonly text: string
  /** Whether it calls `askEnv` now, which must be imported somewhere. */
  readonly asks: boolean
}

/** Puts the mask in the place of each secret. */
export function maskFound(text: string, found: readonly Found[]): string {
  let out = ''
  let from = 0
  for (const { start, end } of mergeSpans(found)) {
    out += text.slice(from, start) + MASK
    from = end
  }
  return out + text.slice(from)
}

/**
 * Replaces `%set_env NAME=value` and templates of `setEnv` by their prompting forms, where the value is a secret.
 *
 * @param source - Source of a cell.
 * @param options - `values`: those of the local `.env`; `python`: the notebook's kernel is Python's.
 * @returns The source without those values; the same text when there is nothing to replace.
 */
export function fixSource(source: string, options: { values: KnownValues; python: boolean }): FixedSource {
  let asks = false
  const isSecret = (name: string, value: string) => holdsSecret(name, value, options.values)
  const text = source
    .replace(MAGIC, (line: string, indent: string, name: string, value: string) => {
      if (!isSecret(name, value)) return line
      return options.python
        ? `${indent}import getpass, os; os.environ["${name}"] = getpass.getpass("${name}: ")`
        : `${indent}%set_env ${name}`
    })
    .replace(CALL, (call: string, ...groups: (string | number | undefined)[]) => {
      const [prefix, tag, template, double, single, at] = groups
      const body = [tag, template, double, single].find((each) => each !== undefined)
      if (isInFunction(source, at as number)) return call
      const fixed = fixCall(readLines(String(body ?? '')), String(prefix ?? ''), isSecret)
      asks ||= fixed !== undefined
      return fixed ?? call
    })
    .replace(OBJECT_CALL, (call: string, prefix: string | undefined, body: string, at: number) => {
      if (isInFunction(source, at)) return call
      const fixed = fixCall(readFields(body), prefix ?? '', isSecret)
      asks ||= fixed !== undefined
      return fixed ?? call
    })
  return { text, asks }
}

/** Where `await` may not be allowed: an indented line after the head of a function. */
function isInFunction(source: string, at: number): boolean {
  const line = source.slice(source.lastIndexOf('\n', at - 1) + 1, at)
  return /^[ \t]/.test(line) ? /\bfunction\b|=>/.test(source.slice(0, at)) : /\bfunction\b|=>/.test(line)
}

/** Adds `askEnv` to the import that brings `setEnv`. Returns the same text when there is none. */
export function importAskEnv(source: string): string {
  return source.replace(
    /(import\s*\{[^}]*?\b)(setEnv\b)([^}]*\}\s*from\s*["']tslab-magics["'])/,
    (whole: string, before: string, name: string, after: string) =>
      /\baskEnv\b/.test(whole) ? whole : `${before}askEnv, ${name}${after}`,
  )
}

/** `%set_env NAME=value`, `%env NAME value`, with the rest of the line. */
const MAGIC = /^([ \t]*)%(?:set_)?env[ \t]+([A-Za-z_]\w*)(?:[ \t]*=[ \t]*|[ \t]+)(\S[^\n]*)$/gm

/** A call of `setEnv`, with options or not, with one template or string. */
const CALL =
  /(?:\bvoid\s+)?(\b\w+\.)?\bsetEnv(?:\(\s*\{[^{}]*\}\s*\))?(?:`([^`]*)`|\(\s*(?:`([^`]*)`|"([^"\n]*)"|'([^'\n]*)')\s*(?:,\s*\{[^{}]*\}\s*)?\))/g

/** A call of `setEnv` with an object of texts. */
const OBJECT_CALL = /(?:\bvoid\s+)?(\b\w+\.)?\bsetEnv\(\s*\{([^{}]*)\}\s*(?:,\s*\{[^{}]*\}\s*)?\)(?!`|\()/g

type Settings = readonly { readonly name: string; readonly value: string }[]

function readLines(body: string): Settings | undefined {
  const lines = body.split('\n').filter((line) => line.trim() !== '')
  return allOf(lines, /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/)
}

function readFields(body: string): Settings | undefined {
  const fields = body
    .match(/[^,"'`]*(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`)?\s*(?:,|$)/g)
    ?.filter((field) => field.trim() !== '')
  const read = allOf(
    fields ?? [],
    /^\s*["']?([A-Za-z_]\w*)["']?\s*:\s*(?:"([^"\\]*)"|'([^'\\]*)'|`([^`\\$]*)`)\s*,?\s*$/,
  )
  // What a template would read in another way stays with its author.
  return read?.some(({ value }) => /[`\\\n"']|\$\{|^\s|\s$/.test(value)) ? undefined : read
}

function allOf(parts: readonly string[], pattern: RegExp): Settings | undefined {
  const read = parts.map((part) => pattern.exec(part)?.filter((group) => group !== undefined))
  if (read.length === 0 || read.some((part) => part?.length !== 3)) return undefined
  return read.map((part) => ({ name: part![1]!, value: part![2]! }))
}

/** The calls that take the place of one: `askEnv` for each secret, `setEnv` for the rest. */
function fixCall(
  settings: Settings | undefined,
  prefix: string,
  isSecret: (name: string, value: string) => boolean,
): string | undefined {
  if (!settings?.some(({ name, value }) => isSecret(name, value))) return undefined
  return settings
    .map(({ name, value }) =>
      isSecret(name, value) ? `await ${prefix}askEnv("${name}")` : `${prefix}setEnv\`${name}=${value}\``,
    )
    .join('\n')
}

function holdsSecret(name: string, raw: string, values: KnownValues): boolean {
  const value = raw.trim().replace(/^(["'])(.*)\1$/, '$2')
  if (value === '' || isPlaceholder(value) || /\$\{|^\$?\{?\w+\}$|^\$\w+$/.test(value)) return false
  return isSecretSetting(name, value) || findSecrets(value, values, name).length > 0
}
