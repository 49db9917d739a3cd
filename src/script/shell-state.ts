/**
 * What a shell remembers while a script runs: variables, the folder, the last exit code, options.
 * Knows nothing of commands. A cell's script has a state of its own; nothing of it outlives the cell.
 */

/** A variable and whether programs see it. */
interface Variable {
  readonly value: string
  readonly exported: boolean
}

/** Options that `set` can switch. */
export interface ShellOptions {
  /** A pipeline fails when any of its commands fails. */
  pipefail: boolean
  /** The script ends at the first command that fails (`set -e`). */
  exitOnError: boolean
  /** An unset variable is an error (`set -u`). */
  refuseUnset: boolean
  /** Commands are printed before they run (`set -x`). */
  trace: boolean
}

/** Variables, folder, options and last exit code of one running script. */
export class ShellState {
  #variables = new Map<string, Variable>()
  /** Current folder, absolute. */
  cwd: string
  /** `$?` */
  lastExit = 0
  readonly options: ShellOptions = { pipefail: false, exitOnError: false, refuseUnset: false, trace: false }
  /** Variables that were read while unset since it was emptied, for the explanation of a failed request. */
  readonly unsetReads = new Set<string>()
  /** Called when `$?` is read: the script looks after the failure itself. */
  onStatusRead: () => void = () => {}

  constructor(env: Readonly<Record<string, string | undefined>>, cwd: string) {
    for (const [name, value] of Object.entries(env))
      if (value !== undefined) this.#variables.set(name, { value, exported: true })
    this.cwd = cwd
    this.set('PWD', cwd)
  }

  /** Value of a variable or special parameter; `undefined` when unset. */
  get(name: string): string | undefined {
    if (name === '?') {
      this.onStatusRead()
      return String(this.lastExit)
    }
    return this.#variables.get(name)?.value ?? SPECIAL[name]?.()
  }

  /** Sets a variable; it stays exported if it was. */
  set(name: string, value: string, exported = false): void {
    this.#variables.set(name, { value, exported: exported || this.#variables.get(name)?.exported === true })
  }

  /** Marks a variable for programs (`export NAME`), or takes the mark away (`export -n`). */
  setExported(name: string, exported: boolean): void {
    const variable = this.#variables.get(name)
    if (variable !== undefined) this.#variables.set(name, { ...variable, exported })
  }

  unset(name: string): void {
    this.#variables.delete(name)
  }

  /** Names that begin with a prefix, sorted. */
  names(prefix = ''): string[] {
    return [...this.#variables.keys()].filter((name) => name.startsWith(prefix)).sort()
  }

  /** The environment that programs get. */
  environment(): Record<string, string> {
    const env: Record<string, string> = {}
    for (const [name, { value, exported }] of this.#variables) if (exported) env[name] = value
    return env
  }

  /** A copy for a subshell: what happens there does not come back. */
  fork(): ShellState {
    const copy = new ShellState({}, this.cwd)
    copy.#variables = new Map(this.#variables)
    copy.lastExit = this.lastExit
    Object.assign(copy.options, this.options)
    copy.onStatusRead = this.onStatusRead
    return copy
  }
}

const started = Date.now()
const SPECIAL: Readonly<Record<string, (() => string) | undefined>> = {
  $: () => String(process.pid),
  '0': () => 'bash',
  '#': () => '0',
  '-': () => 'hB',
  RANDOM: () => String(Math.floor(Math.random() * 32768)),
  SECONDS: () => String(Math.floor((Date.now() - started) / 1000)),
  EPOCHSECONDS: () => String(Math.floor(Date.now() / 1000)),
  UID: () => String(process.getuid?.() ?? 0),
  EUID: () => String(process.geteuid?.() ?? 0),
}
