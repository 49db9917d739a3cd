/**
 * `setEnv`: the `%set_env` of a TypeScript notebook. Owns its three ways to be called; the work is done beside it.
 */
import { UsageError } from '../errors'
import { currentScope } from '../kernel/scope/scope'
import { describeValue, isTemplate, literalWord } from '../base/template-rules'
import type { Secret } from '../secrets/secret-value'
import { checkName, readAssignments, readTemplateAssignments } from './assignment'
import { reportVariable, setVariable, type Setting } from './set-variable'

/** Settings of {@link setEnv}. */
export interface SetEnvOptions {
  /**
   * `true`: the value is a secret whatever its name. `false`: it is not, although its name looks like it.
   * @defaultValue told by the name (key, token, secret, pass, pwd, auth, credential, cookie) and by known key prefixes
   */
  readonly secret?: boolean
}

/** What a variable can be set to. */
export type EnvValue = string | number | bigint | boolean | Secret

/** {@link setEnv} with its options set. */
export interface SetEnvTag {
  /** Sets the variables of a template; each `$\{value\}` is literal text. */
  (strings: TemplateStringsArray, ...values: EnvValue[]): void
  /** Sets the variables of a text, `NAME=value`. */
  (text: string): void
}

/**
 * Sets variables for this kernel and everything it starts. Prints the names, never a value; secret values are masked in all
 * later output.
 *
 * The first `=` splits, blanks around the value and one matching pair of quotes are dropped, `export` in front is skipped.
 * A text of several lines sets several variables.
 *
 * @param text - A template, a string, or an object of names and values.
 * @param options - `secret`.
 * @throws UsageError When a name cannot be one, or a value is `undefined`, `null`, an object or a promise.
 * @example
 * ```ts
 * setEnv`ACCESS_TOKEN=...`
 * setEnv({ MODEL_NAME: 'deci-nano', MAX_TOKENS: 50 })
 * setEnv({ secret: true })`WORKSPACE_ID=...`
 * ```
 */
export function setEnv(strings: TemplateStringsArray, ...values: EnvValue[]): void
export function setEnv(text: string, options?: SetEnvOptions): void
export function setEnv(options: { readonly secret: boolean }): SetEnvTag
export function setEnv(variables: Readonly<Record<string, EnvValue>>, options?: SetEnvOptions): void
export function setEnv(first: unknown, ...rest: unknown[]): SetEnvTag | void {
  if (isTemplate(first)) return apply(readTemplateAssignments(first, rest), {})
  if (isOptions(first) && rest.length === 0) return withOptions(first)
  const options = readOptions(rest)
  if (typeof first === 'string') return apply(readAssignments(first), options)
  return apply(readObject(first), options)
}

function withOptions(options: SetEnvOptions): SetEnvTag {
  return (first: TemplateStringsArray | string, ...values: unknown[]) =>
    apply(isTemplate(first) ? readTemplateAssignments(first, values) : readAssignments(first), options)
}

function apply(settings: readonly (Setting & { unquoted?: boolean })[], { secret }: SetEnvOptions): void {
  const scope = currentScope()
  for (const { name, value, unquoted = false } of settings) {
    const setting = { name, value, secret }
    const masked = setVariable(process.env, setting)
    reportVariable(scope, setting, { masked, unquoted, now: Date.now() })
  }
}

function readObject(variables: unknown): Setting[] {
  const proto: unknown =
    typeof variables === 'object' && variables !== null ? Object.getPrototypeOf(variables) : undefined
  const isPlain = proto === null || (proto !== undefined && Object.getPrototypeOf(proto) === null)
  if (!isPlain)
    throw new UsageError(`setEnv takes NAME=value or { NAME: value }, not ${describeValue(variables)}.`)
  const entries = Object.entries(variables as Record<string, unknown>)
  if (entries.length === 0) throw new UsageError('setEnv: there is no variable in {}. Write { NAME: value }.')
  return entries.map(([name, value]) => ({
    name: checkName(name),
    value: literalWord(value, `setEnv: the value of ${name}`),
  }))
}

/** `\{ secret: true \}` alone is options; `\{ secret: 'text' \}` is a variable of that name. */
function isOptions(value: unknown): value is { secret: boolean } {
  if (typeof value !== 'object' || value === null) return false
  const [name, ...more] = Object.keys(value)
  return name === 'secret' && more.length === 0 && typeof (value as { secret: unknown }).secret === 'boolean'
}

function readOptions(rest: readonly unknown[]): SetEnvOptions {
  const [options] = rest
  if (options === undefined && rest.length <= 1) return {}
  if (rest.length === 1 && isOptions(options)) return options
  throw new UsageError(
    'setEnv: the only option is { secret: true } or { secret: false }. Write setEnv("NAME=value") or setEnv({ NAME: value }).',
  )
}
