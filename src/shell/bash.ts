/**
 * The `bash` tag: a script in the real bash, as `%%bash` runs it in a Python notebook, but with output as it comes,
 * `pipefail`, and a failing exit code that fails the cell.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { currentScope } from '../kernel/scope/scope'
import { bashCommand, reportPipes } from './bash-command'
import { toBashScript } from './bash-script'
import { childEnv } from './child-env'
import { createCurlHome } from './curl-home'
import { removeFolder } from './guard'
import { judgePipes } from './judge-pipes'
import { noteOutput, runLive, type ShellOptions } from './run-live'
import type { ShellResult } from './shell-result'
import { createTag, type ScriptTag, type TemplatePart } from './template'

/**
 * Runs a script in bash. Output appears in the cell as it comes, curl's and Python's included. Changes of folder and
 * environment end with the script. Every `$\{value\}` is one literal word, wherever it stands; an array is several.
 * Commands that run their own arguments (`eval`, `let`, `sh -c`, `ssh`) parse them, as they do with any variable.
 *
 * @returns Output and exit code.
 * @throws ShellError `shell-exit` for an exit code other than 0 (`bash(\{ reject: false \})` gives the result instead).
 * @throws StoppedError when the cell is stopped; the whole process group is ended.
 * @throws UsageError for a value that cannot be a word, or stands where bash would parse it again, and for an option that
 * there is not.
 * @throws MagicsError `timeout`; `output-too-large`.
 * @throws SpawnError `not-found` where there is no bash.
 * @example
 * ```ts
 * const name = "it's here"
 * const { stdout } = await bash`printf '%s\n' ${name} | tr a-z A-Z`
 * const answer = (await bash({ quiet: true })`echo '{"a": 1}'`).json<{ a: number }>()
 * ```
 */
export const bash: ScriptTag<ShellOptions, Promise<ShellResult>> = createTag<
  ShellOptions,
  Promise<ShellResult>
>('bash', runBash)

function runBash(parts: readonly TemplatePart[], options: ShellOptions): Promise<ShellResult> {
  return runBashWith(parts, options)
}

/** How bash is to run a script, besides what all who use the tag may say. */
export interface BashSettings extends ShellOptions {
  /** Commands before the script, such as `set -e`. */
  readonly setup?: string | undefined
  /** Commands on the first line of the script, ended by `; `: those that would tell of what runs before it. */
  readonly prefix?: string | undefined
  /** Options of bash itself. */
  readonly flags?: readonly string[] | undefined
  /** What `$1`, `$2` … are. */
  readonly args?: readonly string[] | undefined
}

/** Runs a script as the tag does, with settings of bash. */
export async function runBashWith(
  parts: readonly TemplatePart[],
  settings: BashSettings,
): Promise<ShellResult> {
  const scope = currentScope()
  const { setup, body: text, hide } = toBashScript(parts)
  const { prefix = '' } = settings
  const body = prefix + text
  const userEnv = { ...childEnv(), ...settings.env }
  const curlHome = createCurlHome(userEnv)
  try {
    const report = join(curlHome, 'failed')
    // A script that sets this trap itself, or lists its traps, is left alone.
    const trap = /\bERR\b|\btrap[^\S\n]*(?:$|-[pl]|;)/m.test(body) ? '' : reportPipes(report)
    const before = [setup, settings.setup, trap].filter(Boolean).join('\n')
    const { command, args, script, env } = bashCommand({
      body,
      setup: before,
      flags: settings.flags,
      args: settings.args,
    })
    const result = await runLive(
      scope,
      {
        name: 'bash',
        command,
        args,
        script,
        // Python holds back what it prints into a pipe unless told.
        env: { PYTHONUNBUFFERED: '1', ...userEnv, ...env, CURL_HOME: curlHome },
        clean: (stream, piece) => (stream === 'stderr' ? hide(piece).replaceAll(`\`${prefix}`, '`') : piece),
        judge: (end) => judgePipes({ script: body, report: readReport(report) }, end),
      },
      settings,
    )
    return noteOutput(result, scope, settings)
  } finally {
    removeFolder(curlHome)
  }
}

function readReport(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Nothing failed, or the script took the folder away.
    return ''
  }
}
