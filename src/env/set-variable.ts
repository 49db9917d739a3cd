/**
 * Sets one variable of the process: masks its value if that is a secret, says what was done without showing it.
 * The only place of this folder that writes to the environment.
 */
import { describeSecretTrouble } from './secret-trouble'
import type { CellScope } from '../kernel/scope/cell-scope'
import { hasKeyPrefix } from '../secrets/known-keys'
import { registerEnvironment, registerSecret } from '../secrets/registry'

/** Variables by name. */
export type Env = Record<string, string | undefined>

/** What is set, and how it is called in what is said. */
export interface Setting {
  readonly name: string
  readonly value: string
  /** Whether it is a secret; by default its name and its prefix tell. */
  readonly secret?: boolean | undefined
}

/**
 * Sets a variable and has its value masked if it is a secret.
 *
 * @param env - Where to set it.
 * @param setting - What to set.
 * @returns Whether its value is masked in all output from now on.
 */
export function setVariable(env: Env, { name, value, secret }: Setting): boolean {
  const masked = maskValue(name, value, secret)
  env[name] = value
  return masked
}

/**
 * Says in the cell that a variable is set, and what looks wrong with it. Never shows its value.
 *
 * @param scope - The cell.
 * @param setting - What was set.
 * @param options - `masked`: whether the value is masked; `now`: the time.
 */
export function reportVariable(
  scope: CellScope,
  setting: Setting,
  options: { masked: boolean; unquoted?: boolean; now: number },
): void {
  const { name } = setting
  scope.write('stdout', `env: ${name} is set${options.masked ? ' (hidden)' : ''}\n`)
  if (options.unquoted) scope.write('stdout', `note: the quotes around the value of ${name} were left out\n`)
  for (const trouble of describeSecretTrouble(setting, options))
    scope.write('stderr', `warning: ${trouble}\n`)
}

function maskValue(name: string, value: string, secret: boolean | undefined): boolean {
  if (secret === true) return registerSecret(value, name)
  if (secret === false) return hasKeyPrefix(value) && registerSecret(value, name)
  return registerEnvironment({ [name]: value }).length > 0
}
