/**
 * Looks at values of unknown shape, as servers send them.
 */

/** A JSON object whose fields are not known. */
export type JsonObject = { readonly [field: string]: unknown }

/** Tells whether a value is a JSON object: not `null`, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The code of an error, as Node and the libraries on it give them, e.g. `ENOENT`.
 *
 * @param error - What was thrown.
 * @returns `undefined` when it has none, or one that is no text.
 */
export function codeOf(error: unknown): string | undefined {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** The value if it is a string, else the empty string. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The object that a text of JSON holds; `undefined` for any other text. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
