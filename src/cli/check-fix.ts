/**
 * Takes secrets out of a notebook's texts: outputs are masked, a line that sets a variable becomes one that asks for it.
 * Pure; works on texts, knows nothing of files.
 */
import { isPlaceholder } from '../env/token-mistakes'
import { isSecretName } from '../secrets/registry'
import { MASK } from '../secrets/redact'
import { mergeSpans } from '../secrets/redact-text'
import { findSecrets, type Found, type KnownValues } from './check-find'

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
    .replace(CALL, (call: string, prefix = '', template?: string, double?: string, single?: string) => {
      const fixed = fixCall(template ?? double ?? single ?? '', prefix as string, isSecret)
      asks ||= fixed !== undefined
      return fixed ?? call
    })
  return { text, asks }
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

/** The calls that take the place of one: `askEnv` for each secret, `setEnv` for the rest. */
function fixCall(
  body: string,
  prefix: string,
  isSecret: (name: string, value: string) => boolean,
): string | undefined {
  const lines = body.split('\n').filter((line) => line.trim() !== '')
  const read = lines.map((line) => /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line))
  if (read.length === 0 || read.some((line) => line === null)) return undefined
  const settings = read.map((line) => ({ name: line![1]!, value: line![2]! }))
  if (!settings.some(({ name, value }) => isSecret(name, value))) return undefined
  return settings
    .map(({ name, value }) =>
      isSecret(name, value) ? `await ${prefix}askEnv("${name}")` : `${prefix}setEnv\`${name}=${value}\``,
    )
    .join('\n')
}

function holdsSecret(name: string, raw: string, values: KnownValues): boolean {
  const value = raw.trim().replace(/^(["'])(.*)\1$/, '$2')
  if (value === '' || isPlaceholder(value) || /\$\{|^\$?\{?\w+\}$|^\$\w+$/.test(value)) return false
  return isSecretName(name) || findSecrets(value, values, name).length > 0
}
