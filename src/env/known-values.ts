/**
 * The values of the variables that a notebook's `.env` and the environment hold, for searches in files.
 */
import { readFileSync } from 'node:fs'
import { findDotenv } from './find-dotenv'
import { parseDotenv } from './parse-dotenv'
import { environmentSecrets } from '../secrets/environment-secrets'
import { whyNotMasked } from '../secrets/plain-values'
import { secretParts } from '../secrets/secret-parts'
import { prepareValues, type KnownValues } from '../secrets/find-secrets'

/**
 * Makes a function that gives the values for a folder; each `.env` is read once.
 *
 * @param env - Variables that count besides those of the `.env`; none by default.
 */
export function dotenvReader(
  env: Readonly<Record<string, string | undefined>> = {},
): (folder: string) => KnownValues {
  const byFile = new Map<string | undefined, KnownValues>()
  const byFolder = new Map<string, KnownValues>()
  return (folder) => {
    let values = byFolder.get(folder)
    if (values !== undefined) return values
    const file = findDotenv(folder)
    values = byFile.get(file)
    if (values === undefined) {
      const names = new Map<string, string>()
      const variables = {
        ...env,
        ...(file === undefined ? {} : parseDotenv(readFileSync(file, 'utf8')).values),
      }
      for (const { name, value } of environmentSecrets(variables))
        for (const text of [value.trim(), ...secretParts(value)])
          if (!whyNotMasked(text, name)) names.set(text, name)
      byFile.set(file, (values = prepareValues(names)))
    }
    byFolder.set(folder, values)
    return values
  }
}
