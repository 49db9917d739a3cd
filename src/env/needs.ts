/**
 * `needs`: what a notebook cannot do without, checked in its first cell instead of failing in the middle.
 */
import { existsSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { UsageError } from '../errors'
import { currentScope } from '../kernel/scope/scope'
import { MissingError } from './errors'
import { isPlaceholder } from '../secrets/placeholders'

/** What a notebook needs. */
export interface Needs {
  /** Variables that must be set, not empty and not to a placeholder. */
  readonly env?: readonly string[]
  /** npm packages that must be installed where the notebook can import them. */
  readonly npm?: readonly string[]
}

/**
 * Checks that what a notebook needs is there. Prints nothing then; else it names everything that is missing, three ways to
 * supply it, and fails the cell.
 *
 * @param needed - `env`: names of variables; `npm`: names of packages.
 * @throws MissingError `missing`, with the names in `variables` and `packages`.
 * @throws UsageError When a package has a version: only whether it is there is checked.
 * @example
 * ```ts
 * needs({ env: ['ACCESS_TOKEN', 'WORKSPACE_ID'], npm: ['openai'] })
 * ```
 */
export function needs(needed: Needs): void {
  const scope = currentScope()
  const variables = (needed.env ?? []).filter(
    (name) => !process.env[name] || isPlaceholder(process.env[name]),
  )
  const packages = (needed.npm ?? []).filter((name) => !isInstalled(checkPackage(name), process.cwd()))
  if (variables.length === 0 && packages.length === 0) return
  if (variables.length > 0) scope.write('stderr', waysToSet(variables))
  if (packages.length > 0) scope.write('stderr', waysToInstall(packages))
  const what = [
    variables.length === 0 ? [] : [`${plural('variable', variables)} ${variables.join(', ')}`],
    packages.length === 0 ? [] : [`${plural('package', packages)} ${packages.join(', ')}`],
  ].flat()
  throw new MissingError(`This notebook needs the ${what.join(' and the ')}.`, { variables, packages })
}

/**
 * Whether code in a folder can import a package.
 *
 * @param name - Name of the package.
 * @param folder - Folder of the code.
 */
export function isInstalled(name: string, folder: string): boolean {
  if (isBuiltin(name)) return true
  // The folder itself is looked for: a package for `import` alone cannot be resolved by `require`.
  for (let here = folder; ; here = dirname(here)) {
    if (existsSync(join(here, 'node_modules', name, 'package.json'))) return true
    if (here === dirname(here)) break
  }
  try {
    createRequire(join(folder, 'cell.js')).resolve(name) // NODE_PATH and the package's own name
    return true
  } catch {
    return false
  }
}

function checkPackage(name: string): string {
  if (/^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name) || isBuiltin(name)) return name
  throw new UsageError(
    `needs: "${name}" is not the name of a package. Name it alone: the version is not checked.`,
  )
}

function waysToSet(names: readonly string[]): string {
  const calls = names.map((name) => `await askEnv("${name}")`).join('; ')
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not set. Any of these will do:
  1. ask for it in a cell, nothing is saved in the notebook:  ${calls}
  2. write it into a file .env next to the notebook (${names[0]}=...), then:  await loadEnv()
  3. set it in the shell that starts JupyterLab:  export ${names.map((name) => `${name}=...`).join(' ')}
`
}

function waysToInstall(names: readonly string[]): string {
  const list = names.join(' ')
  return `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not installed. Any of these will do:
  1. in a cell:  await npm\`install ${list}\`
  2. in a cell with the magics:  %npm install ${list}
  3. in a terminal, in the folder of the notebook:  npm install ${list}
`
}

function plural(word: string, list: readonly string[]): string {
  return list.length === 1 ? word : `${word}s`
}
