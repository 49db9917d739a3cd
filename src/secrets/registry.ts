/**
 * The values that must never be shown. One registry for the process, also when several copies of the library are loaded.
 * Owns what is registered; knows nothing of how texts are searched.
 */
import { environmentSecrets } from './environment-secrets'
import { whyNotMasked } from './plain-values'
import { secretParts } from './secret-parts'
import { processWide } from '../base/process-wide'

interface Store {
  readonly values: Map<string, string>
  /** Grows with each new value, so that a compiled matcher knows when it is out of date. */
  revision: number
}

const shared = processWide<Store>('secrets')
const store: Store = (shared.value ??= { values: new Map(), revision: 0 })

/**
 * Has a value masked in all output from now on, with its encoded and escaped forms and the secrets inside it
 * (the token of `Bearer …`, the password of a URL).
 *
 * @param value - The secret. Blanks around it do not count. Short values and common words are not registered: see `whyNotMasked`.
 * @param name - What the value is called, for notes; never its content.
 * @returns Whether the value is masked from now on.
 */
export function registerSecret(value: string, name: string): boolean {
  const text = value.trim()
  const masked = add(text, name)
  for (const part of secretParts(text)) add(part.trim(), name)
  return masked
}

/**
 * Registers the secrets of an environment: see {@link environmentSecrets}.
 *
 * @param env - Variables, e.g. `process.env`.
 * @param options - `isPath`: tells whether a value names a file that exists (asks the file system by default).
 * @returns The names of the variables whose values are masked from now on.
 */
export function registerEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  options: { isPath?: (value: string) => boolean } = {},
): string[] {
  const masked: string[] = []
  for (const { name, value, whole } of environmentSecrets(env, options))
    if (whole) {
      if (registerSecret(value, name)) masked.push(name)
    } else add(value, name)
  return masked
}

/** The registered values, longest first. */
export function secretValues(): readonly string[] {
  return [...store.values.keys()].sort((a, b) => b.length - a.length)
}

/** What a registered value is called, e.g. the name of its variable; `undefined` when it is not registered. */
export function secretName(value: string): string | undefined {
  return store.values.get(value)
}

/** The registered values and what each is called. */
export function secretEntries(): readonly (readonly [value: string, name: string])[] {
  return [...store.values]
}

/** Changes whenever a value is registered or forgotten. */
export function registryRevision(): number {
  return store.revision
}

/** Forgets all values. For tests: a notebook never takes a secret back. */
export function clearSecrets(): void {
  store.values.clear()
  store.revision++
}

function add(value: string, name: string): boolean {
  if (whyNotMasked(value, name) !== undefined) return false
  if (!store.values.has(value)) {
    store.values.set(value, name)
    store.revision++
  }
  return true
}
