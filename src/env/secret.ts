/**
 * `secret`: a value that prints as the mask. `reveal`: one cell whose output is shown as it is.
 */
import { UsageError } from '../errors'
import { currentScope } from '../kernel/scope/scope'
import { describeValue } from '../base/template-rules'
import { whyNotMasked } from '../secrets/plain-values'
import { registerSecret } from '../secrets/registry'
import { revealScope } from '../secrets/reveal'
import { createSecret, type Secret } from '../secrets/secret-value'
import { checkName } from './assignment'
import { MissingError } from './errors'

/**
 * Gives a secret as a value that prints as `••••` wherever it is shown. Helpers of this library take it as a template value,
 * a header, an `apiKey` or the value of a variable. It is masked in all output from now on, also where it is used as text.
 *
 * @param source - Name of a variable, or the secret itself as `value`, with a `name` for messages.
 * @returns A value that holds the secret and prints as the mask.
 * @throws MissingError `missing` when the variable is not set.
 * @example
 * ```ts
 * const token = secret('ACCESS_TOKEN')
 * await curl`curl -H "Authorization: Bearer ${token}" "$BASE_URL/v1/models"`
 * ```
 */
export function secret(source: string | { readonly value: string; readonly name?: string }): Secret {
  const { text, name } = typeof source === 'string' ? fromEnv(source) : fromValue(source)
  const reason = registerSecret(text, name) ? undefined : whyNotMasked(text.trim(), name)
  if (reason !== undefined)
    currentScope().write(
      'stderr',
      `warning: ${name}: its text is not masked in other output: it is ${reason}\n`,
    )
  return createSecret(text, name)
}

/**
 * Shows the output of this cell as it is, secrets included, and marks the cell. For those who must see a value once.
 *
 * @throws UsageError Outside a notebook cell, and in a kernel that could not be patched.
 * @example
 * ```ts
 * reveal()
 * console.log(process.env.ACCESS_TOKEN)
 * ```
 */
export function reveal(): void {
  const scope = currentScope()
  if (scope.kind !== 'patched') throw new UsageError('reveal() works in a cell of a patched kernel only.')
  const text = 'Secrets are shown in this cell. Clear its output before the notebook is saved or shared.'
  scope.display({
    data: {
      'text/html': `<div role="alert" style="border:2px solid var(--jp-error-color1,#d00);padding:.4em .8em"><strong>⚠ ${text}</strong></div>`,
      'text/plain': `⚠ ${text}`,
    },
  })
  revealScope(scope)
}

function fromEnv(name: string): { text: string; name: string } {
  const text = process.env[checkName(name)]
  if (!text)
    throw new MissingError(
      `${name} is not set. Ask for it with await askEnv("${name}"), or add it to .env and call await loadEnv().`,
      {
        variables: [name],
      },
    )
  return { text, name }
}

function fromValue(source: { readonly value: string; readonly name?: string }): {
  text: string
  name: string
} {
  const value: unknown = typeof source === 'object' && source !== null ? source.value : source
  if (typeof value === 'string' && value !== '') return { text: value, name: source.name ?? 'secret' }
  throw new UsageError(`secret takes the name of a variable or { value }, not ${describeValue(value)}.`)
}
