/**
 * The variables that a recording may name. A file that others have made sets these in a notebook, and no others. Pure.
 */

/** Variables that name a server, and the key that goes there. */
export const SERVERS: Readonly<Record<string, string>> = {
  BASE_URL: 'ACCESS_TOKEN',
  OPENAI_BASE_URL: 'OPENAI_API_KEY',
}

/** Variables that change what notebooks ask. */
export const NOTED: readonly string[] = ['MODEL_NAME']
