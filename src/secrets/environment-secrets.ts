/**
 * Which variables of an environment hold secrets. Knows nothing of the registry.
 */
import { existsSync } from 'node:fs'
import { hasKeyPrefix } from './known-keys'
import { isSecretName } from './secret-names'
import { urlParts } from './secret-parts'
import { isSetting } from './settings'

/** A secret of an environment. */
export interface EnvironmentSecret {
  readonly name: string
  readonly value: string
  /** Whether it is the variable's value; else the password of a URL in it. */
  readonly whole: boolean
}

/**
 * Finds the secrets of an environment: variables with a secret-looking name, keys by their prefix, passwords in URLs.
 * Folders and files are none (`SSH_AUTH_SOCK`, `GIT_ASKPASS`, `…_CREDENTIALS=/home/me/key.json`), nor are settings
 * (`TOKEN_URL`).
 *
 * @param env - Variables, e.g. `process.env`.
 * @param options - `isPath`: tells whether a value names a file that exists (asks the file system by default).
 */
export function environmentSecrets(
  env: Readonly<Record<string, string | undefined>>,
  options: { isPath?: (value: string) => boolean } = {},
): EnvironmentSecret[] {
  const isPath = options.isPath ?? namesFile
  return Object.entries(env).flatMap(([name, value]) => {
    if (!value) return []
    const parts = urlParts(value).map((password) => ({ name, value: password, whole: false }))
    const secret =
      beginsLikeKey(name, value) || (isSecretName(name) && !isSetting(name, value) && !isPath(value))
    return secret ? [...parts, { name, value, whole: true }] : parts
  })
}

/** A key by its prefix. Where the name says nothing, words do not count: `key-value-store`, `sk-learn`. */
function beginsLikeKey(name: string, value: string): boolean {
  return hasKeyPrefix(value) && (isSecretName(name) || /\d[^]*\d/.test(value))
}

/** A file or folder, or a list of them as in `PATH`. */
function namesFile(value: string): boolean {
  return (
    /^(?:\/|~\/|[A-Za-z]:\\)/.test(value) && value.split(':').every((path) => path === '' || existsSync(path))
  )
}
