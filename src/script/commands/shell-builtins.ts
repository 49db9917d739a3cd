/**
 * Commands that change the shell itself: `cd`, `pwd`, `export`, `unset`, `set`, `exit`, and the three that do nothing.
 */
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { registerSecret } from '../../secrets/registry'
import { isSecretName } from '../../secrets/secret-names'
import { systemMessage } from '../../base/system-message'
import { quoteForBash } from '../../base/bash-quote'
import { ScriptExit } from '../script-exit'
import type { InProcess } from '../shell'
import type { ShellState } from '../shell-state'
import { writeText } from '../streams'

/** `cd [folder]`: home without one, `-` for the one before. Lasts for the script. */
export const cd: InProcess = async ({ args, state, stdout, stderr }) => {
  const [target = state.get('HOME') ?? homedir()] = args.filter((arg) => !/^-[LP]+$|^--$/.test(arg))
  const name = target === '-' ? (state.get('OLDPWD') ?? '') : target
  if (name === '' && target === '-') return fail(stderr, 'cd: OLDPWD not set')
  const path = resolve(state.cwd, name)
  try {
    if (!(await stat(path)).isDirectory()) return await fail(stderr, `cd: ${target}: Not a directory`)
  } catch (error) {
    return fail(stderr, `cd: ${target}: ${systemMessage(error)}`)
  }
  state.set('OLDPWD', state.cwd)
  state.cwd = path
  state.set('PWD', path)
  if (target === '-') await writeText(stdout, `${path}\n`)
  return 0
}

/** `pwd` */
export const pwd: InProcess = async ({ state, stdout }) => {
  await writeText(stdout, `${state.cwd}\n`)
  return 0
}

/** `export [-n] [NAME[=value] …]`: without names, lists what programs see, secrets masked by the output's redactor. */
export const exportNames: InProcess = async ({ args, state, stdout, stderr }) => {
  const names = args.filter((arg) => !/^-[pn]+$/.test(arg))
  if (names.length === 0) {
    const lines = Object.entries(state.environment()).map(
      ([name, value]) => `declare -x ${name}=${doubleQuote(value)}\n`,
    )
    await writeText(stdout, lines.sort().join(''))
    return 0
  }
  let exitCode = 0
  for (const word of names) {
    const match = /^([A-Za-z_]\w*)(?:(\+?)=([\s\S]*))?$/.exec(word)
    if (!match) {
      exitCode = await fail(stderr, `export: \`${word.split('=')[0]}': not a valid identifier`)
      continue
    }
    const [, name, append, value] = match as unknown as [string, string, string, string | undefined]
    if (args.includes('-n')) state.setExported(name, false)
    else if (value === undefined) state.setExported(name, true)
    else setVariable(state, name, append === '+' ? (state.get(name) ?? '') + value : value)
  }
  return exitCode
}

function setVariable(state: ShellState, name: string, value: string): void {
  if (isSecretName(name)) registerSecret(value, name)
  state.set(name, value, true)
}

function doubleQuote(value: string): string {
  return /[\x00-\x1f\x7f]/.test(value) ? quoteForBash(value) : `"${value.replace(/[$`"\\]/g, '\\$&')}"`
}

/** `unset NAME …` */
export const unset: InProcess = ({ args, state }) => {
  for (const name of args.filter((arg) => !/^-[fvn]+$/.test(arg))) state.unset(name)
  return Promise.resolve(0)
}

/** `set -euxo pipefail` and `set +…`; other options change nothing that is run here. */
export const set: InProcess = ({ args, state }) => {
  const { options } = state
  const words = [...args]
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const on = word.startsWith('-')
    for (const flag of word.slice(1)) {
      if (flag === 'e') options.exitOnError = on
      if (flag === 'u') options.refuseUnset = on
      if (flag === 'x') options.trace = on
      if (flag === 'o') setNamed(words.shift(), on, options)
    }
  }
  return Promise.resolve(0)
}

function setNamed(name: string | undefined, on: boolean, options: ShellState['options']): void {
  if (name === 'pipefail') options.pipefail = on
  if (name === 'errexit') options.exitOnError = on
  if (name === 'nounset') options.refuseUnset = on
  if (name === 'xtrace') options.trace = on
}

/** `exit [n]` ends the script, or the subshell it stands in. */
export const exit: InProcess = ({ args, state }) => {
  const code = args[0] === undefined ? state.lastExit : Number(args[0])
  if (Number.isInteger(code)) throw new ScriptExit(code & 255)
  throw new ScriptExit(2, `exit: ${args[0]}: numeric argument required`)
}

/** `true` and `:` */
export const succeed: InProcess = () => Promise.resolve(0)

/** `false` */
export const failQuietly: InProcess = () => Promise.resolve(1)

async function fail(stderr: Parameters<typeof writeText>[0], message: string): Promise<number> {
  await writeText(stderr, `bash: line 1: ${message}\n`)
  return 1
}
