/**
 * Setting variables, and telling which of them changed.
 */

/** Variables by name. */
export type Env = Record<string, string | undefined>

/**
 * Sets variables.
 *
 * @param env - Where.
 * @param values - What.
 * @returns The names of those that changed.
 */
export function assignEnv(env: Env, values: Readonly<Record<string, string>>): string[] {
  const changed = Object.entries(values).filter(([name, value]) => env[name] !== value)
  for (const [name, value] of changed) env[name] = value
  return changed.map(([name]) => name)
}
