/**
 * The secrets that the text of a cell spells out: `const apiKey = "…"`, `{ OPENAI_API_KEY: "…" }`, `export TOKEN=…`. They are
 * known before the cell runs, so also where no variable of the environment ever holds them.
 */
import { findNamedValues } from './named-values'
import { registerSecret } from './registry'

/** A longer text is data, not what somebody has typed. */
const MAX_SOURCE_CHARS = 200_000

/**
 * Has the secrets that a source spells out masked in all output from now on: values that look random next to a
 * secret-looking name, credentials of requests and passwords in addresses.
 *
 * @param source - Text of a cell or of a file that it imports, in any language.
 */
export function registerLiterals(source: string): void {
  if (source.length > MAX_SOURCE_CHARS) return
  for (const { start, end } of findNamedValues(source)) registerSecret(source.slice(start, end), 'a literal')
}
