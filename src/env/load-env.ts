/**
 * `loadEnv`: variables from `.env`. Owns which of two values wins and what is said; the file's syntax is in parse-dotenv.ts.
 */
import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { UsageError } from '../errors'
import { currentScope } from '../kernel/scope/scope'
import { parseDotenv } from './parse-dotenv'
import { DOTENV, describeAccess, findDotenv } from './find-dotenv'
import { describeSecretTrouble } from './secret-trouble'
import { setVariable, type Env } from './set-variable'
import { processWide } from '../base/process-wide'

/** Settings of {@link loadEnv}. */
export interface LoadEnvOptions {
  /** The file. @defaultValue `.env` next to the notebook, else in the folders above up to the end of the project */
  readonly path?: string
  /** Whether the file wins over variables that were set elsewhere. @defaultValue false */
  readonly override?: boolean
  /** Whether a missing file is no error. @defaultValue false */
  readonly optional?: boolean
}

// What earlier calls have set, for all copies of the library: those values may be replaced by newer ones from the file.
const shared = processWide<Map<string, string>>('loaded-env')
/** What was said of files; once is enough. */
const sharedNotes = processWide<Set<string>>('dotenv-notes')

/**
 * Sets variables from a `.env` file, read anew on each call: after a change in the file run the cell again, without a restart.
 * The file is read by the rule of python-dotenv: a `#` begins a comment only after a blank, and `$\{NAME\}` is filled in outside of
 * single quotes. A line that other readers take in another way is named, once.
 * Variables that were set elsewhere (in the shell, by `setEnv`) stay unless `override` is set. Prints names, never values.
 *
 * @param options - `path`, `override`, `optional`.
 * @throws UsageError When there is no such file and `optional` is not set.
 * @example
 * ```ts
 * await loadEnv()
 * ```
 */
export async function loadEnv(options: LoadEnvOptions = {}): Promise<void> {
  const scope = currentScope()
  const path = options.path === undefined ? findDotenv(process.cwd()) : resolve(options.path)
  const text = path === undefined ? undefined : await readText(path)
  if (path === undefined || text === undefined) {
    if (options.optional) return scope.write('stdout', 'env: there is no .env file\n')
    const where = options.path === undefined ? 'next to the notebook or above it' : `at ${options.path}`
    throw new UsageError(
      `There is no ${DOTENV} file ${where}. Create one with lines NAME=value, or use askEnv("NAME").`,
    )
  }
  const override = options.override ?? false
  // As for the variables themselves: what is set wins over the file, unless told otherwise.
  const lookup = (name: string) => (override ? undefined : process.env[name])
  const { values, notes } = parseDotenv(text, lookup)
  const { set, kept } = merge(process.env, values, override)
  const name = relative(process.cwd(), path) || path
  const list = set.map(({ name, masked }) => (masked ? `${name} (hidden)` : name)).join(', ')
  const rest = kept.length === 0 ? '' : `; kept as set before: ${kept.join(', ')}`
  scope.write('stdout', `env: ${name} sets ${list || 'nothing'}${rest}\n`)
  const access = describeAccess(path)
  const troubles = set.flatMap((one) => describeSecretTrouble(one, { masked: one.masked, now: Date.now() }))
  for (const line of [...(access === undefined ? [] : [`${name}: ${access}`]), ...troubles])
    scope.write('stderr', `warning: ${line}\n`)
  const told = (sharedNotes.value ??= new Set())
  for (const note of notes.map((text) => `${name}: ${text}`)) {
    if (!told.has(note)) scope.write('stderr', `note: ${note}\n`)
    told.add(note)
  }
}

/** Sets the variables of a file that are not set by somebody else. */
function merge(env: Env, parsed: Readonly<Record<string, string>>, override: boolean) {
  const loaded = (shared.value ??= new Map())
  const set: { name: string; value: string; masked: boolean }[] = []
  const kept: string[] = []
  for (const [name, value] of Object.entries(parsed)) {
    const present = env[name]
    const ours = !present || present === value || present === loaded.get(name)
    if (!ours && !override) {
      kept.push(name)
      continue
    }
    set.push({ name, value, masked: setVariable(env, { name, value }) })
    loaded.set(name, value)
  }
  return { set, kept }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UsageError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}.`, {
      cause: error,
    })
  }
}
