/**
 * Asking the user: for a secret that must not be in the notebook (`askEnv`), for anything else (`ask`).
 */
import { currentScope } from '../kernel/scope/scope'
import { UsageError } from '../errors'
import { registerSecret } from '../secrets/registry'
import { checkName, unquote } from './assignment'
import { reportVariable, setVariable } from './set-variable'
import { isPlaceholder } from '../secrets/placeholders'

/** Settings of {@link askEnv}. */
export interface AskEnvOptions {
  /** Ask also when the variable is set. @defaultValue false */
  readonly force?: boolean
  /** What to ask. @defaultValue the name of the variable */
  readonly prompt?: string
}

/**
 * Sets a variable to what the user types into a password field, so that nothing of it is saved in the notebook.
 * Asks only if the variable is not set, or holds a placeholder such as `...`. The value is masked in all later output.
 *
 * @param name - Name of the variable.
 * @param options - `force`, `prompt`.
 * @throws UsageError When the name cannot be one, nothing was typed, or nobody can be asked.
 * @throws StoppedError When the cell is stopped meanwhile.
 * @example
 * ```ts
 * await askEnv('ACCESS_TOKEN')
 * ```
 */
export async function askEnv(name: string, options: AskEnvOptions = {}): Promise<void> {
  const scope = currentScope()
  checkName(name)
  const present = process.env[name]
  if (present && !isPlaceholder(present) && options.force !== true) {
    const hidden = registerSecret(present, name)
    scope.write('stdout', `env: ${name} is already set${hidden ? ' (hidden)' : ''}\n`)
    return
  }
  const answer = (await scope.input(options.prompt ?? `${name}: `, { password: true })).trim()
  if (answer === '') throw new UsageError(`${name} is not set: nothing was typed. Run the cell again.`)
  const { value, unquoted } = unquote(answer)
  const setting = { name, value, secret: true }
  reportVariable(scope, setting, { masked: setVariable(process.env, setting), unquoted, now: Date.now() })
}

/**
 * Asks the user for a line of text that everybody may see.
 *
 * @param question - What to ask.
 * @returns What was typed; empty when that was nothing.
 * @throws UsageError When nobody can be asked.
 * @throws StoppedError When the cell is stopped meanwhile.
 * @example
 * ```ts
 * const city = await ask('Which city?')
 * ```
 */
export function ask(question: string): Promise<string> {
  return currentScope().input(/\s$/.test(question) ? question : `${question} `, { password: false })
}
