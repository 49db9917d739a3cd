/**
 * The values that must never be shown. One registry for the process, also when several copies of the library are loaded.
 */

const STORE = Symbol.for('tslab-magics.secrets')
const holder = globalThis as unknown as Record<symbol, Map<string, string> | undefined>
const values: Map<string, string> = (holder[STORE] ??= new Map())

/** Fewest characters of a value that is masked: shorter ones would hit ordinary text. */
export const MIN_SECRET_CHARS = 8

/**
 * Tells whether a variable of that name probably holds a secret.
 * @param name - Name of a variable, header or field.
 */
export function isSecretName(name: string): boolean {
  return /key|token|secret|pass|pwd|auth|credential|cookie/i.test(name)
}

/**
 * Has a value masked in all output from now on.
 * @param value - The secret. Values under {@link MIN_SECRET_CHARS} characters are not registered.
 * @param name - What the value is called, for notes; never its content.
 * @returns Whether the value is masked from now on.
 */
export function registerSecret(value: string, name: string): boolean {
  if (value.length < MIN_SECRET_CHARS) return false
  values.set(value, name)
  return true
}

/** The registered values, longest first. */
export function secretValues(): readonly string[] {
  return [...values.keys()].sort((a, b) => b.length - a.length)
}
