/**
 * What a user should know about a variable that was set: mistakes in a token, and why a value stays visible.
 * Pure; never holds the value.
 */
import { isPlaceholder } from '../secrets/placeholders'
import { whyNotMasked } from '../secrets/plain-values'
import { isSecretName } from '../secrets/secret-names'
import { tokenMistakes } from './token-mistakes'

/**
 * The warnings about a variable.
 *
 * @param setting - The variable; `secret` as the caller wants it.
 * @param options - `masked`: whether its value is masked; `now`: the time in milliseconds since 1970.
 * @returns One sentence each; empty when there is nothing to say.
 */
export function describeSecretTrouble(
  { name, value, secret }: { name: string; value: string; secret?: boolean | undefined },
  options: { masked: boolean; now: number },
): string[] {
  const meant = options.masked || secret === true || (secret !== false && isSecretName(name))
  if (!meant)
    return isPlaceholder(value) ? [`${name}: it looks like a placeholder: put the real value there`] : []
  const scheme = /authorization|header/i.test(name)
  const mistakes = tokenMistakes(value, { now: options.now, scheme })
  const reason =
    options.masked || value === '' || isPlaceholder(value) ? undefined : whyNotMasked(value.trim(), name)
  const visible = reason === undefined ? [] : [`its value is not masked in later output: it is ${reason}`]
  return [...mistakes, ...visible].map((sentence) => `${name}: ${sentence}`)
}
