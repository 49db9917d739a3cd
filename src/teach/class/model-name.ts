/**
 * What a student calls a model, as it is kept in the usage file: no token in it, and nothing but a name. Pure.
 */
import type { IncomingMessage } from 'node:http'
import { redact } from '../../secrets/redact-text'

/** Fewer letters of a token give nothing away, and may be those of a name. */
const MIN_PART_CHARS = 8

/**
 * The name for the file.
 *
 * @param model - As the student wrote it.
 * @param request - The request, whose tokens are no names.
 * @returns Empty for what is no name of a model.
 */
export function nameOfModel(model: string, { headers }: IncomingMessage): string {
  const isName = /^[\w.:@+/ -]{1,100}$/.test(model)
  const isToken = [headers.authorization, headers['x-api-key']].some(
    (value) => model.length >= MIN_PART_CHARS && typeof value === 'string' && value.includes(model),
  )
  return isName && !isToken ? redact(model) : ''
}
