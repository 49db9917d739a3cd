/**
 * The `npm` tag: npm next to the notebook, and after an install the next cell can import what came. Owns which
 * installs need no npm at all, what of npm's output is shown, and when a restart is asked for.
 */
import { printsAs } from '../display/one-line'
import { afterInstall } from '../kernel/compiler/engine-place'
import { currentScope } from '../kernel/scope/scope'
import type { CellScope, StreamName } from '../kernel/scope/cell-scope'
import { childEnv } from './child-env'
import {
  isPackageName,
  readPackageJson,
  satisfies,
  versionSeenFrom,
  versionsOnDisk,
  wantedPackages,
} from './npm-packages'
import { type LiveCommand, noteOutput, runLive, type ShellOptions } from './run-live'
import { createShellResult, type ShellResult } from './shell-result'
import { splitWords } from './split-words'
import { createTag, type ScriptTag, type TemplatePart } from './template'

const INSTALL = new Set(['install', 'i', 'in', 'add', 'ci', 'update', 'up', 'upgrade'])
const REMOVE = new Set(['uninstall', 'un', 'remove', 'rm', 'r', 'prune', 'dedupe', 'link', 'ln', 'unlink'])

/**
 * Runs npm in the notebook's folder. After `install` the next cell can import the packages, also when an import of
 * them has failed before. Packages that are already there are not asked for again, so the cell is quick and needs no
 * network: use a version (`openai@latest`) to upgrade.
 *
 * @returns Output and exit code; prints as one line that names what is installed.
 * @throws ShellError `shell-exit` when npm fails.
 * @throws StoppedError when the cell is stopped.
 * @throws UsageError for anything but one command of npm, and for an option that there is not.
 * @throws MagicsError `timeout`; `output-too-large`.
 * @throws SpawnError `not-found` where there is no npm.
 * @example
 * ```ts
 * await npm`install openai`
 * ```
 */
export const npm: ScriptTag<ShellOptions, Promise<ShellResult>> = createTag<
  ShellOptions,
  Promise<ShellResult>
>('npm', runNpm)

async function runNpm(parts: readonly TemplatePart[], options: ShellOptions): Promise<ShellResult> {
  const scope = currentScope()
  const words = splitWords('npm', parts)
  const [verb = ''] = words
  const folder = options.cwd ?? process.cwd()
  const changes = INSTALL.has(verb) || REMOVE.has(verb)
  if (!changes) {
    const result = await runLive(scope, npmCommand(words, options, undefined), options)
    return noteOutput(result, scope, options)
  }

  const names = words.slice(1)
  if (INSTALL.has(verb) && names.length > 0 && names.every((name) => isThere(name, folder))) {
    const stdout = `up to date: ${names.map((name) => withVersion(name, folder)).join(', ')}\n`
    if (options.quiet !== true && options.quiet !== 'stdout') scope.write('stdout', stdout)
    const result = createShellResult('npm install', { stdout, stderr: '', exitCode: 0, signal: undefined })
    return noteOutput(describeInstall(result, names, folder), scope, options)
  }
  const wantedBefore = wantedPackages(readPackageJson(folder))
  const loadedBefore = versionsOnDisk(Object.keys(require.cache))
  const shown = condense()
  const result = await runLive(scope, npmCommand(words, options, shown.take), options).finally(() => {
    for (const stream of ['stdout', 'stderr'] as const) scope.write(stream, shown.rest(stream))
  })
  const isVisible = afterInstall() && scope.kind !== 'stock'
  noteRestart(scope, isVisible, loadedBefore)
  if (!INSTALL.has(verb)) return result
  const wanted = Object.entries(wantedPackages(readPackageJson(folder)))
  const added = wanted.filter(([name, range]) => wantedBefore[name] !== range).map(([name]) => name)
  return describeInstall(result, [...new Set([...names.filter(isPackageName), ...added])], folder)
}

/** Whether a package is asked for in the folder's package.json and an import gets a version that it asks for. */
function isThere(name: string, folder: string): boolean {
  const range = wantedPackages(readPackageJson(folder))[name]
  const version = isPackageName(name) && range !== undefined ? versionSeenFrom(folder, name) : undefined
  return version !== undefined && satisfies(version, range as string)
}

function npmCommand(words: readonly string[], options: ShellOptions, show: LiveCommand['show']): LiveCommand {
  // Off unless asked for: they delay an install and fill the cell with advice about money and upgrades.
  const calm = {
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_progress: 'false',
  }
  return {
    name: `npm ${words[0] ?? ''}`.trim(),
    ...npmProgram(words),
    env: { ...(show === undefined ? {} : calm), ...childEnv(), ...options.env },
    show,
  }
}

/** npm on Windows is a batch file, which cannot be given words safely: there Node runs npm's own entry. */
function npmProgram(words: readonly string[]): { command: string; args: readonly string[] } {
  if (process.platform !== 'win32') return { command: 'npm', args: words }
  const entry = `${process.execPath.replace(/[^\\/]*$/, '')}node_modules\\npm\\bin\\npm-cli.js`
  return { command: process.execPath, args: [entry, ...words] }
}

/**
 * Shows an install's output line by line, without blank lines, notices and complaints about npm's own settings.
 *
 * @returns `take` gives what to show of the next piece, `rest` what is left of a line without an end.
 */
export function condense() {
  const kept = { stdout: '', stderr: '' }
  const lines = (stream: StreamName, text: string, isEnd: boolean) => {
    const all = (kept[stream] + text).split('\n')
    kept[stream] = isEnd ? '' : (all.pop() ?? '')
    const shown = all.filter((line) => !NOISE.test(line))
    return shown.map((line) => `${line}\n`).join('')
  }
  return {
    take: (stream: StreamName, text: string) => lines(stream, text, false),
    rest: (stream: StreamName) => lines(stream, '', true),
  }
}

const NOISE =
  /^\s*$|^npm notice|^npm (?:warn|WARN) (?:Unknown (?:env|user|project|global|builtin) config|config )/

function noteRestart(scope: CellScope, isVisible: boolean, loadedBefore: ReadonlyMap<string, string>): void {
  const now = versionsOnDisk([...loadedBefore.keys()].map((folder) => `${folder}/package.json`))
  const changed = [...loadedBefore].filter(([folder, version]) => now.get(folder) !== version)
  const names = changed.map(([folder]) => /(?:@[^\\/]+[\\/])?[^\\/]+$/.exec(folder)?.[0] ?? folder)
  if (names.length > 0)
    scope.write('stdout', `Restart the kernel: ${names.join(', ')} was in use already, in another version.\n`)
  else if (!isVisible) scope.write('stdout', 'Restart the kernel to import what was installed.\n')
}

function describeInstall(result: ShellResult, names: readonly string[], folder: string): ShellResult {
  const installed = names.map((name) => withVersion(name, folder)).join(', ')
  if (result.exitCode !== 0 || installed === '') return result
  return printsAs(result, () => `${installed} ${names.length === 1 ? 'is' : 'are'} installed`)
}

function withVersion(name: string, folder: string): string {
  const version = versionSeenFrom(folder, name)
  return version === undefined ? name : `${name} ${version}`
}
